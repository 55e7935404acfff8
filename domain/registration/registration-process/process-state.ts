import type { SeatQuantity } from '../../seats.ts'
import type { RegistrationProcessEvent, RememberedPayment } from './events.ts'

/** `held` is the last answer to a request for seats; when the process has expired, what the order had. */
type Standing = Readonly<{
  orderId: string
  conferenceId: string
  expiresAt: string
  attempt: number
  asked: readonly SeatQuantity[]
  held: readonly SeatQuantity[]
  returned: readonly string[]
}>

export type BegunProcess =
  | (Standing & Readonly<{ status: 'awaitingReservation'; payment?: RememberedPayment }>)
  | (Standing & Readonly<{ status: 'reserved' | 'expired' }>)
  | (Standing & Readonly<{ status: 'paid' | 'completed'; payment: RememberedPayment }>)

/** `returned`: the payments given back, so that each is given back once. */
export type RegistrationProcess = Readonly<{ status: 'none'; returned: readonly string[] }> | BegunProcess

const standingOf = ({ orderId, conferenceId, expiresAt, attempt, asked, held, returned }: BegunProcess): Standing => ({
  orderId,
  conferenceId,
  expiresAt,
  attempt,
  asked,
  held,
  returned,
})

/** The payment the process works on, if any. */
export const paymentOf = (state: RegistrationProcess): RememberedPayment | undefined =>
  'payment' in state ? state.payment : undefined

const withReturned = (state: RegistrationProcess, paymentId: string): RegistrationProcess => {
  const returned = [...state.returned, paymentId]
  if (paymentOf(state)?.paymentId !== paymentId || state.status === 'none') return { ...state, returned }
  // Its own payment is gone: seats are asked for again, or released, by the event that follows.
  return { ...standingOf(state), status: 'awaitingReservation', returned }
}

export const applyToProcess = (state: RegistrationProcess, event: RegistrationProcessEvent): RegistrationProcess => {
  if (event.type === 'RegistrationStarted')
    return { ...event.data, status: 'awaitingReservation', attempt: 0, asked: [], held: [], returned: state.returned }
  if (event.type === 'PaymentReturned') return withReturned(state, event.data.paymentId)
  if (state.status === 'none') throw new Error(`${event.type} without RegistrationStarted before it`)
  const standing = standingOf(state)
  switch (event.type) {
    case 'SeatsRequested': {
      const { attempt, seats } = event.data
      return { ...standing, status: 'awaitingReservation', payment: paymentOf(state), attempt, asked: seats }
    }
    case 'DeadlineSet':
      return state
    case 'SeatsHeld':
      return { ...standing, status: 'reserved', held: event.data.seats }
    case 'PaymentRemembered':
      return { ...standing, status: 'awaitingReservation', payment: event.data.payment }
    case 'ConfirmationRequested':
      return { ...standing, status: 'paid', payment: event.data.payment }
    case 'RegistrationCompleted': {
      const payment = paymentOf(state)
      if (!payment) throw new Error('RegistrationCompleted without a payment')
      return { ...standing, status: 'completed', payment }
    }
    case 'RegistrationExpired':
      return { ...standing, status: 'expired' }
    case 'SeatsReleased':
      return { ...standing, status: 'expired', held: event.data.seats }
  }
}
