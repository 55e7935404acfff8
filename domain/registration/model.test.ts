import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Aggregate, fold } from '../aggregate.ts'
import type { AnyEvent } from '../messages.ts'
import { payment } from '../payments/payment/payment.ts'
import { emptyModel } from '../testing/domain-model.ts'
import { whatPeopleDo } from '../testing/model-commands.ts'
import { simulatedSystem } from '../testing/simulated-system.ts'
import { order } from './order/order.ts'
import { registrationProcess } from './registration-process/registration-process.ts'
import { seatAssignments } from './seat-assignments/seat-assignments.ts'
import { seatsAvailability } from './seats-availability/seats-availability.ts'

const quota = { A: 4, B: 3 }
const numRuns = Number(process.env.MODEL_RUNS ?? 500)

type AnyAggregate = Aggregate<unknown, never, AnyEvent>
const aggregates: Record<string, unknown> = {
  order,
  payment,
  'registration-process': registrationProcess,
  'seat-assignments': seatAssignments,
  'seats-availability': seatsAvailability,
}
const aggregateOf = (stream: string): AnyAggregate => aggregates[stream.slice(0, -37)] as AnyAggregate

/** Doings that came to none of these would prove little. */
const rarities = [
  'OrderReinstated',
  'OrderPaymentRefused',
  'OrderExpired',
  'PaymentRefundRequested',
  'SeatsReservationCommitted',
  'SeatAssignmentsCreated',
]

/** As a snapshot would be stored and read. */
const stored = (state: unknown): unknown => JSON.parse(JSON.stringify(state))

it('does what the model does, and folds every stream to the same state from any snapshot on', { timeout: 120_000 }, async () => {
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(whatPeopleDo(40), async doings => {
      const system = simulatedSystem(quota)
      await fc.asyncModelRun(() => ({ model: emptyModel(quota), real: system }), doings)
      for (const [stream, events] of system.log.history) {
        const aggregate = aggregateOf(stream)
        const state = fold(aggregate, events)
        expect(state).toEqual(system.log.streams.get(stream)?.state)
        for (let version = 0; version <= events.length; version++) {
          const snapshot = stored(fold(aggregate, events.slice(0, version)))
          expect(fold(aggregate, events.slice(version), snapshot), `${stream}@${version}`).toEqual(state)
        }
        for (const { type } of events) seen.add(type)
      }
    }),
    { numRuns },
  )
  expect(rarities.filter(type => !seen.has(type))).toEqual([])
})
