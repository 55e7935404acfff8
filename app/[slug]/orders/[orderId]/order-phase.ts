import { releaseBufferMinutes } from '#domain/registration/order/order'
import type { Order, OrderLine, OrderPayment } from '#drizzle/queries/order'

/** Where an order stands for the one who reads its pages. */
export type OrderPhase = 'reserving' | 'held' | 'nothingHeld' | 'confirming' | 'confirmed' | 'expired'

type Facts = Pick<Order, 'status' | 'holdExpiresAt'> &
  Readonly<{
    lines: readonly Pick<OrderLine, 'reserved'>[]
    payments: readonly Pick<OrderPayment, 'paymentId' | 'status'>[]
  }>

/**
 * From its hold's end on an open order counts as expired, whether or not that has been recorded: nobody can change or pay it any
 * more. Money on its way is another matter until it is known what becomes of it: that of a payment which has completed, and that
 * of `awaited`, a payment whose payer has just come back from the processor (its id is from an address, so it may be anything).
 */
export const phaseOf = (order: Facts, now: Date, awaited?: unknown): OrderPhase => {
  if (order.status === 'confirmed') return 'confirmed'
  const isAwaited =
    awaited !== undefined &&
    (order.payments.find(({ paymentId }) => paymentId === awaited)?.status ?? 'initiated') === 'initiated'
  if (isAwaited || order.payments.some(({ status }) => status === 'completed')) return 'confirming'
  if (order.status === 'expired' || now >= new Date(order.holdExpiresAt)) return 'expired'
  if (order.status === 'placed') return 'reserving'
  return order.lines.some(({ reserved }) => reserved > 0) ? 'held' : 'nothingHeld'
}

/** Whether somebody may be at the payment company still, and the seats of this expired order are there for the payment. */
export const mayStillBePaid = ({ status, holdExpiresAt, payments }: Facts, now: Date): boolean =>
  status !== 'expired' &&
  now.getTime() < Date.parse(holdExpiresAt) + releaseBufferMinutes * 60_000 &&
  payments.some(({ status }) => status === 'initiated')

type Payments = Readonly<{ payments: readonly Pick<OrderPayment, 'status'>[] }>

/** Whether the newest payment did not get the seats it was for. */
export const wasPaymentReturned = ({ payments }: Payments): boolean =>
  ['refundRequested', 'refunded', 'refundFailed'].includes(payments.at(-1)?.status ?? '')

/** What the registrant should know about the newest payment while the order is open. */
export const paymentTrouble = (order: Payments): string | undefined => {
  if (wasPaymentReturned(order)) return 'Your seats changed while you paid. That payment is being returned; please pay again.'
  return order.payments.at(-1)?.status === 'rejected' ? 'Your payment was not accepted. You can try again.' : undefined
}

/** Whether we have waited so long that the page should say so. `since` comes from an address, so it may be anything. */
export const isOverdue = (since: unknown, fallback: Date, now: Date): boolean => {
  const typed = typeof since === 'string' && /^\d{13}$/.test(since) ? Number(since) : fallback.getTime()
  return now.getTime() - typed > 30_000
}

/** "Thank you" stands for a quarter of an hour. */
export const isRecent = (confirmedAt: string | null | undefined, now: Date): boolean =>
  typeof confirmedAt === 'string' && now.getTime() - Date.parse(confirmedAt) < 15 * 60_000

/** What the order's page is called, above it and in the browser's list of pages. */
export const headingOf = (order: (Facts & Pick<Order, 'confirmedAt'>) | undefined, now: Date, awaited?: unknown) => {
  const phase = order && phaseOf(order, now, awaited)
  if (phase === 'expired') return 'Order expired'
  return phase === 'confirmed' && isRecent(order?.confirmedAt, now) ? 'Thank you' : 'Your order'
}
