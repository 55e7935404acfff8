import { shardOf } from '#domain/event-store'
import { now } from '#drizzle/clock'
import { type AwaitedOrder, waitForOrder } from '#drizzle/queries/awaited-order'
import { ring } from '#workers/runtime'

/** How long a form waits for what it asked before it shows a page that says so. */
const patienceMs = 1_000

export const orderAddress = (slug: string, orderId: string): string => `/${slug}/orders/${orderId}`

export const findAddress = (slug: string): string => `/${slug}/orders/find`

/** An older form was sent with other input: the order it led to is there to be changed. */
export const alreadyStartedAddress = (slug: string, orderId: string): string =>
  `${orderAddress(slug, orderId)}/register?started=already`

/**
 * Waits for the answer to a wish for seats and gives the address of the page that shows it: checkout when all are reserved, the
 * change page when fewer are, the order page when that is not known yet.
 */
export const addressAfterReservation = async (slug: string, orderId: string, version: number): Promise<string> => {
  const address = orderAddress(slug, orderId)
  await ring(shardOf(orderId))
  const isAnswered = (order?: AwaitedOrder) => order !== undefined && order.version >= version && order.status !== 'placed'
  const order = await waitForOrder(orderId, isAnswered, patienceMs)
  if (isAnswered(order) && order?.status === 'reserved') return `${address}/checkout`
  if (isAnswered(order) && order?.status === 'partiallyReserved') return `${address}/register`
  return `${address}?since=${now().getTime()}`
}

/**
 * The same for a payment just decided: the order page when it counted or nothing is known yet, checkout when the registrant has to
 * pay again. While the newest payment is not in the read table, an older one must not answer for it.
 */
export const addressAfterPayment = async (
  slug: string,
  { orderId, paymentId, decision }: { orderId: string; paymentId: string; decision: 'accepted' | 'rejected' },
): Promise<string> => {
  const address = orderAddress(slug, orderId)
  const failures = decision === 'rejected' ? ['rejected'] : ['refundRequested', 'refunded', 'refundFailed']
  const hasFailed = (order?: AwaitedOrder) => order?.paymentId === paymentId && failures.includes(order.paymentStatus ?? '')
  await ring(shardOf(orderId))
  const order = await waitForOrder(
    orderId,
    order => (order?.status === 'confirmed' ? order.assignmentsVersion > 0 : hasFailed(order)),
    patienceMs,
  )
  if (order?.status === 'confirmed') return address
  return hasFailed(order) ? `${address}/checkout` : `${address}?payment=${paymentId}&since=${now().getTime()}`
}

/** Waits until the attendees just named can be read, and gives the order page either way. */
export const addressAfterAssigning = async (slug: string, orderId: string, version: number): Promise<string> => {
  await ring(shardOf(orderId))
  await waitForOrder(orderId, order => order !== undefined && order.assignmentsVersion >= version, patienceMs)
  return `${orderAddress(slug, orderId)}?assigned=${version}`
}
