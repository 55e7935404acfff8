import type { Message } from '../../aggregate.ts'
import type { SeatQuantity } from '../../seats.ts'
import type { PaymentItem } from './events.ts'

export type InitiatePayment = Message<
  'InitiatePayment',
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

export type CompletePayment = Message<'CompletePayment', { paymentId: string }>

export type RejectPayment = Message<'RejectPayment', { paymentId: string }>

export type RefundPayment = Message<'RefundPayment', { paymentId: string; reason: string }>

/** The processor's answer to a refund. */
export type ConfirmRefund = Message<'ConfirmRefund', { paymentId: string }>

export type FailRefund = Message<'FailRefund', { paymentId: string; reason: string }>

export type PaymentCommand = InitiatePayment | CompletePayment | RejectPayment | RefundPayment | ConfirmRefund | FailRefund
