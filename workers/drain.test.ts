import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { VersionConflict } from '#domain/event-store'
import type { AnyEvent } from '#domain/messages'
import { sql } from '#drizzle/db'
import { eventStore } from '#drizzle/event-store'
import type { ConsumerName } from '#drizzle/log'
import { useTestDatabase } from '#drizzle/testing/database'
import type { Consumer } from './consumers.ts'
import { drainShard } from './drain.ts'

useTestDatabase()

const options = { skipLocked: false, until: () => false }

const append = async (id: string, expectedVersion: number, ...types: ('OrderReinstated' | 'OrderExpired')[]): Promise<void> => {
  await eventStore(sql()).append([
    {
      stream: `order-${id}`,
      expectedVersion,
      conferenceId: id,
      events: types.map((type): AnyEvent => ({ type, data: { orderId: id } })),
      commands: [],
      metadata: { correlationId: 'c', causationId: 'c', actor: 'test' },
    },
  ])
}

const consumer = (name: ConsumerName, type: string, handle: Consumer['handle']): Consumer => ({
  name,
  hears: heard => heard === type,
  keyOf: ({ message }) => (message.data as { orderId: string }).orderId,
  handle,
})

const checkpoint = async (name: ConsumerName, shard: number): Promise<number> => {
  const [row] = await sql()<
    { n: number }[]
  >`select sequence::int as n from checkpoints where consumer = ${name} and shard = ${shard}`
  return row?.n ?? -1
}

it('goes on until what follows from a message is handled too, and moves those whom nothing concerned', async () => {
  const id = `1${randomUUID().slice(1)}`
  await append(id, 0, 'OrderReinstated')
  const shown: string[] = []
  const sender = consumer('commands', 'OrderReinstated', async () => {
    await append(id, 1, 'OrderExpired')
    return undefined
  })
  const projection = consumer('orders', 'OrderExpired', async (_tx, _shard, messages) => {
    shown.push(...messages.map(({ message }) => message.type))
    return undefined
  })
  const bystander = consumer('refunds', 'Other', async () => undefined)
  await drainShard(sql(), [[sender, bystander], [projection]], 1, options)
  expect(shown).toEqual(['OrderExpired'])
  expect(await checkpoint('commands', 1)).toBe(2)
  expect(await checkpoint('orders', 1)).toBe(2)
  expect(await checkpoint('refunds', 1)).toBe(2)
})

it('keeps the place of a consumer that failed, and lets the others go on', async () => {
  const id = `2${randomUUID().slice(1)}`
  await append(id, 0, 'OrderReinstated')
  const chained = consumer('commands', 'OrderReinstated', async () => {
    await append(id, 1, 'OrderExpired')
    return undefined
  })
  // It has handled the first message's pass without trouble, and fails at what follows.
  const failing = consumer('refunds', 'OrderExpired', async () => {
    throw new VersionConflict('always faster')
  })
  let shown = 0
  const projection = consumer('orders', 'OrderExpired', async (_tx, _shard, messages) => {
    shown += messages.length
    return undefined
  })
  await expect(drainShard(sql(), [[chained, failing], [projection]], 2, options)).rejects.toThrow('always faster')
  expect(shown).toBe(1)
  expect(await checkpoint('refunds', 2)).toBe(1)
  expect(await checkpoint('orders', 2)).toBe(2)
})
