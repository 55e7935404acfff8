import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { OutgoingCommand } from '#domain/event-store'
import type { AnyEvent } from '#domain/messages'
import { sql } from './db.ts'
import { eventStore } from './event-store.ts'
import { positionOf, prepareLog, publish, saveSnapshot, shardsWithWork, take } from './log.ts'
import { useTestDatabase } from './testing/database.ts'

useTestDatabase()

const idIn = (shard: number): string => shard.toString(16) + randomUUID().slice(1)

const append = (id: string, events: number, commands: OutgoingCommand[] = []) =>
  eventStore(sql()).append([
    {
      stream: `order-${id}`,
      expectedVersion: 0,
      conferenceId: id,
      events: Array.from({ length: events }, (): AnyEvent => ({ type: 'OrderExpired', data: { orderId: id } })),
      commands,
      metadata: { correlationId: id, causationId: 'test', actor: 'test' },
    },
  ])

const read = (shard: number, consumer = 'orders', limit = 500) =>
  sql().begin(tx => take(tx, consumer, shard, { limit, skipLocked: false }))

describe('publishing', () => {
  it('gives what is committed the next numbers of its shard, without a gap', async () => {
    await append(idIn(1), 2)
    await append(idIn(2), 1)
    await append(idIn(1), 3)
    expect(await publish(sql(), 1)).toMatchObject({ head: 5n, published: 5 })
    expect(await publish(sql(), 1)).toMatchObject({ head: 5n, published: 0 })
    const { messages } = await read(1)
    expect(messages.map(positionOf)).toEqual(['1-1', '1-2', '1-3', '1-4', '1-5'])
  })

  it('numbers each message once, however many publish at the same time', async () => {
    const ids = Array.from({ length: 40 }, () => idIn(3))
    const relays = Array.from({ length: 8 }, async () => {
      for (let round = 0; round < 10; round++) await publish(sql(), 3, { limit: 3 })
    })
    await Promise.all([...ids.map(id => append(id, 2)), ...relays])
    let published = 1
    while (published > 0) published = (await publish(sql(), 3, { limit: 7 }))?.published ?? 0
    const rows = await sql()<{ n: number }[]>`select sequence::int as n from outbox where shard = 3 order by sequence`
    expect(rows.map(row => row.n)).toEqual(Array.from({ length: 80 }, (_, index) => index + 1))
  })

  it('keeps the order of a stream', async () => {
    const rows = await sql()<{ ordered: boolean }[]>`
      select bool_and(version > before) as ordered from (
        select e.version, lag(e.version, 1, 0) over (partition by e.stream order by o.sequence) as before
        from outbox o join events e on e.position = o.event_position and e.shard = o.shard where o.shard = 3
      ) as t`
    expect(rows[0]?.ordered).toBe(true)
  })

  it('leaves a command that is not due yet', async () => {
    const id = idIn(4)
    const later = new Date(Date.now() + 60_000).toISOString()
    await append(id, 1, [{ command: { type: 'ExpireRegistration', data: { orderId: id } }, dueAt: later }])
    expect(await publish(sql(), 4)).toMatchObject({ published: 1 })
    expect(await shardsWithWork(sql())).toContain(4)
    await sql()`update outbox set due_at = now() where shard = 4 and kind = 'command'`
    expect(await publish(sql(), 4)).toMatchObject({ published: 1 })
    const { messages } = await read(4)
    expect(messages[1]).toMatchObject({ kind: 'command', conferenceId: id, message: { type: 'ExpireRegistration' } })
  })

  it('leaves a shard to another publisher when told to skip it', async () => {
    await sql().begin(async tx => {
      await tx`select 1 from shards where shard = 5 for update`
      expect(await publish(sql(), 5, { skipLocked: true })).toBeUndefined()
    })
    expect(await publish(sql(), 5, { skipLocked: true })).toMatchObject({ head: 0n, published: 0 })
  })
})

describe('a checkpoint', () => {
  it('moves with the transaction of the effects and not without it', async () => {
    await append(idIn(6), 2)
    await publish(sql(), 6)
    const failing = sql().begin(async tx => {
      await take(tx, 'orders', 6, { limit: 500, skipLocked: false })
      throw new Error('killed here')
    })
    await expect(failing).rejects.toThrow('killed here')
    expect((await read(6)).messages).toHaveLength(2)
    expect((await read(6)).messages).toHaveLength(0)
  })

  it('is of one consumer', async () => {
    expect((await read(6, 'seat-types')).messages).toHaveLength(2)
  })

  it('is an error when it was never made', async () => {
    await expect(read(6, 'nobody')).rejects.toThrow('no rows')
  })

  it('begins at the beginning for a new projection and at the head for a new sender', async () => {
    await sql()`delete from checkpoints where consumer in ('orders', 'commands')`
    await prepareLog(sql())
    const rows = await sql()<{ consumer: string; n: number }[]>`
      select consumer, sequence::int as n from checkpoints where shard = 6 and consumer in ('orders', 'commands') order by consumer`
    expect([...rows]).toEqual([
      { consumer: 'commands', n: 2 },
      { consumer: 'orders', n: 0 },
    ])
  })
})

it('keeps the newest snapshot of a stream', async () => {
  const snapshot = { stream: 'seats-availability-7', shard: 7, schemaVersion: 1 }
  await sql().begin(async tx => {
    await saveSnapshot(tx, { ...snapshot, version: 500, state: { n: 500 } })
    await saveSnapshot(tx, { ...snapshot, version: 400, state: { n: 400 } })
  })
  expect(await sql()`select version, state from snapshots where shard = 7`).toMatchObject([{ version: 500, state: { n: 500 } }])
})
