import type { Aggregate, Message } from './aggregate.ts'
import type { OutgoingCommand } from './event-store.ts'
import type { AggregateCommand, AnyEvent } from './messages.ts'
import { payment, paymentStream } from './payments/payment/payment.ts'
import { commandsLeavingWith, order, orderStream } from './registration/order/order.ts'
import {
  commandsOf,
  orderIdOf,
  type ProcessMessage,
  registrationProcess,
  registrationProcessStream,
} from './registration/registration-process/registration-process.ts'
import { seatAssignments, seatAssignmentsStream } from './registration/seat-assignments/seat-assignments.ts'
import { seatsAvailability, seatsAvailabilityStream } from './registration/seats-availability/seats-availability.ts'

/** A command with its aggregate and its stream: what deciding needs, whatever the state's type is. */
export type Addressed = Readonly<{
  stream: string
  initial: unknown
  process(state: unknown): readonly AnyEvent[]
  apply(state: unknown, event: AnyEvent): unknown
  leavingWith(event: AnyEvent, stateAfter: unknown): readonly OutgoingCommand[]
}>

const to = <State, Command extends Message, Event extends AnyEvent>(
  aggregate: Aggregate<State, Command, Event>,
  stream: string,
  command: Command,
  leavingWith: (event: Event, stateAfter: State) => readonly OutgoingCommand[] = () => [],
): Addressed => ({
  stream,
  initial: aggregate.initial,
  process: state => aggregate.process(state as State, command),
  apply: (state, event) => aggregate.apply(state as State, event as Event),
  leavingWith: (event, stateAfter) => leavingWith(event as Event, stateAfter as State),
})

/** Which aggregate answers which command, in which stream. */
export const address = (command: AggregateCommand): Addressed => {
  switch (command.type) {
    case 'RegisterToConference':
    case 'ChangeOrderSeats':
    case 'MarkSeatsAsReserved':
    case 'AssignRegistrantDetails':
    case 'ConfirmOrder':
    case 'RejectOrder':
      return to(order, orderStream(command.data.orderId), command, commandsLeavingWith)
    case 'ChangeSeatQuota':
    case 'MakeSeatReservation':
    case 'CancelSeatReservation':
    case 'CommitSeatReservation':
      return to(seatsAvailability, seatsAvailabilityStream(command.data.conferenceId), command)
    case 'CreateSeatAssignments':
    case 'AssignSeat':
    case 'UnassignSeat':
      return to(seatAssignments, seatAssignmentsStream(command.data.orderId), command)
    case 'InitiatePayment':
    case 'CompletePayment':
    case 'RejectPayment':
    case 'RefundPayment':
    case 'ConfirmRefund':
    case 'FailRefund':
      return to(payment, paymentStream(command.data.paymentId), command)
  }
}

/** The registration process of the order that the message is about. */
export const addressProcess = (message: ProcessMessage): Addressed =>
  to(registrationProcess, registrationProcessStream(orderIdOf(message)), message, commandsOf)
