import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { VersionConflict } from '#domain/event-store'
import type { AnyEvent } from '#domain/messages'
import { sql } from '#drizzle/db'
import { eventStore } from '#drizzle/event-store'
import { publish } from '#drizzle/log'
import { useTestDatabase } from '#drizzle/testing/database'
import { type Consumer, consume } from './consumers.ts'
import { retryParked } from './retry-parked.ts'

useTestDatabase()

const shard = 7
const orderId = shard.toString(16) + randomUUID().slice(1)

/** Gives an order as many more events and publishes them. */
const happened = async (events: number): Promise<void> => {
  const { version } = await eventStore(sql()).load(`order-${orderId}`)
  await eventStore(sql()).append([
    {
      stream: `order-${orderId}`,
      expectedVersion: version,
      conferenceId: orderId,
      events: Array.from({ length: events }, (): AnyEvent => ({ type: 'OrderReinstated', data: { orderId } })),
      commands: [],
      metadata: { correlationId: 'c', causationId: 'c', actor: 'test' },
    },
  ])
  await publish(sql(), shard)
}

/** Writes down the version of each event it hears, after `before` has had its say. */
const writer = (before: (version: number) => unknown = () => undefined): Consumer => ({
  name: 'orders',
  hears: () => true,
  keyOf: () => orderId,
  handle: async (tx, _, messages) => {
    for (const message of messages) {
      const version = message.kind === 'event' ? message.version : 0
      await tx`insert into heard (version) values (${version})`
      const error = await before(version)
      if (error) throw error
    }
    return undefined
  },
})
const poisonedBy = (...versions: number[]) => writer(version => versions.includes(version) && new Error(`poison ${version}`))

const read = (consumer: Consumer) => consume(sql(), consumer, shard, { skipLocked: false, upTo: BigInt(Number.MAX_SAFE_INTEGER) })
const heard = async (): Promise<number[]> =>
  (await sql()<{ version: number }[]>`select version from heard order by n`).map(({ version }) => version)
const parked = async () => [
  ...(await sql()<{ attempts: number; error: string | null }[]>`
    select attempts, error from parked where key = ${orderId} order by sequence`),
]
const sequenceOf = async (version: number): Promise<bigint> => {
  const [row] = await sql()<{ sequence: string }[]>`
    select o.sequence from outbox o join events e on e.position = o.event_position where e.version = ${version}
    and e.stream = ${`order-${orderId}`}`
  return BigInt(row?.sequence ?? 0)
}

/** Five events of one order, the second of which could not be handled. */
beforeEach(async () => {
  await sql()`drop table if exists heard`
  await sql()`create table heard (n serial, version integer)`
  await sql()`alter table events disable trigger user`
  await sql()`delete from events`
  await sql()`delete from outbox`
  await sql()`alter table events enable trigger user`
  await sql()`delete from parked`
  await happened(5)
  await read(poisonedBy(2))
  expect(await heard()).toEqual([1])
  expect(await parked()).toHaveLength(4)
})

describe('trying a parked key again', () => {
  it('handles its messages in their order and sets the key free', async () => {
    expect(await retryParked(sql(), writer(), orderId)).toEqual({ handled: 4, dropped: 0, left: 0 })
    expect(await heard()).toEqual([1, 2, 3, 4, 5])
    expect(await parked()).toEqual([])
    await happened(1)
    await read(writer())
    expect(await heard()).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('stops before the first that fails again, which says why', async () => {
    const retried = await retryParked(sql(), poisonedBy(4), orderId)
    expect(retried).toEqual({ handled: 2, dropped: 0, left: 2, error: 'Error: poison 4' })
    expect(await heard()).toEqual([1, 2, 3])
    expect(await parked()).toEqual([
      { attempts: 1, error: 'Error: poison 4' },
      { attempts: 0, error: null },
    ])
    await retryParked(sql(), poisonedBy(4), orderId)
    expect(await parked()).toMatchObject([{ attempts: 2 }, { attempts: 0 }])
    expect(await heard()).toEqual([1, 2, 3])
  })

  it('lets nothing overtake that comes for the key meanwhile', async () => {
    let reading: Promise<unknown> | undefined
    const slow = writer(async version => {
      if (version !== 3) return
      await happened(2)
      reading = read(writer())
      // It has come as far as it can when it waits for the checkpoint.
      const waiting = () => sql()`select 1 from pg_stat_activity where wait_event_type = 'Lock' and state = 'active'`
      await vi.waitUntil(async () => (await waiting()).length > 0, { timeout: 1_500, interval: 5 })
    })
    await retryParked(sql(), slow, orderId)
    await reading
    expect(await heard()).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(await parked()).toEqual([])
  })

  it('tries again when others were faster, which is nobody’s fault', async () => {
    let conflicts = 2
    await retryParked(
      sql(),
      writer(() => (conflicts-- > 0 ? new VersionConflict('someone was faster') : undefined)),
      orderId,
    )
    expect(await heard()).toEqual([1, 2, 3, 4, 5])
  })

  it('keeps everything when the database goes away in its midst', async () => {
    const cut = writer(version => version === 4 && Object.assign(new Error('terminating connection'), { code: '57P01' }))
    await expect(retryParked(sql(), cut, orderId)).rejects.toThrow('terminating connection')
    expect(await heard()).toEqual([1])
    expect(await parked()).toMatchObject([{ attempts: 1, error: 'Error: poison 2' }, {}, {}, {}])
  })
})

describe('dropping a parked message', () => {
  it('drops the first alone and handles the others', async () => {
    expect(await retryParked(sql(), poisonedBy(2), orderId, await sequenceOf(2))).toEqual({ handled: 3, dropped: 1, left: 0 })
    expect(await heard()).toEqual([1, 3, 4, 5])
    expect(await parked()).toEqual([])
  })

  it('is refused for any other than the first', async () => {
    await expect(retryParked(sql(), writer(), orderId, await sequenceOf(3))).rejects.toThrow(String(await sequenceOf(2)))
    expect(await heard()).toEqual([1])
    expect(await parked()).toHaveLength(4)
  })
})

it('leaves in place what only a newer build knows', async () => {
  await sql()`update outbox set event_position = null, kind = 'command', payload = '{"command": {"type": "TeleportOrder"}}'
    where sequence = ${String(await sequenceOf(5))}`
  await expect(retryParked(sql(), writer(), orderId)).rejects.toThrow('TeleportOrder')
  expect(await parked()).toHaveLength(4)
})
