import type { Aggregate } from '../../aggregate.ts'
import type { PaymentCommand } from './commands.ts'
import type { PaymentCompleted, PaymentEvent, PaymentInitiated, PaymentRefunded } from './events.ts'

type PaymentFacts = Omit<PaymentInitiated['data'], 'description' | 'items'>

export type Payment =
  | Readonly<{ status: 'none' }>
  | (PaymentFacts &
      Readonly<{ status: 'initiated' | 'completed' | 'rejected' | 'refundRequested' | 'refunded' | 'refundFailed' }>)

type BegunPayment = Exclude<Payment, { status: 'none' }>

export const paymentStream = (paymentId: string): string => `payment-${paymentId}`

const completed = ({ paymentId, orderId, conferenceId, agreed, amountMinor }: PaymentFacts): PaymentCompleted => ({
  type: 'PaymentCompleted',
  data: { paymentId, orderId, conferenceId, agreed, amountMinor },
})

const refunded = ({ paymentId, orderId }: PaymentFacts): PaymentRefunded => ({
  type: 'PaymentRefunded',
  data: { paymentId, orderId },
})

const processBegun = (payment: BegunPayment, command: PaymentCommand): PaymentEvent[] => {
  const { status, paymentId, orderId, conferenceId, amountMinor, currency } = payment
  switch (command.type) {
    case 'InitiatePayment':
      return []
    case 'CompletePayment':
      return status === 'initiated' ? [completed(payment)] : []
    case 'RejectPayment':
      return status === 'initiated' ? [{ type: 'PaymentRejected', data: { paymentId, orderId } }] : []
    case 'RefundPayment': {
      if (status !== 'completed') return []
      const { reason } = command.data
      return [
        { type: 'PaymentRefundRequested', data: { paymentId, orderId, conferenceId, amountMinor, currency, reason } },
        // Nobody has to be asked to give nothing back.
        ...(amountMinor === 0 ? [refunded(payment)] : []),
      ]
    }
    case 'ConfirmRefund':
      // After a failure too: a person may have settled it with the processor.
      return status === 'refundRequested' || status === 'refundFailed' ? [refunded(payment)] : []
    case 'FailRefund':
      return status === 'refundRequested'
        ? [{ type: 'PaymentRefundFailed', data: { paymentId, orderId, reason: command.data.reason } }]
        : []
  }
}

const withStatus = (payment: Payment, status: BegunPayment['status']): Payment => {
  if (payment.status === 'none') throw new Error(`a payment was ${status} before PaymentInitiated`)
  return { ...payment, status }
}

/** One attempt to pay an order. A payment of zero completes, and is given back, without a processor. */
export const payment: Aggregate<Payment, PaymentCommand, PaymentEvent> = {
  initial: { status: 'none' },
  process: (state, command) => {
    if (state.status !== 'none') return processBegun(state, command)
    if (command.type !== 'InitiatePayment') return []
    const { data } = command
    return [{ type: 'PaymentInitiated', data }, ...(data.amountMinor === 0 ? [completed(data)] : [])]
  },
  apply: (state, event) => {
    switch (event.type) {
      case 'PaymentInitiated': {
        const { paymentId, orderId, conferenceId, agreed, amountMinor, currency } = event.data
        return { status: 'initiated', paymentId, orderId, conferenceId, agreed, amountMinor, currency }
      }
      case 'PaymentCompleted':
        return withStatus(state, 'completed')
      case 'PaymentRejected':
        return withStatus(state, 'rejected')
      case 'PaymentRefundRequested':
        return withStatus(state, 'refundRequested')
      case 'PaymentRefunded':
        return withStatus(state, 'refunded')
      case 'PaymentRefundFailed':
        return withStatus(state, 'refundFailed')
    }
  },
}
