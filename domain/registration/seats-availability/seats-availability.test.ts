import { describe, expect, it } from 'vitest'
import { fold } from '../../aggregate.ts'
import { given } from '../../testing/given.ts'
import type { SeatsAvailabilityCommand } from './commands.ts'
import type { SeatsAvailabilityEvent } from './events.ts'
import { reservationOf, seatsAvailability } from './seats-availability.ts'

const conferenceId = 'c'
type Counts = Readonly<Record<string, number>>
const list = (counts: Counts) => Object.entries(counts).map(([seatTypeId, quantity]) => ({ seatTypeId, quantity }))

const quotaChanged = (counts: Counts): SeatsAvailabilityEvent => ({
  type: 'AvailableSeatsChanged',
  data: { conferenceId, seats: list(counts) },
})
const changeQuota = (seatTypeId: string, quota: number): SeatsAvailabilityCommand => ({
  type: 'ChangeSeatQuota',
  data: { conferenceId, seatTypeId, quota },
})
const reserve = (reservationId: string, attempt: number, counts: Counts): SeatsAvailabilityCommand => ({
  type: 'MakeSeatReservation',
  data: { conferenceId, reservationId, attempt, seats: list(counts) },
})
const reserved = (reservationId: string, attempt: number, details: Counts, change: Counts): SeatsAvailabilityEvent => ({
  type: 'SeatsReserved',
  data: { conferenceId, reservationId, attempt, reservationDetails: list(details), availableSeatsChanged: list(change) },
})
const cancel = (reservationId: string): SeatsAvailabilityCommand => ({
  type: 'CancelSeatReservation',
  data: { conferenceId, reservationId },
})
const commit = (reservationId: string): SeatsAvailabilityCommand => ({
  type: 'CommitSeatReservation',
  data: { conferenceId, reservationId },
})
const cancelled = (reservationId: string, change: Counts): SeatsAvailabilityEvent => ({
  type: 'SeatsReservationCancelled',
  data: { conferenceId, reservationId, availableSeatsChanged: list(change) },
})
const committed = (reservationId: string, counts: Counts): SeatsAvailabilityEvent => ({
  type: 'SeatsReservationCommitted',
  data: { conferenceId, reservationId, seats: list(counts) },
})

const offered = quotaChanged({ A: 10, B: 12 })
/** Ten of type A and twelve of type B, of which R holds six A. */
const sixHeld = [offered, reserved('R', 1, { A: 6 }, { A: -6 })]

describe('the quota', () => {
  it('of a new seat type makes its seats available', () => {
    given(seatsAvailability)
      .when(changeQuota('A', 10))
      .then(quotaChanged({ A: 10 }))
  })

  it('raised or lowered changes what is available by the difference', () => {
    given(seatsAvailability, offered)
      .when(changeQuota('A', 25))
      .then(quotaChanged({ A: 15 }))
    given(seatsAvailability, offered)
      .when(changeQuota('A', 3))
      .then(quotaChanged({ A: -7 }))
    given(seatsAvailability, offered, quotaChanged({ A: 5 }))
      .when(changeQuota('A', 15))
      .then()
  })

  it('that is the same, or nothing for an unknown seat type, changes nothing', () => {
    given(seatsAvailability, offered).when(changeQuota('A', 10)).then()
    given(seatsAvailability).when(changeQuota('A', 0)).then()
  })

  it('cut below what is held takes no seat away', () => {
    const history = [...sixHeld, quotaChanged({ A: -9 })]
    const state = fold(seatsAvailability, history)
    expect(state.seatTypes.A).toEqual({ quota: 1, sold: 0, remaining: -5 })
    given(seatsAvailability, ...history)
      .when(reserve('R', 2, { A: 6, B: 1 }))
      .then(reserved('R', 2, { A: 6, B: 1 }, { B: -1 }))
    given(seatsAvailability, ...history)
      .when(commit('R'))
      .then(committed('R', { A: 6 }))
    given(seatsAvailability, ...history)
      .when(reserve('S', 1, { A: 1 }))
      .then(reserved('S', 1, {}, {}))
  })
})

describe('a reservation', () => {
  it.each<[string, SeatsAvailabilityCommand, SeatsAvailabilityEvent]>([
    ['gets what it wants while there is enough', reserve('S', 1, { A: 4 }), reserved('S', 1, { A: 4 }, { A: -4 })],
    ['gets what is left when it wants more', reserve('S', 1, { A: 5 }), reserved('S', 1, { A: 4 }, { A: -4 })],
    ['takes only the difference when it grows', reserve('R', 2, { A: 8 }), reserved('R', 2, { A: 8 }, { A: -2 })],
    ['gives back the difference when it shrinks', reserve('R', 2, { A: 2 }), reserved('R', 2, { A: 2 }, { A: 4 })],
    ['keeps what it has when it wants more than there is', reserve('R', 2, { A: 12 }), reserved('R', 2, { A: 10 }, { A: -4 })],
    ['switches from one type to another', reserve('R', 2, { B: 3 }), reserved('R', 2, { B: 3 }, { B: -3, A: 6 })],
    ['of the same again is answered again', reserve('R', 2, { A: 6 }), reserved('R', 2, { A: 6 }, {})],
    ['of nothing gives back all and is answered', reserve('R', 2, {}), reserved('R', 2, {}, { A: 6 })],
    ['of an unknown seat type gets none', reserve('S', 1, { X: 2, A: 1 }), reserved('S', 1, { A: 1 }, { A: -1 })],
    ['that gets nothing at all is answered', reserve('S', 1, { X: 2 }), reserved('S', 1, {}, {})],
  ])('%s', (_, command, event) => {
    given(seatsAvailability, ...sixHeld)
      .when(command)
      .then(event)
  })

  it('gets of a cut quota what is not held', () => {
    given(seatsAvailability, ...sixHeld, quotaChanged({ A: -3 }))
      .when(reserve('S', 1, { A: 10 }))
      .then(reserved('S', 1, { A: 1 }, { A: -1 }))
    given(seatsAvailability, offered, quotaChanged({ A: -5 }))
      .when(reserve('S', 1, { A: 10 }))
      .then(reserved('S', 1, { A: 5 }, { A: -5 }))
  })

  it('of an attempt not newer than the pending one changes nothing', () => {
    const history = [...sixHeld, reserved('R', 3, { A: 2 }, { A: 4 })]
    given(seatsAvailability, ...history)
      .when(reserve('R', 3, { A: 9 }))
      .then()
    given(seatsAvailability, ...history)
      .when(reserve('R', 2, { A: 9 }))
      .then()
  })

  it('without seats still remembers its attempt', () => {
    given(seatsAvailability, offered, reserved('R', 2, {}, {}))
      .when(reserve('R', 2, { A: 1 }))
      .then()
    given(seatsAvailability, offered, reserved('R', 2, {}, {}))
      .when(cancel('R'))
      .then(cancelled('R', {}))
  })

  it('cancelled gives its seats back', () => {
    given(seatsAvailability, ...sixHeld)
      .when(cancel('R'))
      .then(cancelled('R', { A: 6 }))
    given(seatsAvailability, ...sixHeld, cancelled('R', { A: 6 }))
      .when(reserve('S', 1, { A: 10 }))
      .then(reserved('S', 1, { A: 10 }, { A: -10 }))
  })

  it('committed becomes a sale and never comes back', () => {
    given(seatsAvailability, ...sixHeld)
      .when(commit('R'))
      .then(committed('R', { A: 6 }))
    const sold = [...sixHeld, committed('R', { A: 6 })]
    const state = fold(seatsAvailability, sold)
    expect(state.seatTypes).toEqual({ A: { quota: 10, sold: 6, remaining: 4 }, B: { quota: 12, sold: 0, remaining: 12 } })
    expect(reservationOf(state, 'R')).toBeUndefined()
    given(seatsAvailability, ...sold)
      .when(cancel('R'))
      .then()
    given(seatsAvailability, ...sold)
      .when(commit('R'))
      .then()
  })

  it('that nobody knows is neither cancelled nor committed', () => {
    given(seatsAvailability, ...sixHeld)
      .when(cancel('S'))
      .then()
    given(seatsAvailability, ...sixHeld)
      .when(commit('S'))
      .then()
  })
})

describe('the state', () => {
  const ids = Array.from({ length: 600 }, (_, index) => `a${index.toString(16).padStart(7, '0')}`)

  it('finds each of many reservations and is plain JSON', () => {
    const state = fold(
      seatsAvailability,
      ids.map((id, index) => reserved(id, index + 1, { A: 1 }, { A: -1 })),
    )
    expect(JSON.parse(JSON.stringify(state))).toEqual(state)
    expect(ids.map(id => reservationOf(state, id)?.attempt)).toEqual(ids.map((_, index) => index + 1))
    const emptied = fold(
      seatsAvailability,
      ids.map(id => cancelled(id, { A: 1 })),
      state,
    )
    expect(emptied.seatTypes.A?.remaining).toBe(0)
    expect(ids.filter(id => reservationOf(emptied, id))).toEqual([])
  })

  it('shares with the state before it whatever did not change', () => {
    const others = ['a02', 'a12'].map(id => reserved(id, 1, { A: 1 }, {}))
    const before = fold(seatsAvailability, [offered, reserved('a01', 1, { A: 1 }, {}), ...others])
    const after = seatsAvailability.apply(before, reserved('a01', 2, { A: 2 }, { A: -1 }))
    expect(after.reservations['0']?.['2']).toBe(before.reservations['0']?.['2'])
    expect(after.reservations['1']).toBe(before.reservations['1'])
    expect([reservationOf(before, 'a01')?.attempt, reservationOf(after, 'a01')?.attempt]).toEqual([1, 2])
  })
})
