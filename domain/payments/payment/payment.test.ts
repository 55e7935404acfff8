import { describe, expect, it } from 'vitest'
import { fold } from '../../aggregate.ts'
import { given } from '../../testing/given.ts'
import type { InitiatePayment, PaymentCommand } from './commands.ts'
import type { PaymentEvent } from './events.ts'
import { type Payment, payment } from './payment.ts'

const paymentId = 'payment-1'
const orderId = 'order-1'
const conferenceId = 'conference-1'
const agreed = [{ seatTypeId: 'full', quantity: 2 }]

const terms = (amountMinor: number): InitiatePayment['data'] => ({
  paymentId,
  orderId,
  conferenceId,
  description: 'Contoso 2027',
  items: [{ description: '2 × Full conference', amountMinor }],
  agreed,
  amountMinor,
  currency: 'USD',
})
const initiate = (amountMinor: number): PaymentCommand => ({ type: 'InitiatePayment', data: terms(amountMinor) })
const initiated = (amountMinor: number): PaymentEvent => ({ type: 'PaymentInitiated', data: terms(amountMinor) })
const completed = (amountMinor: number): PaymentEvent => ({
  type: 'PaymentCompleted',
  data: { paymentId, orderId, conferenceId, agreed, amountMinor },
})
const rejected: PaymentEvent = { type: 'PaymentRejected', data: { paymentId, orderId } }
const refundRequested = (amountMinor: number): PaymentEvent => ({
  type: 'PaymentRefundRequested',
  data: { paymentId, orderId, conferenceId, amountMinor, currency: 'USD', reason: 'too late' },
})
const refunded: PaymentEvent = { type: 'PaymentRefunded', data: { paymentId, orderId } }
const refundFailed: PaymentEvent = { type: 'PaymentRefundFailed', data: { paymentId, orderId, reason: 'card closed' } }

const commands: PaymentCommand[] = [
  initiate(100),
  { type: 'CompletePayment', data: { paymentId } },
  { type: 'RejectPayment', data: { paymentId } },
  { type: 'RefundPayment', data: { paymentId, reason: 'too late' } },
  { type: 'ConfirmRefund', data: { paymentId } },
  { type: 'FailRefund', data: { paymentId, reason: 'card closed' } },
]

const histories: Record<Payment['status'], PaymentEvent[]> = {
  none: [],
  initiated: [initiated(100)],
  completed: [initiated(100), completed(100)],
  rejected: [initiated(100), rejected],
  refundRequested: [initiated(100), completed(100), refundRequested(100)],
  refunded: [initiated(100), completed(100), refundRequested(100), refunded],
  refundFailed: [initiated(100), completed(100), refundRequested(100), refundFailed],
}

/** Everything that ever happens to a payment; any other command in any other state changes nothing. */
const changes: Partial<Record<Payment['status'], Partial<Record<PaymentCommand['type'], PaymentEvent>>>> = {
  none: { InitiatePayment: initiated(100) },
  initiated: { CompletePayment: completed(100), RejectPayment: rejected },
  completed: { RefundPayment: refundRequested(100) },
  refundRequested: { ConfirmRefund: refunded, FailRefund: refundFailed },
  refundFailed: { ConfirmRefund: refunded },
}

const statuses = Object.keys(histories) as Payment['status'][]

describe.each(statuses)('a payment that is %s', status => {
  it.each(commands.map(command => [command.type, command] as const))('hears %s', (type, command) => {
    const event = changes[status]?.[type]
    given(payment, ...histories[status])
      .when(command)
      .then(...(event ? [event] : []))
  })

  it('says so', () => {
    expect(fold(payment, histories[status]).status).toBe(status)
  })
})

describe('a payment of zero', () => {
  it('completes as it starts', () => {
    given(payment).when(initiate(0)).then(initiated(0), completed(0))
  })

  it('is given back at once', () => {
    given(payment, initiated(0), completed(0))
      .when({ type: 'RefundPayment', data: { paymentId, reason: 'too late' } })
      .then(refundRequested(0), refunded)
  })
})

describe('a completed payment', () => {
  it('repeats the amount and the seats that were agreed when it started', () => {
    given(payment, initiated(12_345)).when({ type: 'CompletePayment', data: { paymentId } }).then(completed(12_345))
  })
})
