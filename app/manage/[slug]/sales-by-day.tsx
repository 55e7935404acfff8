import { formatMoney } from '#domain/money'
import type { Overview } from '#drizzle/queries/manage-overview'
import { formatDay } from '../moments.ts'
import { plotSales } from './sales-plot.ts'

type Days = Overview['days']

const shownAtOnce = 14

const Plot = ({ days, today }: { days: Days; today: string }) => {
  const { bars, lines } = plotSales(days, today)
  const [first, last] = [bars[0]?.day ?? today, bars.at(-1)?.day ?? today]
  return (
    <svg className="plot" role="img" aria-labelledby="plot-title" focusable="false">
      <title id="plot-title">{`Seats sold per day from ${formatDay(first)} to ${formatDay(last)}`}</title>
      {lines.map(({ seats, y }) => (
        <g key={seats}>
          <line className="plot-line" x1="0" x2="100%" y1={`${y}%`} y2={`${y}%`} />
          <text className="plot-label" x="-8" y={`${y}%`} dy="0.32em" textAnchor="end">
            {seats}
          </text>
        </g>
      ))}
      {bars.map(({ day, seats, x, y, width, height }) => (
        <rect key={day} className="plot-bar" x={`${x}%`} y={`${y}%`} width={`${width}%`} height={`${height}%`}>
          <title>{`${formatDay(day)}: ${seats}`}</title>
        </rect>
      ))}
      <text className="plot-label" x="0" y="100%" dy="1.5em">
        {formatDay(first)}
      </text>
      {last !== first && (
        <text className="plot-label" x="100%" y="100%" dy="1.5em" textAnchor="end">
          {formatDay(last)}
        </text>
      )}
    </svg>
  )
}

const DayTable = ({ days, currency, caption }: { days: Days; currency: string; caption: string }) => (
  <table className="cards-on-phone">
    <caption className="visually-hidden">{caption}</caption>
    <thead>
      <tr>
        <th scope="col">Day</th>
        <th scope="col" className="amount-cell">
          Seats
        </th>
        <th scope="col" className="amount-cell">
          Revenue
        </th>
      </tr>
    </thead>
    <tbody>
      {days.map(({ day, seats, revenueMinor }) => (
        <tr key={day}>
          <th scope="row">
            <time dateTime={day}>{formatDay(day)}</time>
          </th>
          <td className="amount-cell" data-label="Seats">
            {seats.toLocaleString('en-US')}
          </td>
          <td className="amount-cell" data-label="Revenue">
            {formatMoney(revenueMinor, currency)}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)

/** Seats sold on each day, as a picture and as a table with the newest day first. */
export const SalesByDay = ({ days, today, currency }: { days: Days; today: string; currency: string }) => {
  const newest = days.toReversed()
  const earlier = newest.slice(shownAtOnce)
  return (
    <section className="card stack" aria-labelledby="by-day">
      <h2 id="by-day">Seats sold per day</h2>
      {days.length === 0 ? (
        <p className="muted">Nothing has been sold yet. The first sale shows up here by itself.</p>
      ) : (
        <>
          <Plot days={days} today={today} />
          <DayTable days={newest.slice(0, shownAtOnce)} currency={currency} caption="Seats sold per day" />
          {earlier.length > 0 && (
            <details>
              <summary>Earlier days</summary>
              <DayTable days={earlier} currency={currency} caption="Seats sold per day, earlier days" />
            </details>
          )}
        </>
      )}
    </section>
  )
}
