import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '#drizzle/db'
import { runRace } from './race.ts'
import { runRaceControls } from './race-controls.ts'
import { appendEntries, newStream, prepareRace, settle } from './race-ledger.ts'
import { openRacePlace, type RacePlace } from './race-place.ts'
import { relayInOneStatement, relayWithoutLock } from './race-relays.ts'

/** Run it as `RACE_SECONDS=15 npx vitest run --config e2e/faults/vitest.config.ts race` for the long size. */
const seconds = Number(process.env.RACE_SECONDS ?? 4)
const seed = Number(process.env.RACE_SEED ?? 20_261_120)
const kept = { lost: 0, doubled: 0, outOfOrder: 0, unstored: 0, invented: 0 }

let place: RacePlace

beforeAll(async () => {
  place = await openRacePlace()
})
afterAll(() => place.stop())

describe(`twelve writers and three relays for ${seconds} seconds`, () => {
  it('lose nothing, hear nothing twice and keep every stream in order', async () => {
    const report = await runRace({ databaseUrl: await place.aDatabase(), seconds, seed })
    console.log(report)
    expect(report, `seed ${seed}`).toMatchObject(kept)
    // All that makes it hard has happened, and a foreign transaction held up nobody.
    const { appends, rollbacks, conflicts, heardBesideForeign, lostByPosition } = report
    for (const happened of [appends, rollbacks, conflicts, heardBesideForeign, lostByPosition])
      expect(happened).toBeGreaterThan(0)
  })

  it.each([
    ['without the shard lock', relayWithoutLock],
    ['that lock and read in one statement', relayInOneStatement],
  ])('break the promise with relays %s', async (_, relay) => {
    // On a busy machine the relays may not meet in the first second.
    for (let round = 1, broken = 0; broken === 0; round++) {
      expect(round).toBeLessThan(10)
      const report = await runRace({ databaseUrl: await place.aDatabase(), seconds: 1, seed: seed + round, relay })
      const { lost, doubled, outOfOrder } = report
      console.log({ lost, doubled, outOfOrder })
      broken = lost + doubled + outOfOrder
    }
  })
})

it('fails at the very moment that each guard is for when the guard is taken away', async () => {
  const outcomes = await runRaceControls(await place.aDatabase())
  expect(outcomes.map(outcome => outcome.kept)).toEqual([kept, kept, kept])
  expect(outcomes.map(({ without, broken }) => [without, broken])).toEqual([
    ['a reader by position > checkpoint', { ...kept, lost: 1 }],
    ['two publishers without the shard lock', { ...kept, lost: 1 }],
    ['a relay that locks and reads in one statement', { ...kept, doubled: 1 }],
  ])
})

it('notices what was acknowledged and is not there, and what is there and was not acknowledged', async () => {
  const sql = connect(await place.aDatabase(), 2)
  await prepareRace(sql)
  const names = await appendEntries(sql, [{ stream: newStream(3), expected: 0, events: 2, commandDueInMs: 0 }], 'mark')
  expect(await settle(sql, 'published', [3], new Set([...names, 'never stored']))).toEqual({ ...kept, lost: 4, unstored: 1 })
  expect(await settle(sql, 'published', [3], new Set())).toEqual({ ...kept, invented: 3 })
  await sql.end()
})
