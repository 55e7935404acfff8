import Link from 'next/link'
import type { Conference } from '#drizzle/queries/conference'
import type { Order } from '#drizzle/queries/order'
import { Notice } from '../../../_ui/notice.tsx'
import { wasPaymentReturned } from './order-phase.ts'

/** What an expired order means, and the way to another. */
export const ExpiryExplained = ({ conference, order }: { conference: Conference; order?: Order }) => (
  <>
    {order && wasPaymentReturned(order) ? (
      <Notice tone="bad" title="Your payment came too late for these seats. The money goes back to you." />
    ) : (
      <p>
        The time to pay for these seats is over, so they go back on sale. If you are still at the payment company, you may finish
        there: when your seats are still free you get them, otherwise the money goes back to you.
      </p>
    )}
    {conference.published && (
      <p>
        <Link href={`/${conference.slug}/register`} prefetch={false} className="button">
          Order again
        </Link>
      </p>
    )}
  </>
)

/** What checkout and change page turn into at the hold's end. */
export const ExpiredOrder = ({ conference, order }: { conference: Conference; order: Order }) => (
  <div className="stack narrow">
    <p className="over-heading">{conference.name}</p>
    <h1>Order expired</h1>
    <ExpiryExplained conference={conference} order={order} />
    <p>
      <Link href={`/${conference.slug}/orders/${order.orderId}`} prefetch={false} className="text-link">
        See your order
      </Link>
    </p>
  </div>
)
