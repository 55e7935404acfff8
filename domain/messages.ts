import type { ConferenceEvent } from './conference-management/events.ts'
import type { PaymentCommand } from './payments/payment/commands.ts'
import type { PaymentEvent } from './payments/payment/events.ts'
import type { OrderCommand } from './registration/order/commands.ts'
import type { OrderEvent } from './registration/order/events.ts'
import type { RegistrationProcessCommand } from './registration/registration-process/commands.ts'
import type { RegistrationProcessEvent } from './registration/registration-process/events.ts'
import type { SeatAssignmentsCommand } from './registration/seat-assignments/commands.ts'
import type { SeatAssignmentsEvent } from './registration/seat-assignments/events.ts'
import type { SeatsAvailabilityCommand } from './registration/seats-availability/commands.ts'
import type { SeatsAvailabilityEvent } from './registration/seats-availability/events.ts'

/** Commands that an aggregate answers. */
export type AggregateCommand = OrderCommand | SeatsAvailabilityCommand | SeatAssignmentsCommand | PaymentCommand

export type AnyCommand = AggregateCommand | RegistrationProcessCommand

export type AnyEvent =
  | OrderEvent
  | SeatsAvailabilityEvent
  | SeatAssignmentsEvent
  | PaymentEvent
  | RegistrationProcessEvent
  | ConferenceEvent

/** Every type there is, for telling a message of a newer build from one of ours; the compiler keeps it complete. */
export const knownTypes = {
  RegisterToConference: true,
  ChangeOrderSeats: true,
  MarkSeatsAsReserved: true,
  AssignRegistrantDetails: true,
  ConfirmOrder: true,
  RejectOrder: true,
  ChangeSeatQuota: true,
  MakeSeatReservation: true,
  CancelSeatReservation: true,
  CommitSeatReservation: true,
  CreateSeatAssignments: true,
  AssignSeat: true,
  UnassignSeat: true,
  InitiatePayment: true,
  CompletePayment: true,
  RejectPayment: true,
  RefundPayment: true,
  ConfirmRefund: true,
  FailRefund: true,
  StartRegistration: true,
  ExpireRegistration: true,
  OrderPlaced: true,
  OrderUpdated: true,
  OrderTotalsCalculated: true,
  OrderPartiallyReserved: true,
  OrderReservationCompleted: true,
  OrderRegistrantAssigned: true,
  OrderReinstated: true,
  OrderConfirmed: true,
  OrderPaymentRefused: true,
  OrderExpired: true,
  AvailableSeatsChanged: true,
  SeatsReserved: true,
  SeatsReservationCancelled: true,
  SeatsReservationCommitted: true,
  SeatAssignmentsCreated: true,
  SeatAssigned: true,
  SeatAssignmentUpdated: true,
  SeatUnassigned: true,
  PaymentInitiated: true,
  PaymentCompleted: true,
  PaymentRejected: true,
  PaymentRefundRequested: true,
  PaymentRefunded: true,
  PaymentRefundFailed: true,
  RegistrationStarted: true,
  SeatsRequested: true,
  DeadlineSet: true,
  SeatsHeld: true,
  PaymentRemembered: true,
  ConfirmationRequested: true,
  PaymentReturned: true,
  RegistrationCompleted: true,
  RegistrationExpired: true,
  SeatsReleased: true,
  ConferenceCreated: true,
  ConferenceUpdated: true,
  ConferencePublished: true,
  ConferenceUnpublished: true,
  SeatCreated: true,
  SeatUpdated: true,
  SeatDrafted: true,
  SeatDraftChanged: true,
  SeatDraftDeleted: true,
  AccessCodeRenewed: true,
} as const satisfies Record<(AnyCommand | AnyEvent)['type'], true>
