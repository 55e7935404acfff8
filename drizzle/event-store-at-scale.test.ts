import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Sql, sql } from './db.ts'
import { eventStore, loadStreams } from './event-store.ts'
import { publish, shardsWithWork, take } from './log.ts'
import { readLogHealth } from './log-health.ts'
import { removePastCommandIds, removePastCommands } from './retention.ts'
import { chosenPlans } from './testing/chosen-plans.ts'
import { useTestDatabase } from './testing/database.ts'
import { fillLog, hotStreamOfLongLog, orderOfLongLog } from './testing/long-log.ts'

const database = useTestDatabase()

const shard = 10
const growing = ['events', 'outbox', 'commands']

beforeAll(() => fillLog(sql(), shard, 96_000))

const append = (on: Sql) => {
  const orderId = shard.toString(16) + randomUUID().slice(1)
  const events = Array.from({ length: 3 }, () => ({ type: 'OrderExpired' as const, data: { orderId } }))
  const commands = [{ command: { type: 'RejectOrder' as const, data: { orderId } } }]
  const metadata = { correlationId: orderId, causationId: 'c', actor: 'test' }
  const received = { idHash: randomUUID(), inputHash: 'input', outcome: { orderId } }
  const entry = { stream: `order-${orderId}`, expectedVersion: 0, conferenceId: orderId, events, commands, metadata }
  return eventStore(on).append([entry], received)
}

const many = Array.from({ length: 100 }, (_, number) => orderOfLongLog(shard, number * 7))

/** What is done, the indexes it must find its way by, and how many rows one of its statements may look at. */
const steps: readonly (readonly [string, (on: Sql) => Promise<unknown>, readonly string[], number])[] = [
  ['an append', append, ['events_stream_version', 'commands_id_hash_shard_pk'], 10],
  ['the load of a stream', on => loadStreams(on, shard, many.slice(0, 1)), ['events_stream_version'], 10],
  ['the load of 100 streams', on => loadStreams(on, shard, many), ['events_stream_version'], 1_000],
  [
    'the load of a long stream with a snapshot',
    on => loadStreams(on, shard, [hotStreamOfLongLog(shard)]),
    ['events_stream_version'],
    210,
  ],
  [
    'a relay step',
    async on => {
      await append(on)
      await publish(on, shard)
    },
    ['outbox_due', 'events_position_shard_pk'],
    200,
  ],
  [
    'the step of a consumer',
    async on => {
      await append(on)
      await publish(on, shard)
      await on.begin(tx => take(tx, 'orders', shard, { limit: 500, skipLocked: false }))
    },
    ['outbox_published', 'events_position_shard_pk'],
    1_000,
  ],
  [
    'the step of a rebuild',
    async on => {
      await on`update checkpoints set sequence = 60000 where consumer = 'orders' and shard = ${shard}`
      await on.begin(tx => take(tx, 'orders', shard, { limit: 2_000, skipLocked: false }))
    },
    ['outbox_published', 'events_position_shard_pk'],
    4_500,
  ],
  // Every checkpoint is looked at for every shard.
  ['the look for work', on => shardsWithWork(on), ['outbox_due'], 3_000],
  ['the look for what stands still', readLogHealth, ['outbox_due'], 3_000],
  [
    'the removal of what is past',
    async on => {
      await on.begin(tx => removePastCommands(tx, shard, 500))
      await removePastCommandIds(on, shard, 500)
    },
    ['outbox_commands', 'commands_age'],
    2_500,
  ],
]

describe('in a long log', () => {
  it.each(steps)('%s finds its way by indexes', async (_, step, indexes, mostRows) => {
    // Often enough for PostgreSQL to settle on the plans that it keeps.
    const plans = await chosenPlans(database.url, async on => {
      for (let run = 0; run < 8; run++) await step(on)
    })
    expect(plans.filter(({ readWhole }) => readWhole.some(table => growing.includes(table)))).toEqual([])
    expect(plans.filter(({ rows }) => rows > mostRows)).toEqual([])
    expect(plans.flatMap(plan => plan.indexes)).toEqual(expect.arrayContaining([...indexes]))
  })

  it('an order is loaded as it is', async () => {
    const loaded = await loadStreams(sql(), shard, many)
    expect(many.map(stream => loaded.get(stream)?.version)).toEqual(many.map(() => 3))
  })
})
