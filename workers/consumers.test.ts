import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { VersionConflict } from '#domain/event-store'
import type { AnyEvent } from '#domain/messages'
import { sql } from '#drizzle/db'
import { eventStore } from '#drizzle/event-store'
import { type PublishedMessage, publish } from '#drizzle/log'
import { useTestDatabase } from '#drizzle/testing/database'
import { type Consumer, consume, UnknownMessage } from './consumers.ts'

useTestDatabase({ LOG_LEVEL: 'silent' })

const shard = 7
const anId = (): string => shard.toString(16) + randomUUID().slice(1)
const orderOf = ({ message }: PublishedMessage) => (message.data as { orderId: string }).orderId

/** Events of one type, each on the order it is for. */
const happened = async (...orderIds: string[]): Promise<void> => {
  for (const orderId of orderIds) {
    const { version } = await eventStore(sql()).load(`order-${orderId}`)
    const event: AnyEvent = { type: 'OrderReinstated', data: { orderId } }
    await eventStore(sql()).append([
      {
        stream: `order-${orderId}`,
        expectedVersion: version,
        conferenceId: orderId,
        events: [event],
        commands: [],
        metadata: { correlationId: 'c', causationId: 'c', actor: 'test' },
      },
    ])
  }
  await publish(sql(), shard)
}

/** A consumer that writes each order it hears of into a table, and fails as it is told to. */
const writer = (fails: (orderId: string) => unknown = () => undefined): Consumer => ({
  name: 'orders',
  hears: () => true,
  keyOf: orderOf,
  handle: async (tx, _, messages) => {
    for (const message of messages) {
      const orderId = orderOf(message)
      await tx`insert into heard (order_id) values (${orderId})`
      const error = fails(orderId)
      if (error) throw error
    }
    return undefined
  },
})

const heard = async (): Promise<string[]> =>
  (await sql()<{ id: string }[]>`select order_id as id from heard order by n`).map(row => row.id)
const parked = async () => [
  ...(await sql()<
    { key: string; error: string | null }[]
  >`select key, error from parked where shard = ${shard} order by sequence`),
]
const run = (consumer: Consumer) => consume(sql(), consumer, shard, { skipLocked: false, upTo: BigInt(Number.MAX_SAFE_INTEGER) })

beforeEach(async () => {
  await sql()`create table if not exists heard (n serial, order_id text)`
  await sql()`truncate heard`
  await sql()`delete from parked`
  await sql()`update checkpoints set sequence = (select last_sequence from shards where shard = ${shard}) where shard = ${shard}`
})

describe('a consumer', () => {
  it('handles every message once, in order', async () => {
    const [a, b] = [anId(), anId()]
    await happened(a, b, a)
    await run(writer())
    await run(writer())
    expect(await heard()).toEqual([a, b, a])
  })

  it('handles every message once though two run at the same moment', async () => {
    const ids = Array.from({ length: 30 }, anId)
    await happened(...ids)
    await Promise.all([run(writer()), run(writer()), run(writer())])
    expect(await heard()).toEqual(ids)
  })

  it('decides again when others were faster', async () => {
    const a = anId()
    await happened(a)
    let conflicts = 2
    await run(writer(() => (conflicts-- > 0 ? new VersionConflict('someone was faster') : undefined)))
    expect(await heard()).toEqual([a])
    expect(await parked()).toEqual([])
  })

  it('gives up for now, and parks nothing, while others are always faster', async () => {
    await happened(anId())
    await expect(run(writer(() => new VersionConflict('someone was faster')))).rejects.toBeInstanceOf(VersionConflict)
    expect(await parked()).toEqual([])
    expect(await heard()).toEqual([])
  })
})

describe('a message that cannot be handled', () => {
  it('is parked with what is behind it in its key, and stops nothing else', async () => {
    const [good, poisoned, other] = [anId(), anId(), anId()]
    await happened(good, poisoned, other, poisoned, good)
    await run(writer(orderId => (orderId === poisoned ? new Error('poison') : undefined)))
    expect(await heard()).toEqual([good, other, good])
    expect(await parked()).toEqual([
      { key: poisoned, error: 'Error: poison' },
      { key: poisoned, error: null },
    ])
  })

  it('stops everything behind it where all has one key', async () => {
    const [good, poisoned, other] = [anId(), anId(), anId()]
    await happened(good, poisoned, other)
    const poisonous = writer(orderId => (orderId === poisoned ? new Error('poison') : undefined))
    await run({ ...poisonous, keyOf: () => 'all' })
    expect(await heard()).toEqual([good])
    expect(await parked()).toEqual([
      { key: 'all', error: 'Error: poison' },
      { key: 'all', error: null },
    ])
  })

  it('is parked alone though several processes meet it at once', async () => {
    const poisoned = Array.from({ length: 5 }, anId)
    for (const orderId of poisoned) {
      await happened(orderId, anId(), anId())
      const poison = (heardOf: string) => (heardOf === orderId ? new Error('poison') : undefined)
      // As many connections as there will be processes: nobody shall have done all before the others have begun.
      await Promise.all(Array.from({ length: 6 }, () => sql()`select pg_sleep(0.05)`))
      await Promise.all(Array.from({ length: 6 }, () => run(writer(poison))))
    }
    expect(await parked()).toEqual(poisoned.map(key => ({ key, error: 'Error: poison' })))
    expect(await heard()).toHaveLength(10)
  })

  it('keeps its key parked for what comes later', async () => {
    const poisoned = anId()
    await happened(poisoned)
    await run(writer(() => new Error('poison')))
    await happened(poisoned)
    await run(writer())
    expect(await heard()).toEqual([])
    expect(await parked()).toHaveLength(2)
  })
})

it('leaves a shard from the first message of a newer build on', async () => {
  const [known, later] = [anId(), anId()]
  await happened(known)
  await sql()`
    insert into events (stream, version, shard, conference_id, type, schema_version, data, metadata, recorded_at)
    values (${`order-${later}`}, 1, ${shard}, ${later}, 'OrderTeleported', 1, ${`{"orderId":"${later}"}`}::text::jsonb, '{}', now())`
  await sql()`insert into outbox (shard, kind, event_position, due_at) select ${shard}, 'event', max(position), '-infinity' from events`
  await publish(sql(), shard)
  await happened(known)
  await expect(run(writer())).rejects.toBeInstanceOf(UnknownMessage)
  expect(await heard()).toEqual([known])
  expect(await parked()).toEqual([])
})
