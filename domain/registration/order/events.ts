import type { Message } from '../../aggregate.ts'
import type { SeatQuantity } from '../../seats.ts'
import type { OrderLine, PricedLine } from '../pricing.ts'

export type OrderPlaced = Message<
  'OrderPlaced',
  {
    orderId: string
    conferenceId: string
    seats: readonly SeatQuantity[]
    lines: readonly PricedLine[]
    currency: string
    placedAt: string
    reservationExpiresAt: string
    sealedOrderCode: string
  }
>

/** `lines`: the seat types of this wish, each with the price this order has for it. */
export type OrderUpdated = Message<
  'OrderUpdated',
  { orderId: string; seats: readonly SeatQuantity[]; lines: readonly PricedLine[] }
>

export type OrderTotalsCalculated = Message<
  'OrderTotalsCalculated',
  { orderId: string; lines: readonly OrderLine[]; totalMinor: number; isFreeOfCharge: boolean }
>

export type OrderPartiallyReserved = Message<'OrderPartiallyReserved', { orderId: string; seats: readonly SeatQuantity[] }>

export type OrderReservationCompleted = Message<'OrderReservationCompleted', { orderId: string; seats: readonly SeatQuantity[] }>

export type OrderRegistrantAssigned = Message<
  'OrderRegistrantAssigned',
  { orderId: string; firstName: string; lastName: string; email: string }
>

/** The order had expired, was paid late, and its seats were still free. */
export type OrderReinstated = Message<'OrderReinstated', { orderId: string }>

export type OrderConfirmed = Message<
  'OrderConfirmed',
  { orderId: string; conferenceId: string; paymentId: string; lines: readonly OrderLine[]; totalMinor: number }
>

/** `seats`: what the order asks; for an expired order what it had. */
export type OrderPaymentRefused = Message<
  'OrderPaymentRefused',
  { orderId: string; paymentId: string; seats: readonly SeatQuantity[]; expired: boolean }
>

export type OrderExpired = Message<'OrderExpired', { orderId: string }>

export type OrderEvent =
  | OrderPlaced
  | OrderUpdated
  | OrderTotalsCalculated
  | OrderPartiallyReserved
  | OrderReservationCompleted
  | OrderRegistrantAssigned
  | OrderReinstated
  | OrderConfirmed
  | OrderPaymentRefused
  | OrderExpired
