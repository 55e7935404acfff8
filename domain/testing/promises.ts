import type { AnyEvent } from '../messages.ts'
import { quantityOf, type SeatQuantity, sameSeats, totalSeats } from '../seats.ts'
import { recountSeats, totalHeld } from './recount.ts'
import { orderIn, processIn, type SimulatedLog } from './simulated-log.ts'

const ofType = <Type extends AnyEvent['type']>(events: readonly AnyEvent[], type: Type) =>
  events.filter((event): event is Extract<AnyEvent, { type: Type }> => event.type === type)

/** No payment is kept without the very seats it was for, no order is paid twice, and nobody has seats that were not paid. */
const brokenPaymentPromises = (events: readonly AnyEvent[]): string[] => {
  const broken: string[] = []
  const refunds = ofType(events, 'PaymentRefundRequested').map(({ data }) => data.paymentId)
  const confirmations = ofType(events, 'OrderConfirmed').map(({ data }) => data)
  const sales = ofType(events, 'SeatsReservationCommitted').map(({ data }) => data)
  const payments = ofType(events, 'PaymentCompleted').map(({ data }) => data)
  const kept = payments.filter(({ paymentId }) => !refunds.includes(paymentId))
  for (const { paymentId, orderId, amountMinor, agreed } of kept) {
    const confirmed = confirmations.filter(order => order.orderId === orderId && order.paymentId === paymentId)
    const sold = sales.filter(sale => sale.reservationId === orderId)
    if (confirmed.length !== 1 || !confirmed.every(order => order.totalMinor === amountMinor && sameSeats(order.lines, agreed)))
      broken.push(`payment ${paymentId} was kept and its order is not confirmed with what was agreed`)
    if (sold.length !== 1 || !sold.every(sale => sameSeats(sale.seats, agreed)))
      broken.push(`payment ${paymentId} was kept and its seats are not sold as agreed`)
    if (kept.some(other => other.orderId === orderId && other.paymentId !== paymentId))
      broken.push(`order ${orderId} is paid twice`)
  }
  for (const { orderId, paymentId, lines } of confirmations) {
    if (!kept.some(payment => payment.paymentId === paymentId)) broken.push(`order ${orderId} is confirmed and not paid`)
    const assignable = ofType(events, 'SeatAssignmentsCreated').filter(({ data }) => data.orderId === orderId)
    if (assignable.length !== 1 || assignable[0]?.data.seats.length !== totalSeats(lines))
      broken.push(`order ${orderId} is confirmed and its seats cannot be assigned`)
  }
  if (new Set(refunds).size !== refunds.length) broken.push('a payment is given back twice')
  if (refunds.some(id => !payments.some(({ paymentId }) => paymentId === id))) broken.push('what was not paid is given back')
  if (sales.some(sale => !confirmations.some(({ orderId }) => orderId === sale.reservationId)))
    broken.push('an unconfirmed order is sold')
  return broken
}

/** What the events themselves say is left: the sum of all their changes. */
const remainingAsTold = (events: readonly AnyEvent[], seatTypeId: string): number =>
  events
    .flatMap(({ type, data }) => {
      if (type === 'AvailableSeatsChanged') return data.seats
      return type === 'SeatsReserved' || type === 'SeatsReservationCancelled' ? data.availableSeatsChanged : []
    })
    .reduce((sum, seat) => (seat.seatTypeId === seatTypeId ? sum + seat.quantity : sum), 0)

const brokenSeatPromises = (events: readonly AnyEvent[], seatTypeIds: readonly string[]): string[] =>
  seatTypeIds.flatMap(seatTypeId => {
    const count = recountSeats(events, seatTypeId)
    const left = count.quota - totalHeld(count) - count.sold
    return [
      ...(count.sold + totalHeld(count) > count.mostQuota ? [`more seats of ${seatTypeId} are sold than ever were offered`] : []),
      ...(Math.min(count.sold, ...count.held.values()) < 0 ? [`a negative number of ${seatTypeId} is held or sold`] : []),
      ...(left !== remainingAsTold(events, seatTypeId) ? [`remaining + held + sold is not the quota of ${seatTypeId}`] : []),
    ]
  })

/** Whoever asks for less is never offered, and charged for, what was asked before. */
const offersBeyondWishes = (events: readonly AnyEvent[]): string[] => {
  const asked = new Map<string, readonly SeatQuantity[]>()
  return events.flatMap(({ type, data }) => {
    if (type === 'OrderPlaced' || type === 'OrderUpdated') asked.set(data.orderId, data.seats)
    if (type !== 'OrderPartiallyReserved' && type !== 'OrderReservationCompleted') return []
    const wish = asked.get(data.orderId) ?? []
    const within = data.seats.every(({ seatTypeId, quantity }) => quantity <= quantityOf(wish, seatTypeId))
    return within ? [] : [`order ${data.orderId} has more than it asks`]
  })
}

const endOf: Record<string, string> = { none: 'none', confirmed: 'completed', expired: 'expired' }

/** What must hold whenever all is quiet. */
export const brokenPromises = (log: SimulatedLog, orderIds: readonly string[], seatTypeIds: readonly string[]): string[] => [
  ...brokenPaymentPromises(log.events),
  ...brokenSeatPromises(log.events, seatTypeIds),
  ...offersBeyondWishes(log.events),
  ...orderIds.flatMap(orderId => {
    const order = orderIn(log, orderId).status
    const process = processIn(log, orderId).status
    const fits = process === 'reserved' ? order === 'reserved' || order === 'partiallyReserved' : process === endOf[order]
    return fits ? [] : [`order ${orderId} is ${order} and its process ${process}`]
  }),
]

/** What must hold when, in addition, every hold is long over. */
export const brokenEndings = (log: SimulatedLog, orderIds: readonly string[], seatTypeIds: readonly string[]): string[] => [
  ...orderIds.filter(orderId => processIn(log, orderId).status === 'reserved').map(orderId => `order ${orderId} never ended`),
  ...seatTypeIds.filter(id => recountSeats(log.events, id).held.size > 0).map(id => `a hold on ${id} was left behind`),
]
