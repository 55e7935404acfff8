import Link from 'next/link'
import { formatMoney } from '#domain/money'
import type { ManagedConference } from '#drizzle/managed-conference'
import type { Overview } from '#drizzle/queries/manage-overview'
import type { SeatTypeWithSales } from '#drizzle/queries/managed-seat-types'
import { orderStatuses } from '#drizzle/schema/read-models'
import { orderStatusWords } from './order-status-badge.tsx'
import { SeatsLeft } from './seats-left.tsx'

type Props = { conference: ManagedConference; overview: Overview }

const number = (count: number): string => count.toLocaleString('en-US')

/** What was sold, in four numbers. */
export const Figures = ({ conference, overview }: Props) => {
  const { seatTypes, seatsSold, revenueMinor, ordersByStatus } = overview
  const held = seatTypes.reduce((sum, seatType) => sum + seatType.held, 0)
  const figures = [
    ['Seats sold', number(seatsSold)],
    ['Revenue', formatMoney(revenueMinor, conference.currency)],
    ['Confirmed orders', number(ordersByStatus.confirmed)],
    ['Seats held', number(held)],
  ]
  return (
    <dl className="figures">
      {figures.map(([label, figure]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{figure}</dd>
        </div>
      ))}
    </dl>
  )
}

type Row = Overview['seatTypes'][number]

/** What is on offer before anything can have been sold. */
export const draftRows = (seatTypes: readonly SeatTypeWithSales[]): Row[] =>
  seatTypes.map(seatType => ({ ...seatType, remaining: seatType.quota, revenueMinor: 0 }))

export const SalesBySeatType = ({ conference, rows }: { conference: ManagedConference; rows: readonly Row[] }) => (
  <section className="card stack" aria-labelledby="by-seat-type">
    <h2 id="by-seat-type">Seats</h2>
    {rows.length === 0 ? (
      <p className="muted">There is no seat type yet.</p>
    ) : (
      <table className="cards-on-phone sales-table">
        <caption className="visually-hidden">Seats sold, held and left, and revenue, by seat type</caption>
        <thead>
          <tr>
            <th scope="col">Seat type</th>
            {['Quota', 'Sold', 'Held', 'Left', 'Revenue'].map(label => (
              <th key={label} scope="col" className="amount-cell">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ seatTypeId, name, quota, sold, held, remaining, revenueMinor }) => (
            <tr key={seatTypeId}>
              <th scope="row">{name}</th>
              <td className="amount-cell" data-label="Quota">
                {number(quota)}
              </td>
              <td className="amount-cell" data-label="Sold">
                {number(sold)}
              </td>
              <td className="amount-cell" data-label="Held">
                {number(held)}
              </td>
              <td className="amount-cell" data-label="Left">
                <SeatsLeft left={remaining} />
              </td>
              <td className="amount-cell" data-label="Revenue">
                {formatMoney(revenueMinor, conference.currency)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </section>
)

/** Each state leads to its orders. */
export const OrdersByStatus = ({ conference, overview }: Props) => (
  <section className="card stack" aria-labelledby="by-status">
    <h2 id="by-status">Orders by state</h2>
    <table>
      <caption className="visually-hidden">Number of orders by state</caption>
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col" className="amount-cell">
            Orders
          </th>
        </tr>
      </thead>
      <tbody>
        {orderStatuses.map(status => (
          <tr key={status}>
            <th scope="row">
              <Link href={`/manage/${conference.slug}/orders?status=${status}`} prefetch={false}>
                {orderStatusWords[status]}
              </Link>
            </th>
            <td className="amount-cell">{number(overview.ordersByStatus[status])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)
