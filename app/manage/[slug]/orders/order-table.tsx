import Link from 'next/link'
import { formatMoney } from '#domain/money'
import { openCode } from '#drizzle/codes'
import type { ManagedConference } from '#drizzle/managed-conference'
import type { ListedOrder } from '#drizzle/queries/manage-orders'
import { formatDayAndTime } from '../../moments.ts'
import { EmailAddress } from '../email-address.tsx'
import { OrderStatusBadge } from '../order-status-badge.tsx'

type Conference = Pick<ManagedConference, 'slug' | 'timeZone'>

const Row = ({ order, conference: { slug, timeZone } }: { order: ListedOrder; conference: Conference }) => {
  const placedAt = new Date(order.placedAt)
  const name = [order.firstName, order.lastName].filter(Boolean).join(' ')
  return (
    <tr>
      <th scope="row">
        <Link href={`/manage/${slug}/orders/${order.orderId}`} prefetch={false} className="code">
          {openCode(order.sealedCode)}
        </Link>
      </th>
      <td data-label="Status">
        <OrderStatusBadge status={order.status} />
      </td>
      <td data-label="Registrant">{name || <span className="muted">Not named yet</span>}</td>
      <td data-label="Email" className="address">
        <EmailAddress address={order.email} />
      </td>
      <td data-label="Seats" className="amount-cell">
        {order.seats}
      </td>
      <td data-label="Total" className="amount-cell">
        {formatMoney(order.totalMinor, order.currency)}
      </td>
      <td data-label="Placed at">
        <time dateTime={placedAt.toISOString()}>{formatDayAndTime(placedAt, timeZone)}</time>
      </td>
    </tr>
  )
}

export const OrderTable = ({ orders, conference }: { orders: readonly ListedOrder[]; conference: Conference }) => (
  <table className="cards-on-phone order-table">
    <caption className="visually-hidden">Orders, the newest first</caption>
    <thead>
      <tr>
        <th scope="col">Code</th>
        <th scope="col">Status</th>
        <th scope="col">Registrant</th>
        <th scope="col">Email</th>
        <th scope="col" className="amount-cell">
          Seats
        </th>
        <th scope="col" className="amount-cell">
          Total
        </th>
        <th scope="col">Placed at</th>
      </tr>
    </thead>
    <tbody>
      {orders.map(order => (
        <Row key={order.orderId} order={order} conference={conference} />
      ))}
    </tbody>
  </table>
)
