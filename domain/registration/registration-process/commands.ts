import type { Message } from '../../aggregate.ts'
import type { SeatQuantity } from '../../seats.ts'

/** Leaves with OrderPlaced. `expiresAt` is when the seats really go back: the hold's end plus the release buffer. */
export type StartRegistration = Message<
  'StartRegistration',
  {
    orderId: string
    conferenceId: string
    seats: readonly SeatQuantity[]
    reservationExpiresAt: string
    expiresAt: string
  }
>

/** A command to itself, due at `expiresAt`. */
export type ExpireRegistration = Message<'ExpireRegistration', { orderId: string }>

export type RegistrationProcessCommand = StartRegistration | ExpireRegistration
