import fc from 'fast-check'
import { expect, it } from 'vitest'
import { shardOf } from '#domain/event-store'
import {
  seatsAvailability,
  seatsAvailabilitySchemaVersion,
  seatsAvailabilityStream,
} from '#domain/registration/seats-availability/seats-availability'
import { emptyModel } from '#domain/testing/domain-model'
import { whatPeopleDo } from '#domain/testing/model-commands'
import { sql } from '#drizzle/db'
import { eventStore } from '#drizzle/event-store'
import { saveSnapshot } from '#drizzle/log'
import { loadState } from '#drizzle/send'
import { useTestDatabase } from '#drizzle/testing/database'
import { setClockAhead, withTestClock } from '#drizzle/testing/test-clock'
import { readModels } from './projections/read-models.ts'
import { rebuild } from './rebuild.ts'
import { everyRow } from './testing/every-row.ts'
import { storedSystem } from './testing/stored-system.ts'

useTestDatabase(withTestClock)

const quota = { A: 4, B: 3 }
const numRuns = Number(process.env.MODEL_RUNS ?? 12)

let minutesAhead = 0
const pass = (minutes: number): void => {
  minutesAhead += minutes
  setClockAhead({ minutes: minutesAhead })
}

/** The seats of a conference from all their events, and from a snapshot in their midst with the rest. */
const seatsBothWays = async (conferenceId: string) => {
  const stream = seatsAvailabilityStream(conferenceId)
  const { events } = await eventStore(sql()).load(stream)
  const whole = await loadState(seatsAvailability, stream)
  const version = Math.ceil(events.length / 2)
  const state = (events.slice(0, version) as Parameters<typeof seatsAvailability.apply>[1][]).reduce(
    seatsAvailability.apply,
    seatsAvailability.initial,
  )
  const snapshot = { stream, shard: shardOf(conferenceId), version, schemaVersion: seatsAvailabilitySchemaVersion, state }
  await sql().begin(tx => saveSnapshot(tx, snapshot))
  expect((await eventStore(sql()).load(stream)).events).toHaveLength(events.length - version)
  return { whole, fromSnapshot: await loadState(seatsAvailability, stream) }
}

it('shows in its tables what the model says, whatever people do, and the same after a rebuild', {
  timeout: 300_000,
}, async () => {
  pass(0)
  await fc.assert(
    fc.asyncProperty(whatPeopleDo(25), async doings => {
      const system = await storedSystem(quota, pass)
      await fc.asyncModelRun(() => ({ model: emptyModel(quota), real: system }), doings)
      const { whole, fromSnapshot } = await seatsBothWays(system.conferenceId)
      expect(fromSnapshot).toEqual(whole)
      const seen = await system.observe()
      const shown = Object.values(whole.seatTypes).map(({ remaining, sold }) => ({ remaining, sold }))
      expect(Object.values(seen.seats).map(({ remaining, sold }) => ({ remaining, sold }))).toEqual(shown)
    }),
    { numRuns },
  )
  const before = await everyRow()
  for (const readModel of readModels) await rebuild(sql(), readModel)
  expect(await everyRow()).toEqual(before)
})
