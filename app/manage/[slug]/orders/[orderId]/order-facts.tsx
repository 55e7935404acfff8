import { formatMoney } from '#domain/money'
import { formatInstant } from '../../../../_ui/dates.ts'
import { EmailAddress } from '../../email-address.tsx'
import { OrderStatusBadge } from '../../order-status-badge.tsx'
import { PaymentEnding } from '../../payment-ending.tsx'
import type { ShownOrder } from './shown-order.ts'

type Props = { order: ShownOrder; timeZone: string }

const Instant = ({ at, timeZone }: { at: string; timeZone: string }) => (
  <time dateTime={new Date(at).toISOString()}>{formatInstant(new Date(at), timeZone)}</time>
)

/** Where it stands and whose it is. `placedAt`, `confirmedAt`: as far as the page knows them. */
export const Summary = (props: Props & { placedAt: string; confirmedAt: string | null }) => {
  const { order, timeZone, placedAt, confirmedAt } = props
  const { registrant } = order
  return (
    <dl className="card facts facts-in-columns">
      <div>
        <dt>Status</dt>
        <dd>
          <OrderStatusBadge status={order.status} />
        </dd>
      </div>
      <div>
        <dt>Registrant</dt>
        <dd>{registrant ? `${registrant.firstName} ${registrant.lastName}` : 'Not named yet'}</dd>
      </div>
      <div>
        <dt>Email</dt>
        <dd className="address">
          <EmailAddress address={registrant?.email} />
        </dd>
      </div>
      <div>
        <dt>Placed</dt>
        <dd>
          <Instant at={placedAt} timeZone={timeZone} />
        </dd>
      </div>
      {order.status !== 'confirmed' && (
        <div>
          <dt>Seats held until</dt>
          <dd>
            <Instant at={order.holdExpiresAt} timeZone={timeZone} />
          </dd>
        </div>
      )}
      {confirmedAt && (
        <div>
          <dt>Confirmed</dt>
          <dd>
            <Instant at={confirmedAt} timeZone={timeZone} />
          </dd>
        </div>
      )}
    </dl>
  )
}

export const Lines = ({ order }: { order: ShownOrder }) => (
  <section className="card stack" aria-labelledby="lines">
    <h2 id="lines">Seats ordered</h2>
    <table className="cards-on-phone">
      <caption className="visually-hidden">Seats of this order</caption>
      <thead>
        <tr>
          <th scope="col">Seat type</th>
          {['Unit price', 'Asked for', 'Reserved', 'Line total'].map(label => (
            <th key={label} scope="col" className="amount-cell">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {order.lines.map(line => (
          <tr key={line.seatTypeId}>
            <th scope="row">{line.name}</th>
            <td className="amount-cell" data-label="Unit price">
              {formatMoney(line.unitPriceMinor, order.currency)}
            </td>
            <td className="amount-cell" data-label="Asked for">
              {line.requested}
            </td>
            <td className="amount-cell" data-label="Reserved">
              {line.reserved}
            </td>
            <td className="amount-cell" data-label="Line total">
              {formatMoney(line.lineTotalMinor, order.currency)}
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={4}>
            Total
          </th>
          <td className="amount-cell">{formatMoney(order.totalMinor, order.currency)}</td>
        </tr>
      </tfoot>
    </table>
  </section>
)

/** Every attempt to pay and how it ended. */
export const Payments = ({ order, timeZone }: Props) => (
  <section className="card stack" aria-labelledby="payments">
    <h2 id="payments">Payments</h2>
    {order.payments.length === 0 ? (
      <p className="muted">No payment was started.</p>
    ) : (
      <table className="cards-on-phone">
        <caption className="visually-hidden">Payments of this order, in the order in which they began</caption>
        <thead>
          <tr>
            <th scope="col">Started</th>
            <th scope="col">Result</th>
            <th scope="col" className="amount-cell">
              Amount
            </th>
          </tr>
        </thead>
        <tbody>
          {order.payments.map(payment => (
            <tr key={payment.paymentId}>
              <th scope="row">
                <Instant at={payment.initiatedAt} timeZone={timeZone} />
              </th>
              <td data-label="Result">
                <PaymentEnding payment={payment} />
              </td>
              <td data-label="Amount" className="amount-cell">
                {formatMoney(payment.amountMinor, payment.currency)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </section>
)

export const Seats = ({ order }: { order: ShownOrder }) => {
  if (order.seats.length === 0) return null
  return (
    <section className="card stack" aria-labelledby="seats">
      <h2 id="seats">Seats and attendees</h2>
      <table className="cards-on-phone">
        <caption className="visually-hidden">Purchased seats and their attendees</caption>
        <thead>
          <tr>
            <th scope="col">Seat</th>
            <th scope="col">Attendee</th>
            <th scope="col">Email</th>
          </tr>
        </thead>
        <tbody>
          {order.seats.map(({ position, seatTypeName, attendee }) => (
            <tr key={position}>
              <th scope="row">
                Seat {position + 1}: {seatTypeName}
              </th>
              <td data-label="Attendee">
                {attendee ? `${attendee.firstName} ${attendee.lastName}` : <span className="muted">Nobody yet</span>}
              </td>
              <td data-label="Email" className="address">
                <EmailAddress address={attendee?.email} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
