import { formatMoney } from '#domain/money'
import type { OrderPayment } from '#drizzle/queries/order'
import { formatInstant } from '../../../_ui/dates.ts'
import { Badge } from '../../../_ui/notice.tsx'

const ending = ({ status, amountMinor }: OrderPayment) => {
  switch (status) {
    case 'initiated':
      return <Badge>Waiting for the result</Badge>
    case 'completed':
      return <Badge tone="good">{amountMinor === 0 ? 'Free of charge' : 'Paid'}</Badge>
    case 'rejected':
      return <Badge tone="bad">Not accepted</Badge>
    case 'refundRequested':
      return <Badge tone="warn">Being returned to you</Badge>
    case 'refunded':
      return <Badge>Returned to you</Badge>
    case 'refundFailed':
      return <Badge tone="bad">Could not be returned</Badge>
  }
}

/** Every payment of the order and how it ended. */
export const OrderPayments = ({ payments, timeZone }: { payments: readonly OrderPayment[]; timeZone: string }) => (
  <section className="card stack" aria-labelledby="payments">
    <h2 id="payments">Payment</h2>
    <table className="cards-on-phone">
      <caption className="visually-hidden">Payments of this order</caption>
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
        {payments.map(payment => (
          <tr key={payment.paymentId}>
            <th scope="row">
              <time dateTime={new Date(payment.initiatedAt).toISOString()}>
                {formatInstant(new Date(payment.initiatedAt), timeZone)}
              </time>
            </th>
            <td data-label="Result">{ending(payment)}</td>
            <td data-label="Amount" className="amount-cell">
              {formatMoney(payment.amountMinor, payment.currency)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
    {payments.some(({ status }) => status === 'refundFailed') && (
      <p>A payment could not be returned automatically. We are looking into it and will contact you by email.</p>
    )}
  </section>
)
