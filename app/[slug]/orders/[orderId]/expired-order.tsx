import type { Metadata } from 'next'
import Link from 'next/link'
import { now } from '#drizzle/clock'
import type { Conference } from '#drizzle/queries/conference'
import type { Order } from '#drizzle/queries/order'
import { Notice } from '../../../_ui/notice.tsx'
import { openOrder } from './open-order.ts'
import { mayStillBePaid, phaseOf, wasPaymentReturned } from './order-phase.ts'

/** What an expired order means, and the way to another. */
export const ExpiryExplained = ({ conference, order }: { conference: Conference; order?: Order }) => (
  <>
    {order && wasPaymentReturned(order) ? (
      <Notice tone="bad" title="Your payment came too late for these seats. The money goes back to you." />
    ) : (
      <p>
        The time to pay for these seats is over, so they go back on sale.
        {order &&
          mayStillBePaid(order, now()) &&
          ' If you are still at the payment company, you may finish there: when your seats are still free you get them, otherwise the money goes back to you.'}
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

/** The title of a page that turns into that. */
export const titleUnlessExpired = async (
  title: string,
  params: Promise<{ slug: string; orderId: string }>,
): Promise<Metadata> => {
  const { slug, orderId } = await params
  const { order } = await openOrder(slug, orderId)
  return { title: order && phaseOf(order, now()) === 'expired' ? 'Order expired' : title }
}
