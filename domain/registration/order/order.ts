import type { Aggregate } from '../../aggregate.ts'
import type { OutgoingCommand } from '../../event-store.ts'
import type { AnyEvent } from '../../messages.ts'
import type { PaymentItem } from '../../payments/payment/events.ts'
import { Refusal } from '../../refusal.ts'
import { quantityOf, type SeatQuantity, sameSeats } from '../../seats.ts'
import type { PricedLine, Totals } from '../pricing.ts'
import type {
  AssignRegistrantDetails,
  ChangeOrderSeats,
  ConfirmOrder,
  MarkSeatsAsReserved,
  OrderCommand,
  RegisterToConference,
} from './commands.ts'
import type { OrderEvent, OrderTotalsCalculated } from './events.ts'
import { applyToOrder, isOpen, type Order, pricesWith, totalsOf } from './order-state.ts'

export type { Order } from './order-state.ts'

export const mostSeatsPerType = 20

/** How long after its end a hold still stands, for payments on their way. */
export const releaseBufferMinutes = 14

export const orderStream = (orderId: string): string => `order-${orderId}`

const expired = 'This order has expired. Please order again.'
const unknown = 'There is no such order.'

const minutesAfter = (instant: string, minutes: number): string => new Date(Date.parse(instant) + minutes * 60_000).toISOString()

const isPast = (instant: string, now: string): boolean => Date.parse(now) >= Date.parse(instant)

/** The lines that ask for something. Throws Refusal when they are not an order. */
const wished = (lines: readonly PricedLine[]): PricedLine[] => {
  for (const { seatTypeId, quantity } of lines) {
    const field = `quantity-${seatTypeId}`
    if (!Number.isSafeInteger(quantity) || quantity < 0)
      throw new Refusal('The quantity must be a whole number of seats, zero or more.', field)
    if (quantity > mostSeatsPerType) throw new Refusal(`You can order at most ${mostSeatsPerType} seats of one type.`, field)
  }
  if (new Set(lines.map(line => line.seatTypeId)).size < lines.length) throw new Refusal('Choose each seat type only once.')
  const some = lines.filter(line => line.quantity > 0)
  if (some.length === 0) throw new Refusal('One or more items are required')
  return some
}

const seatsOf = (lines: readonly PricedLine[]): SeatQuantity[] =>
  lines.map(({ seatTypeId, quantity }) => ({ seatTypeId, quantity }))

const totalsCalculated = (orderId: string, totals: Totals): OrderTotalsCalculated => ({
  type: 'OrderTotalsCalculated',
  data: { orderId, ...totals },
})

const register = (order: Order, { data }: RegisterToConference): OrderEvent[] => {
  if (order.status !== 'none') return []
  const { orderId, conferenceId, currency, now, holdMinutes, sealedOrderCode } = data
  const lines = wished(data.lines)
  const seats = seatsOf(lines)
  const reservationExpiresAt = minutesAfter(now, holdMinutes)
  return [
    {
      type: 'OrderPlaced',
      data: { orderId, conferenceId, seats, lines, currency, placedAt: now, reservationExpiresAt, sealedOrderCode },
    },
    totalsCalculated(orderId, totalsOf({ prices: pricesWith({}, lines) }, seats)),
  ]
}

const changeSeats = (order: Order, { data }: ChangeOrderSeats): OrderEvent[] => {
  if (order.status === 'none') throw new Refusal(unknown)
  if (order.status === 'confirmed') throw new Refusal('This order is confirmed, so its seats can no longer be changed.')
  if (order.status === 'expired' || isPast(order.reservationExpiresAt, data.now)) throw new Refusal(expired)
  const named = wished(data.lines)
  const seats = seatsOf(named)
  // Who got fewer seats than asked may ask again: there may be more by now.
  if (order.status !== 'partiallyReserved' && sameSeats(seats, order.asked)) return []
  const prices = pricesWith(order.prices, named)
  const lines = named.map(line => ({ ...line, ...prices[line.seatTypeId] }))
  return [
    { type: 'OrderUpdated', data: { orderId: data.orderId, seats, lines } },
    totalsCalculated(data.orderId, totalsOf({ prices }, seats)),
  ]
}

const sameTotals = (a: Totals, b: Totals): boolean =>
  a.totalMinor === b.totalMinor && a.isFreeOfCharge === b.isFreeOfCharge && sameSeats(a.lines, b.lines)

const markAsReserved = (order: Order, { data }: MarkSeatsAsReserved): OrderEvent[] => {
  if (!isOpen(order) || !sameSeats(data.asked, order.asked)) return []
  // In the order of the wish, so that lines and seat positions do not depend on how the answer was put together.
  const seats = order.asked
    .map(({ seatTypeId }) => ({ seatTypeId, quantity: quantityOf(data.seats, seatTypeId) }))
    .filter(seat => seat.quantity > 0)
  if (order.status !== 'placed' && sameSeats(seats, order.has)) return []
  const { orderId } = data
  const totals = totalsOf(order, seats)
  return [
    sameSeats(seats, order.asked)
      ? { type: 'OrderReservationCompleted', data: { orderId, seats } }
      : { type: 'OrderPartiallyReserved', data: { orderId, seats } },
    ...(sameTotals(totals, order.totals) ? [] : [totalsCalculated(orderId, totals)]),
  ]
}

const assignRegistrant = (order: Order, { data }: AssignRegistrantDetails): OrderEvent[] => {
  if (order.status === 'none') throw new Refusal(unknown)
  if (order.status === 'expired') throw new Refusal(expired)
  if (order.status !== 'confirmed' && isPast(order.reservationExpiresAt, data.now)) throw new Refusal(expired)
  const { orderId, firstName, lastName, email } = data
  const known = order.registrant
  if (known?.firstName === firstName && known.lastName === lastName && known.email === email) return []
  return [{ type: 'OrderRegistrantAssigned', data: { orderId, firstName, lastName, email } }]
}

/** Money meets seats: only when payer, process and order mean the very same seats and amount. */
const confirm = (order: Order, { data }: ConfirmOrder): OrderEvent[] => {
  const { orderId, paymentId } = data
  if (order.status === 'none' || order.status === 'confirmed' || order.refusedPayments.includes(paymentId)) return []
  // A placed order has nothing yet, so nothing can agree with it.
  const agrees =
    order.has.length > 0 &&
    data.amountMinor === order.totals.totalMinor &&
    sameSeats(data.agreed, order.has) &&
    sameSeats(data.seats, order.has)
  const late = order.status === 'expired'
  if (!agrees)
    return [{ type: 'OrderPaymentRefused', data: { orderId, paymentId, seats: late ? order.has : order.asked, expired: late } }]
  const { conferenceId, totals } = order
  return [
    ...(late ? [{ type: 'OrderReinstated' as const, data: { orderId } }] : []),
    { type: 'OrderConfirmed', data: { orderId, conferenceId, paymentId, lines: totals.lines, totalMinor: totals.totalMinor } },
  ]
}

export const order: Aggregate<Order, OrderCommand, OrderEvent> = {
  initial: { status: 'none' },
  apply: applyToOrder,
  process: (state, command) => {
    switch (command.type) {
      case 'RegisterToConference':
        return register(state, command)
      case 'ChangeOrderSeats':
        return changeSeats(state, command)
      case 'MarkSeatsAsReserved':
        return markAsReserved(state, command)
      case 'AssignRegistrantDetails':
        return assignRegistrant(state, command)
      case 'ConfirmOrder':
        return confirm(state, command)
      case 'RejectOrder':
        return isOpen(state) ? [{ type: 'OrderExpired', data: { orderId: command.data.orderId } }] : []
    }
  },
}

/** What must leave in the same append as the event: an order placed starts its registration process. */
export const commandsLeavingWith = (event: AnyEvent): OutgoingCommand[] => {
  if (event.type !== 'OrderPlaced') return []
  const { orderId, conferenceId, seats, reservationExpiresAt } = event.data
  const expiresAt = minutesAfter(reservationExpiresAt, releaseBufferMinutes)
  return [{ command: { type: 'StartRegistration', data: { orderId, conferenceId, seats, reservationExpiresAt, expiresAt } } }]
}

export type TermsOfPayment = Readonly<{
  items: PaymentItem[]
  agreed: readonly SeatQuantity[]
  amountMinor: number
  currency: string
}>

/**
 * What a payment started now is for: seats and amount from one reading of the order. Throws Refusal unless the order has at
 * least one seat and is reserved, in full or in part, and not past its hold.
 */
export const termsOfPayment = (order: Order, now: string): TermsOfPayment => {
  if (order.status === 'none') throw new Refusal(unknown)
  if (order.status === 'confirmed') throw new Refusal('This order is already confirmed. There is nothing left to pay.')
  if (order.status === 'expired' || isPast(order.reservationExpiresAt, now)) throw new Refusal(expired)
  if (order.status === 'placed') throw new Refusal('Your seats are still being reserved. Please try again in a moment.')
  if (order.has.length === 0) throw new Refusal('None of these seats could be reserved. Please change your seats.')
  return {
    items: order.totals.lines.map(line => ({ description: `${line.quantity} × ${line.name}`, amountMinor: line.lineTotalMinor })),
    agreed: order.has,
    amountMinor: order.totals.totalMinor,
    currency: order.currency,
  }
}
