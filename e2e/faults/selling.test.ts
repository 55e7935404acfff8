import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seeded } from '#domain/testing/seeded'
import { signalGroup } from '#workers/launch-process'
import { freePort } from '#workers/launch-web'
import { undeclaredComplaints } from '../server-logs.ts'
import { openPlace, type Place, startStage, startWorkers, stopServers } from '../servers.ts'
import { type Crowd, gatherCrowd } from './crowd.ts'
import type { Fate } from './journey.ts'
import { untilQuiet } from './log-pace.ts'
import { recount } from './recount.ts'

const slug = 'contoso-2026'
const seatTypes = ['General admission', 'CQRS Workshop', 'Additional cocktail party']
const size = 200
const seed = Number(process.env.CROWD_SEED ?? 20_261_120)

let place: Place

beforeAll(async () => {
  place = await openPlace()
})
afterAll(stopServers)

const conferenceIdOf = async (databaseUrl: string): Promise<string> => {
  const sql = postgres(databaseUrl, { max: 1 })
  const [row] = await sql<{ id: string }[]>`select conference_id as id from management.slugs where slug = ${slug}`
  await sql.end()
  return row?.id ?? ''
}

const crowdAt = (site: string, chances: number, fateOf: (chance: number) => Fate): Crowd =>
  gatherCrowd({ site, slug, seatTypes, size, next: seeded(chances).next, answerWithinMs: 60_000, fateOf })

/** Nobody saw an error, and the events say that every promise was kept. */
const expectAllWell = async (databaseUrl: string, crowd: Crowd) => {
  expect([...crowd.gaveUp(), ...crowd.unanswered()], `seed ${seed}`).toEqual([])
  await untilQuiet(databaseUrl, 20_000)
  const counted = await recount(databaseUrl, await conferenceIdOf(databaseUrl), crowd.known())
  expect(counted.problems, `seed ${seed}`).toEqual([])
  return counted
}

describe(`${size} registrants at one conference at once`, () => {
  it('never buy a seat twice, with the queue on PostgreSQL', async () => {
    const port = await freePort(3300)
    const stage = await startStage(place, 'burst', port, { queue: 'postgres', workers: 'in the web process' })
    await untilQuiet(stage.databaseUrl, 20_000)
    const crowd = crowdAt(stage.url, seed, () => 'leaves')
    await crowd.each(journey => journey.begin())
    const { orders } = await expectAllWell(stage.databaseUrl, crowd)
    expect(orders).toBeGreaterThan(100)
    expect(stage.logs.flatMap(log => undeclaredComplaints(readFileSync(log, 'utf8'), []))).toEqual([])
  })

  it('all come to their right end, once, with the queue on Redis, though the worker is killed in their midst', async () => {
    const port = await freePort(3300)
    const stage = await startStage(place, 'killed', port, { queue: 'redis', workers: 'apart' })
    const log = join('test-results', 'servers', 'killed-workers.log')
    let workers = startWorkers(stage.env, log)
    await untilQuiet(stage.databaseUrl, 20_000)
    const crowd = crowdAt(stage.url, seed + 1, chance => (chance < 0.25 ? 'pays' : 'leaves'))
    const selling = crowd.each(journey => journey.begin())
    for (const after of [700, 900, 1_100]) {
      await pause(after)
      const gone = once(workers, 'exit')
      signalGroup(workers.pid, 'SIGKILL')
      await gone
      workers = startWorkers(stage.env, log)
    }
    await selling
    const { confirmed, sold } = await expectAllWell(stage.databaseUrl, crowd)
    expect(confirmed).toBeGreaterThan(10)
    expect(sold).toBeGreaterThan(10)
  })
})
