import type { Aggregate } from '../../aggregate.ts'
import type { OutgoingCommand } from '../../event-store.ts'
import type { AnyCommand, AnyEvent } from '../../messages.ts'
import type { PaymentCompleted, PaymentRejected } from '../../payments/payment/events.ts'
import type { SeatQuantity } from '../../seats.ts'
import type { OrderConfirmed, OrderPaymentRefused, OrderUpdated } from '../order/events.ts'
import type { SeatsReserved } from '../seats-availability/events.ts'
import type { ExpireRegistration, StartRegistration } from './commands.ts'
import type { PaymentReturned, RegistrationProcessEvent, SeatsRequested } from './events.ts'
import { applyToProcess, type BegunProcess, paymentOf, type RegistrationProcess } from './process-state.ts'

export type { RegistrationProcess } from './process-state.ts'

type Heard<Command> = Command & Readonly<{ now: string }>

/** What the process hears; commands come with the moment at which they are heard (ISO 8601, UTC). */
export type ProcessMessage =
  | Heard<StartRegistration>
  | Heard<ExpireRegistration>
  | OrderUpdated
  | SeatsReserved
  | PaymentCompleted
  | PaymentRejected
  | OrderConfirmed
  | OrderPaymentRefused

/** The message as the process hears it, at that moment; undefined when it does not concern registrations. */
export const asProcessMessage = (message: AnyCommand | AnyEvent, now: string): ProcessMessage | undefined => {
  switch (message.type) {
    case 'StartRegistration':
    case 'ExpireRegistration':
      return { ...message, now }
    case 'OrderUpdated':
    case 'SeatsReserved':
    case 'PaymentCompleted':
    case 'PaymentRejected':
    case 'OrderConfirmed':
    case 'OrderPaymentRefused':
      return message
  }
  return undefined
}

export const registrationProcessStream = (orderId: string): string => `registration-process-${orderId}`

/** Which order's process a message is for: a reservation bears the id of its order. */
export const orderIdOf = (message: ProcessMessage): string =>
  message.type === 'SeatsReserved' ? message.data.reservationId : message.data.orderId

const requestSeats = ({ orderId, attempt }: BegunProcess, seats: readonly SeatQuantity[]): SeatsRequested => ({
  type: 'SeatsRequested',
  data: { orderId, attempt: attempt + 1, seats },
})

const returnPayment = (orderId: string, paymentId: string, reason: string): PaymentReturned => ({
  type: 'PaymentReturned',
  data: { orderId, paymentId, reason },
})

const start = (state: RegistrationProcess, { data, now }: Heard<StartRegistration>): RegistrationProcessEvent[] => {
  if (state.status !== 'none') return []
  const { orderId, conferenceId, seats, reservationExpiresAt, expiresAt } = data
  const started = { type: 'RegistrationStarted', data: { orderId, conferenceId, expiresAt } } as const
  if (Date.parse(now) >= Date.parse(reservationExpiresAt)) return [started, { type: 'RegistrationExpired', data: { orderId } }]
  return [
    started,
    { type: 'SeatsRequested', data: { orderId, attempt: 1, seats } },
    { type: 'DeadlineSet', data: { orderId, dueAt: expiresAt } },
  ]
}

const onOrderUpdated = (state: RegistrationProcess, { data }: OrderUpdated): RegistrationProcessEvent[] =>
  state.status === 'awaitingReservation' || state.status === 'reserved' ? [requestSeats(state, data.seats)] : []

const onSeatsReserved = (state: RegistrationProcess, { data }: SeatsReserved): RegistrationProcessEvent[] => {
  if (state.status !== 'awaitingReservation' || data.attempt !== state.attempt) return []
  const { orderId, attempt, asked, payment } = state
  const seats = data.reservationDetails
  return [
    { type: 'SeatsHeld', data: { orderId, attempt, asked, seats } },
    ...(payment ? [{ type: 'ConfirmationRequested' as const, data: { orderId, payment, seats } }] : []),
  ]
}

const onPaymentCompleted = (state: RegistrationProcess, { data }: PaymentCompleted): RegistrationProcessEvent[] => {
  const { orderId, paymentId, amountMinor, agreed } = data
  const known = paymentOf(state)
  if (known?.paymentId === paymentId || state.returned.includes(paymentId)) return []
  const payment = { paymentId, amountMinor, agreed }
  switch (state.status) {
    case 'none':
      return [returnPayment(orderId, paymentId, 'There was no open registration for this order.')]
    case 'awaitingReservation':
      return known
        ? [returnPayment(orderId, paymentId, 'Another payment for this order came first.')]
        : [{ type: 'PaymentRemembered', data: { orderId, payment } }]
    case 'reserved':
      return [{ type: 'ConfirmationRequested', data: { orderId, payment, seats: state.held } }]
    case 'paid':
      return [returnPayment(orderId, paymentId, 'Another payment for this order came first.')]
    case 'completed':
      return [returnPayment(orderId, paymentId, 'This order had already been paid.')]
    case 'expired':
      return [{ type: 'PaymentRemembered', data: { orderId, payment } }, requestSeats(state, state.held)]
  }
}

const onPaymentRefused = (state: RegistrationProcess, { data }: OrderPaymentRefused): RegistrationProcessEvent[] => {
  const { orderId, paymentId, seats, expired } = data
  if (state.status !== 'paid' || state.payment.paymentId !== paymentId) return []
  if (expired)
    return [
      returnPayment(orderId, paymentId, 'The order had expired and its seats were no longer free.'),
      { type: 'SeatsReleased', data: { orderId, seats } },
    ]
  return [
    returnPayment(orderId, paymentId, 'The seats of the order changed while it was being paid.'),
    requestSeats(state, seats),
    // An earlier deadline may have come while the payment was worked on, and found it in the way.
    { type: 'DeadlineSet', data: { orderId, dueAt: state.expiresAt } },
  ]
}

const expire = (state: RegistrationProcess): RegistrationProcessEvent[] => {
  const waits = state.status === 'reserved' || (state.status === 'awaitingReservation' && !state.payment)
  if (!waits) return []
  const { orderId, held } = state
  return [
    { type: 'RegistrationExpired', data: { orderId } },
    { type: 'SeatsReleased', data: { orderId, seats: held } },
  ]
}

/**
 * The one referee between payment and deadline: whichever its stream records first has won. It routes messages and holds no rule
 * about seats or money; a message that means nothing in its state changes nothing.
 */
export const registrationProcess: Aggregate<RegistrationProcess, ProcessMessage, RegistrationProcessEvent> = {
  initial: { status: 'none', returned: [] },
  apply: applyToProcess,
  process: (state, message) => {
    switch (message.type) {
      case 'StartRegistration':
        return start(state, message)
      case 'ExpireRegistration':
        return expire(state)
      case 'OrderUpdated':
        return onOrderUpdated(state, message)
      case 'SeatsReserved':
        return onSeatsReserved(state, message)
      case 'PaymentCompleted':
        return onPaymentCompleted(state, message)
      case 'PaymentRejected':
        // The registrant may try again.
        return []
      case 'OrderConfirmed':
        return state.status === 'paid' ? [{ type: 'RegistrationCompleted', data: { orderId: state.orderId } }] : []
      case 'OrderPaymentRefused':
        return onPaymentRefused(state, message)
    }
  },
}

const conferenceOf = (state: RegistrationProcess): string => {
  if (state.status === 'none') throw new Error('a registration that never started speaks for no conference')
  return state.conferenceId
}

/** The commands that leave with an event, in the same append; `state` is the process after it. */
export const commandsOf = (event: RegistrationProcessEvent, state: RegistrationProcess): OutgoingCommand[] => {
  const { orderId } = event.data
  switch (event.type) {
    case 'SeatsRequested': {
      const { attempt, seats } = event.data
      const data = { conferenceId: conferenceOf(state), reservationId: orderId, attempt, seats }
      return [{ command: { type: 'MakeSeatReservation', data } }]
    }
    case 'DeadlineSet':
      return [{ command: { type: 'ExpireRegistration', data: { orderId } }, dueAt: event.data.dueAt }]
    case 'SeatsHeld': {
      const { asked, seats } = event.data
      return [{ command: { type: 'MarkSeatsAsReserved', data: { orderId, asked, seats } } }]
    }
    case 'ConfirmationRequested': {
      const { payment, seats } = event.data
      return [{ command: { type: 'ConfirmOrder', data: { orderId, ...payment, seats } } }]
    }
    case 'PaymentReturned': {
      const { paymentId, reason } = event.data
      return [{ command: { type: 'RefundPayment', data: { paymentId, reason } } }]
    }
    case 'RegistrationCompleted':
      return [{ command: { type: 'CommitSeatReservation', data: { conferenceId: conferenceOf(state), reservationId: orderId } } }]
    case 'RegistrationExpired':
      return [{ command: { type: 'RejectOrder', data: { orderId } } }]
    case 'SeatsReleased':
      return [{ command: { type: 'CancelSeatReservation', data: { conferenceId: conferenceOf(state), reservationId: orderId } } }]
    case 'RegistrationStarted':
    case 'PaymentRemembered':
      return []
  }
}
