import Link from 'next/link'
import type { Conference } from '#drizzle/queries/conference'

/** What an expired order means, and the way to another. */
export const ExpiryExplained = ({ conference }: { conference: Conference }) => (
  <>
    <p>
      The time to pay for these seats is over, so they go back on sale. If you are still at the payment company, you may finish
      there: when your seats are still free you get them, otherwise the money goes back to you.
    </p>
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
export const ExpiredOrder = ({ conference, orderId }: { conference: Conference; orderId: string }) => (
  <div className="stack narrow">
    <p className="over-heading">{conference.name}</p>
    <h1>Order expired</h1>
    <ExpiryExplained conference={conference} />
    <p>
      <Link href={`/${conference.slug}/orders/${orderId}`} prefetch={false} className="text-link">
        See your order
      </Link>
    </p>
  </div>
)
