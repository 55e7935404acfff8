import type { Message } from '../../aggregate.ts'
import type { SeatQuantity } from '../../seats.ts'

/** Here a quantity is a change: positive when seats became available, negative when they are taken away. */
export type AvailableSeatsChanged = Message<'AvailableSeatsChanged', { conferenceId: string; seats: readonly SeatQuantity[] }>

/** `reservationDetails`: what this reservation has now (no zeros). `availableSeatsChanged`: what that did to what is left (no zeros). */
export type SeatsReserved = Message<
  'SeatsReserved',
  {
    conferenceId: string
    reservationId: string
    attempt: number
    reservationDetails: readonly SeatQuantity[]
    availableSeatsChanged: readonly SeatQuantity[]
  }
>

export type SeatsReservationCancelled = Message<
  'SeatsReservationCancelled',
  { conferenceId: string; reservationId: string; availableSeatsChanged: readonly SeatQuantity[] }
>

export type SeatsReservationCommitted = Message<
  'SeatsReservationCommitted',
  { conferenceId: string; reservationId: string; seats: readonly SeatQuantity[] }
>

export type SeatsAvailabilityEvent = AvailableSeatsChanged | SeatsReserved | SeatsReservationCancelled | SeatsReservationCommitted
