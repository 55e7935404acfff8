import { describe, expect, it } from 'vitest'
import { fold } from '../../aggregate.ts'
import { given } from '../../testing/given.ts'
import type { AssignSeat, UnassignSeat } from './commands.ts'
import type { Attendee, SeatAssignmentsEvent } from './events.ts'
import { seatAssignments } from './seat-assignments.ts'

const orderId = 'order-1'
const ada: Attendee = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.org' }
const grace: Attendee = { firstName: 'Grace', lastName: 'Hopper', email: 'grace@example.org' }

const seats = [
  { position: 0, seatTypeId: 'full', seatTypeName: 'Full conference' },
  { position: 1, seatTypeId: 'full', seatTypeName: 'Full conference' },
]
const created: SeatAssignmentsEvent = { type: 'SeatAssignmentsCreated', data: { orderId, seats } }
const assign = (position: number, attendee: Attendee): AssignSeat => ({
  type: 'AssignSeat',
  data: { orderId, position, attendee },
})
const unassign = (position: number): UnassignSeat => ({ type: 'UnassignSeat', data: { orderId, position } })
const assigned = (position: number, attendee: Attendee): SeatAssignmentsEvent => ({
  type: 'SeatAssigned',
  data: { orderId, position, attendee },
})
const updated = (position: number, attendee: Attendee): SeatAssignmentsEvent => ({
  type: 'SeatAssignmentUpdated',
  data: { orderId, position, attendee },
})
const unassigned = (position: number): SeatAssignmentsEvent => ({ type: 'SeatUnassigned', data: { orderId, position } })

describe('seat assignments', () => {
  it('are created once', () => {
    given(seatAssignments).when({ type: 'CreateSeatAssignments', data: { orderId, seats } }).then(created)
    given(seatAssignments, created)
      .when({ type: 'CreateSeatAssignments', data: { orderId, seats: [] } })
      .then()
  })

  it('give a free seat to an attendee', () => {
    given(seatAssignments, created).when(assign(1, ada)).then(assigned(1, ada))
    given(seatAssignments, created, assigned(1, ada), unassigned(1)).when(assign(1, grace)).then(assigned(1, grace))
  })

  it('give a taken seat to another person after taking it from the first', () => {
    given(seatAssignments, created, assigned(0, ada)).when(assign(0, grace)).then(unassigned(0), assigned(0, grace))
  })

  it('change the name of a person known by the e-mail address, in capitals or not', () => {
    const married = { ...ada, lastName: 'King' }
    given(seatAssignments, created, assigned(0, ada)).when(assign(0, married)).then(updated(0, married))
    const loud = { ...ada, email: 'ADA@Example.org' }
    given(seatAssignments, created, assigned(0, ada)).when(assign(0, loud)).then(updated(0, loud))
    given(seatAssignments, created, assigned(0, ada), updated(0, married)).when(assign(0, married)).then()
  })

  it('stay as they are when nothing changed', () => {
    given(seatAssignments, created, assigned(0, ada)).when(assign(0, ada)).then()
  })

  it('let one person hold several seats', () => {
    given(seatAssignments, created, assigned(0, ada)).when(assign(1, ada)).then(assigned(1, ada))
  })

  it('free a seat, or nothing when it is free', () => {
    given(seatAssignments, created, assigned(0, ada)).when(unassign(0)).then(unassigned(0))
    given(seatAssignments, created, assigned(0, ada)).when(unassign(1)).then()
  })

  it.each([-1, 2, 0.5, Number.NaN])('refuse position %d, which the order does not have', position => {
    given(seatAssignments, created).when(assign(position, ada)).thenRefuses('This order has no such seat.')
    given(seatAssignments, created).when(unassign(position)).thenRefuses('This order has no such seat.')
  })

  it('refuse everybody before the order is confirmed', () => {
    given(seatAssignments).when(assign(0, ada)).thenRefuses('This order has no seats to assign yet.')
    given(seatAssignments).when(unassign(0)).thenRefuses('This order has no seats to assign yet.')
  })

  it('know who sits where', () => {
    const state = fold(seatAssignments, [created, assigned(0, ada), assigned(1, ada), unassigned(0), updated(1, grace)])
    expect(state).toEqual({ status: 'created', seats: [seats[0], { ...seats[1], attendee: grace }] })
  })
})
