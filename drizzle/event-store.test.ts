import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type StreamAppend, VersionConflict } from '#domain/event-store'
import type { AnyEvent } from '#domain/messages'
import { AlreadyStarted } from '#domain/refusal'
import { sql } from './db.ts'
import { eventStore } from './event-store.ts'
import { useTestDatabase } from './testing/database.ts'

useTestDatabase()

const store = () => eventStore(sql())
const metadata = { correlationId: 'c', causationId: 'c', actor: 'test' }

const expired = (orderId: string): AnyEvent => ({ type: 'OrderExpired', data: { orderId } })

const entry = (orderId: string, expectedVersion: number, events = [expired(orderId)]): StreamAppend => ({
  stream: `order-${orderId}`,
  expectedVersion,
  conferenceId: orderId,
  events,
  commands: [],
  metadata,
})

const stored = async (orderId: string): Promise<number> => (await store().load(`order-${orderId}`)).version

describe('an append', () => {
  it('stores events in order and gives them back as they were', async () => {
    const id = randomUUID()
    const events: AnyEvent[] = [expired(id), { type: 'OrderReinstated', data: { orderId: id } }]
    await store().append([entry(id, 0, events)])
    expect(await store().load(`order-${id}`)).toEqual({ version: 2, events, snapshot: undefined })
  })

  it.each([
    ['too low', 0],
    ['too high', 2],
  ])('refuses an expected version that is %s', async (_, expectedVersion) => {
    const id = randomUUID()
    await store().append([entry(id, 0)])
    await expect(store().append([entry(id, expectedVersion)])).rejects.toBeInstanceOf(VersionConflict)
    expect(await stored(id)).toBe(1)
  })

  it('refuses to create a stream at a later version', async () => {
    const id = randomUUID()
    await expect(store().append([entry(id, 1)])).rejects.toBeInstanceOf(VersionConflict)
    expect(await stored(id)).toBe(0)
  })

  it('stores nothing of several streams when one of them has moved', async () => {
    const one = randomUUID()
    const other = one.charAt(0) + randomUUID().slice(1)
    await store().append([entry(other, 0)])
    await expect(store().append([entry(one, 0), entry(other, 0)])).rejects.toBeInstanceOf(VersionConflict)
    expect(await stored(one)).toBe(0)
    const rows =
      await sql()`select 1 from outbox o join events e on e.position = o.event_position where e.stream = ${`order-${one}`}`
    expect(rows).toHaveLength(0)
  })

  it('puts the events before the commands that leave with them', async () => {
    const id = randomUUID()
    const reject = { command: { type: 'RejectOrder' as const, data: { orderId: id } } }
    await store().append([
      { ...entry(id, 0), commands: [reject] },
      { ...entry(id, 1), commands: [reject] },
    ])
    const shard = Number.parseInt(id.charAt(0), 16)
    const rows = await sql()<{ kind: string }[]>`select kind from outbox where shard = ${shard} order by id desc limit 4`
    expect(rows.map(row => row.kind).reverse()).toEqual(['event', 'event', 'command', 'command'])
  })
})

describe('a command heard again', () => {
  const heard = (input: string) => ({ idHash: `id-${input}`, inputHash: input, outcome: { orderId: 'first' } })

  it('is answered with its first outcome and changes nothing', async () => {
    const id = randomUUID()
    const received = heard(randomUUID())
    expect(await store().append([entry(id, 0)], received)).toEqual({ repeated: false })
    const again = { ...received, outcome: { orderId: 'second' } }
    expect(await store().append([entry(id, 1)], again)).toEqual({ repeated: true, outcome: { orderId: 'first' } })
    expect(await stored(id)).toBe(1)
  })

  it('is refused with a sentence when its input is another', async () => {
    const id = randomUUID()
    const received = heard(randomUUID())
    await store().append([entry(id, 0)], received)
    const other = { ...received, inputHash: 'other' }
    await expect(store().append([entry(id, 1)], other)).rejects.toThrow(new AlreadyStarted({ orderId: 'first' }))
    expect(await stored(id)).toBe(1)
  })

  it('is not remembered when its append was refused', async () => {
    const id = randomUUID()
    const received = heard(randomUUID())
    await expect(store().append([entry(id, 5)], received)).rejects.toBeInstanceOf(VersionConflict)
    expect(await store().append([entry(id, 0)], received)).toEqual({ repeated: false })
  })
})

describe('the log', () => {
  it('refuses to change or remove what happened', async () => {
    await store().append([entry(randomUUID(), 0)])
    await expect(sql()`update events set type = 'Other'`).rejects.toThrow('append-only')
    await expect(sql()`delete from events`).rejects.toThrow('append-only')
    await expect(sql()`truncate events`).rejects.toThrow('append-only')
  })

  it('loads from a snapshot and the events after it, and ignores one of another schema version', async () => {
    const id = randomUUID()
    const shard = Number.parseInt(id.charAt(0), 16)
    const stream = `order-${id}`
    await store().append([entry(id, 0, [expired(id), expired(id), expired(id)])])
    const snapshot = (schemaVersion: number) => sql()`
      insert into snapshots (stream, shard, version, schema_version, state) values (${stream}, ${shard}, 2, ${schemaVersion}, '{"kept":true}')
      on conflict (stream, shard) do update set schema_version = ${schemaVersion}`
    await snapshot(1)
    expect(await store().load(stream)).toMatchObject({ version: 3, events: [expired(id)], snapshot: { kept: true } })
    await snapshot(99)
    const whole = await store().load(stream)
    expect(whole).toMatchObject({ version: 3, events: [{}, {}, {}] })
    expect(whole.snapshot).toBeUndefined()
  })

  it('reads a confirmation of the first release with the lines of the order itself', async () => {
    const id = randomUUID()
    const lines = [{ seatTypeId: 's', quantity: 2, name: 'General', unitPriceMinor: 100, lineTotalMinor: 200 }]
    const old = [
      { type: 'OrderPlaced', data: { orderId: id, conferenceId: id, seats: [], lines: [] } },
      { type: 'OrderTotalsCalculated', data: { orderId: id, lines: [], totalMinor: 0, isFreeOfCharge: false } },
      { type: 'OrderTotalsCalculated', data: { orderId: id, lines, totalMinor: 200, isFreeOfCharge: false } },
      JSON.parse(`{"type":"OrderPaymentConfirmed","data":{"orderId":"${id}","paymentId":"p1"}}`),
    ] as AnyEvent[]
    await store().append([entry(id, 0, old)])
    const { events } = await store().load(`order-${id}`)
    expect(events.at(-1)).toEqual({
      type: 'OrderConfirmed',
      data: { orderId: id, conferenceId: id, paymentId: 'p1', lines, totalMinor: 200 },
    })
  })
})
