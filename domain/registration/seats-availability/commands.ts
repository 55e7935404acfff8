import type { Message } from '../../aggregate.ts'
import type { SeatQuantity } from '../../seats.ts'

/** `quota` is absolute: heard twice it changes nothing. */
export type ChangeSeatQuota = Message<'ChangeSeatQuota', { conferenceId: string; seatTypeId: string; quota: number }>

/** `reservationId` is the order's id; `attempt` counts up, and one not newer than the pending one is stale. */
export type MakeSeatReservation = Message<
  'MakeSeatReservation',
  { conferenceId: string; reservationId: string; attempt: number; seats: readonly SeatQuantity[] }
>

export type CancelSeatReservation = Message<'CancelSeatReservation', { conferenceId: string; reservationId: string }>

export type CommitSeatReservation = Message<'CommitSeatReservation', { conferenceId: string; reservationId: string }>

export type SeatsAvailabilityCommand = ChangeSeatQuota | MakeSeatReservation | CancelSeatReservation | CommitSeatReservation
