import { randomUUID } from 'node:crypto'
import type { Sql } from '../db.ts'
import { eventStore, loadStreams } from '../event-store.ts'
import { publish, shardsWithWork, take } from '../log.ts'
import { readLogHealth } from '../log-health.ts'
import { removePastCommandIds, removePastCommands } from '../retention.ts'
import { hotStreamOfLongLog, orderOfLongLog } from './long-log.ts'

/** What is done with a long log again and again, by which indexes, and how many rows one of its statements may look at. */
export type LogStep = Readonly<{
  name: string
  /** What must have happened before, and is not looked at. */
  prepare?(on: Sql): Promise<unknown>
  run(on: Sql): Promise<unknown>
  indexes: readonly string[]
  mostRows: number
}>

const appendOrder = (on: Sql, shard: number) => {
  const orderId = shard.toString(16) + randomUUID().slice(1)
  const events = Array.from({ length: 3 }, () => ({ type: 'OrderExpired' as const, data: { orderId } }))
  const commands = [{ command: { type: 'RejectOrder' as const, data: { orderId } } }]
  const metadata = { correlationId: orderId, causationId: 'c', actor: 'test' }
  const received = { idHash: randomUUID(), inputHash: 'input', outcome: { orderId } }
  const entry = { stream: `order-${orderId}`, expectedVersion: 0, conferenceId: orderId, events, commands, metadata }
  return eventStore(on).append([entry], received)
}

const appendAndPublish = async (on: Sql, shard: number): Promise<void> => {
  await appendOrder(on, shard)
  await publish(on, shard)
}

const takeNext = (on: Sql, shard: number, limit: number) =>
  on.begin(tx => take(tx, 'orders', shard, { limit, skipLocked: false }))

/** Orders among the newest so many, others each time. */
const someOrders = (shard: number, orders: number, newest: number, count: number): string[] =>
  Array.from({ length: count }, () => orderOfLongLog(shard, orders - 1 - Math.floor(Math.random() * newest)))

/** What a batch of a consumer is about has just happened; a person may come back to any order. */
const recentOrders = 3_000

/** The steps of a log that `fillLog` filled with so many orders. */
export const logSteps = (shard: number, orders: number): readonly LogStep[] => [
  {
    name: 'append of an order',
    run: on => appendOrder(on, shard),
    indexes: ['events_stream_version', 'commands_id_hash_shard_pk'],
    mostRows: 10,
  },
  {
    name: 'load of any order',
    run: on => loadStreams(on, shard, someOrders(shard, orders, orders, 1)),
    indexes: ['events_stream_version'],
    mostRows: 10,
  },
  {
    name: 'load of 100 recent orders',
    run: on => loadStreams(on, shard, someOrders(shard, orders, recentOrders, 100)),
    indexes: ['events_stream_version'],
    mostRows: 1_000,
  },
  {
    name: 'load of a long stream with a snapshot',
    run: on => loadStreams(on, shard, [hotStreamOfLongLog(shard)]),
    indexes: ['events_stream_version'],
    mostRows: 210,
  },
  {
    name: 'step of a relay',
    prepare: on => appendOrder(on, shard),
    run: on => publish(on, shard),
    indexes: ['outbox_due', 'outbox_id_shard_pk', 'events_position_shard_pk'],
    mostRows: 200,
  },
  {
    name: 'step of a consumer',
    prepare: on => appendAndPublish(on, shard),
    run: on => takeNext(on, shard, 500),
    indexes: ['outbox_published', 'events_position_shard_pk'],
    mostRows: 1_000,
  },
  {
    name: 'step of a rebuild',
    prepare: on => on`
      update checkpoints set sequence = (select last_sequence / 2 from shards where shard = ${shard})
      where consumer = 'seat-types' and shard = ${shard}`,
    run: on => on.begin(tx => take(tx, 'seat-types', shard, { limit: 2_000, skipLocked: false })),
    indexes: ['outbox_published', 'events_position_shard_pk'],
    mostRows: 4_500,
  },
  // Of these two the first looks at every checkpoint for every shard.
  { name: 'look for work', run: shardsWithWork, indexes: ['outbox_due'], mostRows: 3_000 },
  { name: 'look for what stands still', run: readLogHealth, indexes: ['outbox_due'], mostRows: 3_000 },
  {
    name: 'removal of what is past',
    run: async on => {
      await on.begin(tx => removePastCommands(tx, shard, 500))
      await removePastCommandIds(on, shard, 500)
    },
    indexes: ['outbox_commands', 'commands_age'],
    mostRows: 2_500,
  },
]

/** The tables that grow with every order. */
export const growingTables: readonly string[] = ['events', 'outbox', 'commands']
