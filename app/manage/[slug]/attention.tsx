import Link from 'next/link'
import { formatMoney } from '#domain/money'
import { openCode } from '#drizzle/codes'
import type { Overview } from '#drizzle/queries/manage-overview'
import { Badge } from '../../_ui/notice.tsx'
import { formatMoment } from '../moments.ts'
import { PaymentEnding } from './payment-ending.tsx'

type Payment = Overview['returned']['payments'][number]

const Row = ({ payment, slug, timeZone }: { payment: Payment; slug: string; timeZone: string }) => {
  const changedAt = new Date(payment.changedAt)
  return (
    <tr>
      <th scope="row">
        <Link href={`/manage/${slug}/orders/${payment.orderId}`} prefetch={false}>
          {openCode(payment.sealedCode)}
        </Link>
      </th>
      <td>
        {payment.status === 'completed' ? <Badge>Paid late, order reinstated</Badge> : <PaymentEnding payment={payment} />}
        {payment.reason && <p className="muted small">{payment.reason}</p>}
      </td>
      <td data-label="When">
        <time dateTime={changedAt.toISOString()}>{formatMoment(changedAt, timeZone)}</time>
      </td>
      <td data-label="Amount" className="amount-cell">
        {formatMoney(payment.amountMinor, payment.currency)}
      </td>
    </tr>
  )
}

/** Payments that did not end as their payers expected, those that somebody must look into first. */
export const Attention = ({ overview, slug, timeZone }: { overview: Overview; slug: string; timeZone: string }) => {
  const { returned, reinstated } = overview
  const payments = [...returned.payments, ...reinstated.payments]
  const unlisted = returned.total + reinstated.total - payments.length
  if (payments.length === 0) return null
  return (
    <section className="card stack attention" aria-labelledby="attention">
      <h2 id="attention">Payments that need attention</h2>
      <table className="cards-on-phone">
        <caption className="visually-hidden">Payments that were returned or came late</caption>
        <thead>
          <tr>
            <th scope="col">Order</th>
            <th scope="col">What</th>
            <th scope="col">When</th>
            <th scope="col" className="amount-cell">
              Amount
            </th>
          </tr>
        </thead>
        <tbody>
          {payments.map(payment => (
            <Row key={payment.paymentId} payment={payment} slug={slug} timeZone={timeZone} />
          ))}
        </tbody>
      </table>
      {unlisted > 0 && <p className="muted">{`And ${unlisted.toLocaleString('en-US')} more, older ones.`}</p>}
    </section>
  )
}
