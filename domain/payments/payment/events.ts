import type { Message } from '../../aggregate.ts'
import type { SeatQuantity } from '../../seats.ts'

export type PaymentItem = Readonly<{ description: string; amountMinor: number }>

export type PaymentInitiated = Message<
  'PaymentInitiated',
  {
    paymentId: string
    orderId: string
    conferenceId: string
    description: string
    items: readonly PaymentItem[]
    agreed: readonly SeatQuantity[]
    amountMinor: number
    currency: string
  }
>

export type PaymentCompleted = Message<
  'PaymentCompleted',
  { paymentId: string; orderId: string; conferenceId: string; agreed: readonly SeatQuantity[]; amountMinor: number }
>

export type PaymentRejected = Message<'PaymentRejected', { paymentId: string; orderId: string }>

export type PaymentRefundRequested = Message<
  'PaymentRefundRequested',
  { paymentId: string; orderId: string; conferenceId: string; amountMinor: number; currency: string; reason: string }
>

export type PaymentRefunded = Message<'PaymentRefunded', { paymentId: string; orderId: string }>

/** Needs a person: the processor would not give the money back. */
export type PaymentRefundFailed = Message<'PaymentRefundFailed', { paymentId: string; orderId: string; reason: string }>

export type PaymentEvent =
  | PaymentInitiated
  | PaymentCompleted
  | PaymentRejected
  | PaymentRefundRequested
  | PaymentRefunded
  | PaymentRefundFailed
