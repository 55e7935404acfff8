import { randomUUID } from 'node:crypto'
import pino from 'pino'
import { beforeEach, describe, expect, it } from 'vitest'
import type { OutgoingCommand } from '#domain/event-store'
import { sql } from '#drizzle/db'
import { eventStore } from '#drizzle/event-store'
import { allShards, publish, take } from '#drizzle/log'
import { park } from '#drizzle/parked'
import { useTestDatabase } from '#drizzle/testing/database'
import { setClockAhead, withTestClock } from '#drizzle/testing/test-clock'
import { alarm } from './alarm.ts'

useTestDatabase(withTestClock)

const shard = 7
let elapsedMs = 0
let watch = alarm()
let said: string[] = []

/** What the alarm says when it is called so many seconds later. */
const saidAfter = async (seconds: number): Promise<string[]> => {
  said = []
  elapsedMs += seconds * 1_000
  await watch(sql())
  return said
}

const append = async (events: 0 | 1, ...commands: OutgoingCommand[]): Promise<void> => {
  const orderId = shard.toString(16) + randomUUID().slice(1)
  const metadata = { correlationId: 'c', causationId: 'c', actor: 'ada@example.org' }
  const happened = Array.from({ length: events }, () => ({ type: 'OrderExpired' as const, data: { orderId } }))
  const order = { stream: `order-${orderId}`, expectedVersion: 0, conferenceId: orderId, events: happened, commands, metadata }
  await eventStore(sql()).append([order])
}
const reject: OutgoingCommand = { command: { type: 'RejectOrder', data: { orderId: 'a' } } }
const catchUp = async (): Promise<void> => {
  await sql()`update outbox set due_at = '-infinity' where sequence is null`
  for (const each of allShards) await publish(sql(), each)
  await sql()`update checkpoints c set sequence = s.last_sequence from shards s where s.shard = c.shard`
  await sql()`delete from parked`
}

beforeEach(async () => {
  const destination = { write: (line: string) => said.push(line) }
  Object.assign(globalThis, { [Symbol.for('contoso.log')]: pino({ base: null, timestamp: false }, destination) })
  setClockAhead({ minutes: 0 })
  await append(1)
  await catchUp()
  watch = alarm(() => elapsedMs)
})

it('says nothing while all goes well, or has gone wrong for less than a minute', async () => {
  expect([await saidAfter(0), await saidAfter(5)]).toEqual([[], []])
  await append(1, reject)
  await publish(sql(), shard)
  await append(1, reject)
  expect([await saidAfter(5), await saidAfter(5), await saidAfter(5)]).toEqual([[], [], []])
})

describe('of a consumer that is behind for more than a minute', () => {
  it('says so in one line a minute, until it has caught up', async () => {
    await append(1)
    await publish(sql(), shard)
    await sql()`update checkpoints set sequence = sequence + 1 where shard = ${shard} and consumer <> 'orders'`
    setClockAhead({ minutes: 3 })
    expect(await saidAfter(0)).toEqual([])
    const [line = '', ...more] = await saidAfter(5)
    expect(more).toEqual([])
    expect(JSON.parse(line)).toMatchObject({ level: 50, troubles: ['consumer orders is 1 messages behind in shard 7 for 3 min'] })
    expect(line).not.toContain('ada@')
    expect([await saidAfter(5), await saidAfter(54)]).toEqual([[], []])
    expect(await saidAfter(5)).toEqual([line])
    await catchUp()
    expect([await saidAfter(60), await saidAfter(60)]).toEqual([[], []])
  })

  it('says when only a newer build knows what comes next', async () => {
    await append(0, { command: { type: 'TeleportOrder', data: {} } as never })
    await publish(sql(), shard)
    setClockAhead({ minutes: 2 })
    await saidAfter(0)
    expect((await saidAfter(5)).join()).toContain(
      'consumer refunds is 1 messages behind in shard 7 for 2 min (only a newer build knows TeleportOrder)',
    )
  })

  it('takes no alarm when everything was late for a moment only', async () => {
    await append(1)
    await publish(sql(), shard)
    setClockAhead({ minutes: 30 })
    expect(await saidAfter(0)).toEqual([])
    await catchUp()
    expect(await saidAfter(5)).toEqual([])
    await append(1)
    await publish(sql(), shard)
    setClockAhead({ minutes: 60 })
    expect(await saidAfter(5)).toEqual([])
  })
})

describe('of messages that nobody publishes', () => {
  const sayings = async () => {
    setClockAhead({ minutes: 2 })
    return [...(await saidAfter(0)), ...(await saidAfter(5))].join()
  }

  it.each([
    ['an event', () => append(1)],
    ['a command that left alone', () => append(0, reject)],
    ['a command whose time has come', () => append(0, { ...reject, dueAt: new Date(Date.now() + 30_000).toISOString() })],
  ])('says so when it is %s', async (_, happen) => {
    await happen()
    expect(await sayings()).toMatch(/shard 7 has unpublished messages for [12] min/)
  })

  it('says nothing of a command whose time has not come', async () => {
    await append(0, { ...reject, dueAt: new Date(Date.now() + 600_000).toISOString() })
    expect(await sayings()).toBe('')
  })
})

it('says of parked messages how many there are and since when, for as long as they are parked', async () => {
  await append(1, reject)
  await publish(sql(), shard)
  await sql().begin(async tx => {
    const { messages } = await take(tx, 'orders', shard, { limit: 2, skipLocked: false })
    await park(tx, 'orders', 'some-order', messages, 'Error: ada@example.org')
  })
  await sql()`update checkpoints c set sequence = s.last_sequence from shards s where s.shard = c.shard`
  expect([await saidAfter(0), await saidAfter(30)]).toEqual([[], []])
  setClockAhead({ minutes: 4 })
  await saidAfter(5)
  const [line = ''] = await saidAfter(5)
  expect(JSON.parse(line).troubles).toEqual(['consumer orders has 1 keys with 2 messages parked for 4 min'])
  expect(line).not.toContain('ada@')
  expect(await saidAfter(60)).toEqual([line])
  await catchUp()
  expect(await saidAfter(60)).toEqual([])
})
