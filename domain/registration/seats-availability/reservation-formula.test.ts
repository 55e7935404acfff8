import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fold } from '../../aggregate.ts'
import { quantityOf } from '../../seats.ts'
import { recountSeats, totalHeld } from '../../testing/recount.ts'
import type { SeatsAvailabilityCommand } from './commands.ts'
import type { SeatsAvailabilityEvent } from './events.ts'
import { seatsAvailability } from './seats-availability.ts'

const conferenceId = 'c'
const seatTypes = ['A', 'B', 'never offered']

const reservationId = fc.constantFrom('a00', 'a01', 'a11')
const someSeats = fc.uniqueArray(
  fc.record({ seatTypeId: fc.constantFrom(...seatTypes), quantity: fc.integer({ min: 1, max: 8 }) }),
  {
    selector: seat => seat.seatTypeId,
  },
)
const quota = fc.record({ conferenceId: fc.constant(conferenceId), seatTypeId: fc.constantFrom('A', 'B'), quota: fc.nat(12) })
const wish = fc.record({ conferenceId: fc.constant(conferenceId), reservationId, attempt: fc.nat(20), seats: someSeats })
const end = fc.record({ conferenceId: fc.constant(conferenceId), reservationId })

const command: fc.Arbitrary<SeatsAvailabilityCommand> = fc.oneof(
  { weight: 2, arbitrary: quota.map(data => ({ type: 'ChangeSeatQuota' as const, data })) },
  { weight: 6, arbitrary: wish.map(data => ({ type: 'MakeSeatReservation' as const, data })) },
  { weight: 1, arbitrary: end.map(data => ({ type: 'CancelSeatReservation' as const, data })) },
  { weight: 1, arbitrary: end.map(data => ({ type: 'CommitSeatReservation' as const, data })) },
)

it('whatever is asked: remaining + held + sold = quota, and each answer is min(wanted, max(remaining, 0) + existing)', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 40 }), commands => {
      let state = seatsAvailability.initial
      const history: SeatsAvailabilityEvent[] = []
      for (const asked of commands) {
        const before = new Map(seatTypes.map(id => [id, recountSeats(history, id)]))
        const events = seatsAvailability.process(state, asked)
        state = fold(seatsAvailability, events, state)
        expect(seatsAvailability.process(state, asked)).toEqual([])
        history.push(...events)
        for (const [id, then] of before) {
          const count = recountSeats(history, id)
          expect(state.seatTypes[id]?.remaining ?? 0).toBe(count.quota - totalHeld(count) - count.sold)
          expect(Math.min(0, count.sold, ...count.held.values())).toBe(0)
          if (asked.type !== 'MakeSeatReservation' || events.length === 0) continue
          const existing = then.held.get(asked.data.reservationId) ?? 0
          const remaining = then.quota - totalHeld(then) - then.sold
          const expected = Math.min(quantityOf(asked.data.seats, id), Math.max(remaining, 0) + existing)
          expect(count.held.get(asked.data.reservationId)).toBe(expected)
        }
      }
    }),
  )
})
