import Link from 'next/link'
import type { Conference } from '#drizzle/queries/conference'
import type { Order } from '#drizzle/queries/order'
import { formatDays } from '../../../_ui/dates.ts'
import { Notice } from '../../../_ui/notice.tsx'
import { findAddress } from '../wait-for-order.ts'
import { ExpiryExplained } from './expired-order.tsx'
import { type OrderPhase, paymentTrouble } from './order-phase.ts'
import { Waiting } from './waiting.tsx'

type Props = { phase: OrderPhase; order?: Order; conference: Conference; overdue: boolean }

/** Where the order stands and what happens next, in words. */
export const OrderStatus = ({ phase, order, conference, overdue }: Props) => {
  const address = `/${conference.slug}/orders/${order?.orderId}`
  const isFullyAssigned = order && order.seats.length > 0 && order.seats.every(({ email }) => email)
  switch (phase) {
    case 'reserving':
      return (
        <Waiting
          title="Reserving your seats…"
          overdue={overdue}
          sentence="This takes longer than usual. Your order is kept, and this page shows your seats as soon as they are reserved."
        />
      )
    case 'confirming':
      return (
        <Waiting
          title="Confirming your payment…"
          overdue={overdue}
          sentence="This takes longer than usual. Your order is kept, and you need not pay again: this page shows the result as soon as we hear it."
        />
      )
    case 'held': {
      const trouble = order && paymentTrouble(order)
      return (
        <div className="card stack">
          {trouble && <Notice tone="bad" title={trouble} />}
          {order?.status === 'partiallyReserved' && (
            <Notice tone="warn" title="Not all the seats you asked for could be reserved." />
          )}
          <p>Your seats are held for you. They are yours when you have paid.</p>
          <div className="row">
            <Link href={`${address}/checkout`} prefetch={false} className="button">
              Continue to checkout
            </Link>
            <Link href={`${address}/register`} prefetch={false} className="text-link">
              Change seats
            </Link>
          </div>
        </div>
      )
    }
    case 'nothingHeld':
      return (
        <div className="card stack">
          <p>None of the seats you asked for could be reserved. Others may be left.</p>
          <p>
            <Link href={`${address}/register`} prefetch={false} className="button">
              Change seats
            </Link>
          </p>
        </div>
      )
    case 'confirmed':
      return (
        <Notice tone="good" title="Your order is confirmed.">
          {order?.wasReinstated && (
            <p>Your payment came after the time was over. Your seats were still free, so the order stands.</p>
          )}
          <p>
            {isFullyAssigned ? 'Every seat has its attendee.' : 'Next, assign your seats to those who will use them.'} The
            conference takes place {formatDays(conference.startsAt, conference.endsAt)}, {conference.location}. Keep your order
            code: with it and your email you open this page anywhere, through{' '}
            <Link href={findAddress(conference.slug)} prefetch={false}>
              Find your order
            </Link>
            .
          </p>
        </Notice>
      )
    case 'expired':
      return (
        <div className="card stack">
          <ExpiryExplained conference={conference} order={order} />
        </div>
      )
  }
}
