import { formatMoney } from '#domain/money'
import type { OrderLine } from '#drizzle/queries/order'

/** What was ordered: of each kind the seats the order has, or asks while that is not known. */
export const OrderLines = (props: {
  lines: readonly OrderLine[]
  totalMinor: number
  currency: string
  quantity: (line: OrderLine) => number
}) => {
  const { lines, totalMinor, currency, quantity } = props
  return (
    <table className="cards-on-phone">
      <caption className="visually-hidden">Seats of this order</caption>
      <thead>
        <tr>
          <th scope="col">Seat type</th>
          <th scope="col" className="amount-cell">
            Unit price
          </th>
          <th scope="col" className="amount-cell">
            Quantity
          </th>
          <th scope="col" className="amount-cell">
            Line total
          </th>
        </tr>
      </thead>
      <tbody>
        {lines
          .filter(line => quantity(line) > 0)
          .map(line => (
            <tr key={line.seatTypeId}>
              <th scope="row">{line.name}</th>
              <td className="amount-cell" data-label="Unit price">
                {formatMoney(line.unitPriceMinor, currency)}
              </td>
              <td className="amount-cell" data-label="Quantity">
                {quantity(line)}
              </td>
              <td className="amount-cell" data-label="Line total">
                {formatMoney(line.lineTotalMinor, currency)}
              </td>
            </tr>
          ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={3}>
            Total
          </th>
          <td className="amount-cell">{formatMoney(totalMinor, currency)}</td>
        </tr>
      </tfoot>
    </table>
  )
}
