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

/** Every type there is; the compiler keeps it complete. What is not here comes from a newer build. */
export const messageKinds = {
  RegisterToConference: 'command',
  ChangeOrderSeats: 'command',
  MarkSeatsAsReserved: 'command',
  AssignRegistrantDetails: 'command',
  ConfirmOrder: 'command',
  RejectOrder: 'command',
  ChangeSeatQuota: 'command',
  MakeSeatReservation: 'command',
  CancelSeatReservation: 'command',
  CommitSeatReservation: 'command',
  CreateSeatAssignments: 'command',
  AssignSeat: 'command',
  UnassignSeat: 'command',
  InitiatePayment: 'command',
  CompletePayment: 'command',
  RejectPayment: 'command',
  RefundPayment: 'command',
  ConfirmRefund: 'command',
  FailRefund: 'command',
  StartRegistration: 'process command',
  ExpireRegistration: 'process command',
  OrderPlaced: 'event',
  OrderUpdated: 'event',
  OrderTotalsCalculated: 'event',
  OrderPartiallyReserved: 'event',
  OrderReservationCompleted: 'event',
  OrderRegistrantAssigned: 'event',
  OrderReinstated: 'event',
  OrderConfirmed: 'event',
  OrderPaymentRefused: 'event',
  OrderExpired: 'event',
  AvailableSeatsChanged: 'event',
  SeatsReserved: 'event',
  SeatsReservationCancelled: 'event',
  SeatsReservationCommitted: 'event',
  SeatAssignmentsCreated: 'event',
  SeatAssigned: 'event',
  SeatAssignmentUpdated: 'event',
  SeatUnassigned: 'event',
  PaymentInitiated: 'event',
  PaymentCompleted: 'event',
  PaymentRejected: 'event',
  PaymentRefundRequested: 'event',
  PaymentRefunded: 'event',
  PaymentRefundFailed: 'event',
  RegistrationStarted: 'event',
  SeatsRequested: 'event',
  DeadlineSet: 'event',
  SeatsHeld: 'event',
  PaymentRemembered: 'event',
  ConfirmationRequested: 'event',
  PaymentReturned: 'event',
  RegistrationCompleted: 'event',
  RegistrationExpired: 'event',
  SeatsReleased: 'event',
  ConferenceCreated: 'event',
  ConferenceUpdated: 'event',
  ConferencePublished: 'event',
  ConferenceUnpublished: 'event',
  SeatCreated: 'event',
  SeatUpdated: 'event',
  SeatDrafted: 'event',
  SeatDraftChanged: 'event',
  SeatDraftDeleted: 'event',
  AccessCodeRenewed: 'event',
} as const satisfies Readonly<Record<(AnyCommand | AnyEvent)['type'], 'command' | 'process command' | 'event'>>
