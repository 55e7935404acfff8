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
