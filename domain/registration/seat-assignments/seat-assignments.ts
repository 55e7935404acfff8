import type { Aggregate } from '../../aggregate.ts'
import { Refusal } from '../../refusal.ts'
import type { AssignSeat, SeatAssignmentsCommand } from './commands.ts'
import type { Attendee, PurchasedSeat, SeatAssignmentsEvent } from './events.ts'

export type AssignedSeat = PurchasedSeat & Readonly<{ attendee?: Attendee }>

export type SeatAssignments = Readonly<{ status: 'none' }> | Readonly<{ status: 'created'; seats: readonly AssignedSeat[] }>

export const seatAssignmentsStream = (orderId: string): string => `seat-assignments-${orderId}`

/** Throws Refusal when the order has no such seat (yet). */
const seatAt = (state: SeatAssignments, position: number): AssignedSeat => {
  if (state.status === 'none') throw new Refusal('This order has no seats to assign yet.')
  const seat = state.seats.find(each => each.position === position)
  if (!seat) throw new Refusal('This order has no such seat.')
  return seat
}

const assign = (state: SeatAssignments, { data }: AssignSeat): SeatAssignmentsEvent[] => {
  const { orderId, position, attendee } = data
  const now = seatAt(state, position).attendee
  if (!now) return [{ type: 'SeatAssigned', data: { orderId, position, attendee } }]
  if (now.email.toLowerCase() !== attendee.email.toLowerCase())
    return [
      { type: 'SeatUnassigned', data: { orderId, position } },
      { type: 'SeatAssigned', data: { orderId, position, attendee } },
    ]
  const unchanged = now.firstName === attendee.firstName && now.lastName === attendee.lastName && now.email === attendee.email
  return unchanged ? [] : [{ type: 'SeatAssignmentUpdated', data: { orderId, position, attendee } }]
}

const withAttendee = (state: SeatAssignments, position: number, attendee: Attendee | undefined): SeatAssignments => {
  if (state.status === 'none') throw new Error('a seat was assigned before SeatAssignmentsCreated')
  return { ...state, seats: state.seats.map(seat => (seat.position === position ? { ...seat, attendee } : seat)) }
}

export const seatAssignments: Aggregate<SeatAssignments, SeatAssignmentsCommand, SeatAssignmentsEvent> = {
  initial: { status: 'none' },
  process: (state, command) => {
    switch (command.type) {
      case 'CreateSeatAssignments':
        return state.status === 'none' ? [{ type: 'SeatAssignmentsCreated', data: command.data }] : []
      case 'AssignSeat':
        return assign(state, command)
      case 'UnassignSeat': {
        const { orderId, position } = command.data
        return seatAt(state, position).attendee ? [{ type: 'SeatUnassigned', data: { orderId, position } }] : []
      }
    }
  },
  apply: (state, event) => {
    switch (event.type) {
      case 'SeatAssignmentsCreated':
        return { status: 'created', seats: event.data.seats }
      case 'SeatAssigned':
      case 'SeatAssignmentUpdated':
        return withAttendee(state, event.data.position, event.data.attendee)
      case 'SeatUnassigned':
        return withAttendee(state, event.data.position, undefined)
    }
  },
}
