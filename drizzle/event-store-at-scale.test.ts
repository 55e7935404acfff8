import { beforeAll, describe, expect, it } from 'vitest'
import { sql } from './db.ts'
import { loadStreams } from './event-store.ts'
import { chosenPlans } from './testing/chosen-plans.ts'
import { useTestDatabase } from './testing/database.ts'
import { growingTables, logSteps } from './testing/log-steps.ts'
import { fillLog, orderOfLongLog } from './testing/long-log.ts'

const database = useTestDatabase()

const shard = 10
const orders = 30_000

beforeAll(() => fillLog(sql(), shard, orders))

describe('in a long log', () => {
  it.each(logSteps(shard, orders))('the $name goes by indexes', async ({ prepare, run, indexes, mostRows }) => {
    // Often enough for PostgreSQL to settle on the plans that it keeps.
    const plans = await chosenPlans(database.url, async on => {
      for (let time = 0; time < 8; time++) {
        await prepare?.(on)
        await run(on)
      }
    })
    expect(plans.filter(({ readWhole }) => readWhole.some(table => growingTables.includes(table)))).toEqual([])
    expect(plans.filter(({ rows }) => rows > mostRows)).toEqual([])
    expect(plans.flatMap(plan => plan.indexes)).toEqual(expect.arrayContaining([...indexes]))
  })

  it('each order is loaded as it is', async () => {
    const some = [0, 1, 777, orders - 1].map(number => orderOfLongLog(shard, number))
    const loaded = await loadStreams(sql(), shard, some)
    expect(some.map(stream => loaded.get(stream)?.version)).toEqual(some.map(() => 3))
  })
})
