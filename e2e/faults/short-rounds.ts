import { afterAll, beforeAll, expect, it } from 'vitest'
import { seeded } from '#domain/testing/seeded'
import { sql } from '#drizzle/db'
import { type Fault, faults } from './fault-list.ts'
import { findingsAfterwards, runFault } from './fault-row.ts'
import { type System, type SystemKind, startSystem } from './system.ts'

/** `npm run faults` runs the same with more people and more rounds. */
const short = { rounds: 1, registrants: 40, frozenMs: 6_000, seed: Number(process.env.CROWD_SEED ?? 20_261_130) }

/** Tests a short round of every fault of that system, and that all adds up afterwards. Gives the system for further tests. */
export const testShortRounds = (kind: SystemKind): (() => System) => {
  let system: System
  beforeAll(async () => {
    system = await startSystem(kind, seeded(short.seed).next)
  })
  afterAll(() => system.stop())
  const here = faults.filter(fault => fault.system === kind)
  it.each(here)(`${short.registrants} registrants lose nothing: $name`, async (fault: Fault) => {
    const row = await runFault(system, fault, short)
    console.log(row)
    expect(row, `seed ${short.seed}`).toMatchObject({ lost: 0, doubled: 0, oversold: 0, problems: [] })
    expect(row.orders).toBeGreaterThan(short.registrants / 2)
  })

  it('in their course somebody paid nothing, and somebody said who will come', async () => {
    const [happened] = await sql()<{ free: number; named: number }[]>`
      select count(*) filter (where type = 'OrderConfirmed' and data->>'totalMinor' = '0')::int as free,
        count(*) filter (where type = 'SeatAssigned')::int as named
      from events`
    console.log(happened)
    expect(happened?.free).toBeGreaterThan(0)
    expect(happened?.named).toBeGreaterThan(0)
  })

  it('afterwards every read model is as its rebuild, and everything adds up', async () => {
    expect(await findingsAfterwards()).toEqual([])
  })
  return () => system
}
