import type { SeatQuantity } from '../../seats.ts'
import { calculateTotals, type PricedLine, type Totals } from '../pricing.ts'
import type { OrderEvent, OrderPlaced } from './events.ts'

/** The name and price a seat type had when this order first named it. */
export type OrderPrice = Readonly<{ name: string; description: string; unitPriceMinor: number }>

export type Registrant = Readonly<{ firstName: string; lastName: string; email: string }>

/** `asked` is what the order wishes, `has` what was reserved for that wish; placed again, it has nothing until the answer. */
type OrderFacts = Readonly<{
  orderId: string
  conferenceId: string
  currency: string
  reservationExpiresAt: string
  prices: Readonly<Record<string, OrderPrice>>
  asked: readonly SeatQuantity[]
  has: readonly SeatQuantity[]
  totals: Totals
  refusedPayments: readonly string[]
  registrant?: Registrant
}>

export type OpenOrder = OrderFacts & Readonly<{ status: 'placed' | 'partiallyReserved' | 'reserved' }>
export type ConfirmedOrder = OrderFacts & Readonly<{ status: 'confirmed' }>
export type ExpiredOrder = OrderFacts & Readonly<{ status: 'expired' }>
export type Order = Readonly<{ status: 'none' }> | OpenOrder | ConfirmedOrder | ExpiredOrder

export const isOpen = (order: Order): order is OpenOrder =>
  order.status === 'placed' || order.status === 'partiallyReserved' || order.status === 'reserved'

/** What these seats cost in this order. */
export const totalsOf = (order: Pick<OrderFacts, 'prices'>, seats: readonly SeatQuantity[]): Totals =>
  calculateTotals(seats, new Map(Object.entries(order.prices)))

/** The order's prices with those of newly named seat types; a price it already has stays. */
export const pricesWith = (prices: OrderFacts['prices'], lines: readonly PricedLine[]): OrderFacts['prices'] => ({
  ...Object.fromEntries(
    lines.map(({ seatTypeId, name, description, unitPriceMinor }) => [seatTypeId, { name, description, unitPriceMinor }]),
  ),
  ...prices,
})

const placed = ({ data }: OrderPlaced): OpenOrder => ({
  status: 'placed',
  orderId: data.orderId,
  conferenceId: data.conferenceId,
  currency: data.currency,
  reservationExpiresAt: data.reservationExpiresAt,
  prices: pricesWith({}, data.lines),
  asked: data.seats,
  has: [],
  totals: { lines: [], totalMinor: 0, isFreeOfCharge: false },
  refusedPayments: [],
})

export const applyToOrder = (order: Order, event: OrderEvent): Order => {
  if (event.type === 'OrderPlaced') return placed(event)
  if (order.status === 'none') throw new Error(`${event.type} without OrderPlaced before it`)
  switch (event.type) {
    case 'OrderUpdated':
      return {
        ...order,
        status: 'placed',
        prices: pricesWith(order.prices, event.data.lines),
        asked: event.data.seats,
        has: [],
      }
    case 'OrderTotalsCalculated': {
      const { lines, totalMinor, isFreeOfCharge } = event.data
      return { ...order, totals: { lines: [...lines], totalMinor, isFreeOfCharge } }
    }
    case 'OrderPartiallyReserved':
      return { ...order, status: 'partiallyReserved', has: event.data.seats }
    case 'OrderReservationCompleted':
      return { ...order, status: 'reserved', has: event.data.seats }
    case 'OrderRegistrantAssigned': {
      const { firstName, lastName, email } = event.data
      return { ...order, registrant: { firstName, lastName, email } }
    }
    case 'OrderReinstated':
      // Confirmed by the event that follows in the same append.
      return order
    case 'OrderConfirmed':
      return { ...order, status: 'confirmed' }
    case 'OrderPaymentRefused':
      return { ...order, refusedPayments: [...order.refusedPayments, event.data.paymentId] }
    case 'OrderExpired':
      return { ...order, status: 'expired' }
  }
}
