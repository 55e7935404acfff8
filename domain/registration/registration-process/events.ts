import type { Message } from '../../aggregate.ts'
import type { SeatQuantity } from '../../seats.ts'

export type RememberedPayment = Readonly<{ paymentId: string; amountMinor: number; agreed: readonly SeatQuantity[] }>

/** What the process decided. Each names the commands that leave with it (see `commandsOf`). */
export type RegistrationStarted = Message<'RegistrationStarted', { orderId: string; conferenceId: string; expiresAt: string }>
export type SeatsRequested = Message<'SeatsRequested', { orderId: string; attempt: number; seats: readonly SeatQuantity[] }>
export type DeadlineSet = Message<'DeadlineSet', { orderId: string; dueAt: string }>
export type SeatsHeld = Message<
  'SeatsHeld',
  { orderId: string; attempt: number; asked: readonly SeatQuantity[]; seats: readonly SeatQuantity[] }
>
export type PaymentRemembered = Message<'PaymentRemembered', { orderId: string; payment: RememberedPayment }>
export type ConfirmationRequested = Message<
  'ConfirmationRequested',
  { orderId: string; payment: RememberedPayment; seats: readonly SeatQuantity[] }
>
export type PaymentReturned = Message<'PaymentReturned', { orderId: string; paymentId: string; reason: string }>
export type RegistrationCompleted = Message<'RegistrationCompleted', { orderId: string }>
export type RegistrationExpired = Message<'RegistrationExpired', { orderId: string }>
export type SeatsReleased = Message<'SeatsReleased', { orderId: string; seats: readonly SeatQuantity[] }>

export type RegistrationProcessEvent =
  | RegistrationStarted
  | SeatsRequested
  | DeadlineSet
  | SeatsHeld
  | PaymentRemembered
  | ConfirmationRequested
  | PaymentReturned
  | RegistrationCompleted
  | RegistrationExpired
  | SeatsReleased
