import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type StreamAppend, shardOf, VersionConflict } from '#domain/event-store'
import type { AnyEvent } from '#domain/messages'
import { AlreadyStarted } from '#domain/refusal'
import { type Sql, sql, type Tx } from './db.ts'
import { eventStore } from './event-store.ts'
import { commandIdHash, inputHash, newId } from './ids.ts'
import { sendCommand } from './send.ts'
import { write } from './testing/a-conference.ts'
import { useTestDatabase } from './testing/database.ts'

useTestDatabase()

const writers = 20
const rounds = 50
const each = <Result>(count: number, work: (index: number) => Promise<Result>): Promise<PromiseSettledResult<Result>[]> =>
  Promise.allSettled(Array.from({ length: count }, (_, index) => work(index)))

const event = (orderId: string): AnyEvent => ({ type: 'OrderExpired', data: { orderId } })

/** `writer` stands in the metadata and leaves a command, so that what a loser stored would be found. */
const entry = (orderId: string, expectedVersion: number, writer = 'writer'): StreamAppend => ({
  stream: `order-${orderId}`,
  expectedVersion,
  conferenceId: orderId,
  events: [event(orderId)],
  commands: [{ command: { type: 'RejectOrder', data: { orderId } } }],
  metadata: { correlationId: orderId, causationId: writer, actor: 'test' },
})

const versionOf = async (orderId: string): Promise<number> => (await eventStore(sql()).load(`order-${orderId}`)).version

/** How many messages in the order's shard were left by writers whose names begin so. */
const leftBy = async (orderId: string, writer: string): Promise<number> => {
  const [row] = await sql()<{ n: number }[]>`
    select count(*)::int as n from outbox o left join events e on e.position = o.event_position and e.shard = o.shard
    where o.shard = ${shardOf(orderId)} and coalesce(o.payload->'metadata', e.metadata)->>'causationId' like ${`${writer}%`}`
  return row?.n ?? -1
}

/** The one who won, after every other was refused for a moved stream. */
const winnerOf = (outcomes: readonly PromiseSettledResult<unknown>[]): number => {
  const winners = outcomes.flatMap(({ status }, index) => (status === 'fulfilled' ? [index] : []))
  for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(VersionConflict)
  expect(winners).toHaveLength(1)
  return winners[0] ?? -1
}

/** Each append by itself, or in a transaction with something else. */
const ways: readonly (readonly [string, (append: (on: Sql | Tx) => Promise<unknown>) => Promise<unknown>])[] = [
  ['in autocommit', append => append(sql())],
  ['in a transaction', append => write(append)],
]

describe.each(ways)(`of ${writers} writers who expect the same version, %s`, (_, within) => {
  it(`exactly one wins each of ${rounds} rounds`, async () => {
    const id = randomUUID()
    for (let round = 0; round < rounds; round++)
      winnerOf(await each(writers, () => within(on => eventStore(on).append([entry(id, round)]))))
    expect(await versionOf(id)).toBe(rounds)
  })

  it(`exactly one creates each of ${rounds} streams`, async () => {
    for (let round = 0; round < rounds; round++) {
      const id = randomUUID()
      winnerOf(await each(writers, () => within(on => eventStore(on).append([entry(id, 0)]))))
      expect(await versionOf(id)).toBe(1)
    }
  })

  it('the losers leave nothing in any stream, wherever in their append the moved one stands', async () => {
    const hot = randomUUID()
    const run = randomUUID()
    for (let round = 0; round < rounds; round++) {
      const own = Array.from({ length: writers }, () => newId(hot))
      const outcomes = await each(writers, writer => {
        const entries = [entry(own[writer] ?? '', 0, `${run} ${writer}`), entry(hot, round, `${run} ${writer}`)]
        return within(on => eventStore(on).append(writer % 2 === 0 ? entries : entries.reverse()))
      })
      const winner = winnerOf(outcomes)
      expect(await Promise.all(own.map(versionOf))).toEqual(own.map((_, writer) => (writer === winner ? 1 : 0)))
    }
    expect(await leftBy(hot, run)).toBe(4 * rounds)
  })
})

it('refuses a version that is too high, though the one before it is being written', async () => {
  const id = randomUUID()
  await write(async tx => {
    await eventStore(tx).append([entry(id, 0)])
    await expect(eventStore(sql()).append([entry(id, 1, 'too high')])).rejects.toBeInstanceOf(VersionConflict)
  })
  await expect(eventStore(sql()).append([entry(id, 2, 'too high')])).rejects.toBeInstanceOf(VersionConflict)
  expect(await versionOf(id)).toBe(1)
  expect(await leftBy(id, 'too high')).toBe(0)
})

describe(`a command id heard ${writers} times at once`, () => {
  const place = (commandId: string, conferenceId: string, orderId: string, input: unknown) => {
    const order = {
      orderId,
      conferenceId,
      lines: [{ seatTypeId: 'g', quantity: 1, name: 'G', description: '', unitPriceMinor: 1 }],
    }
    const data = { ...order, currency: 'USD', now: new Date().toISOString(), holdMinutes: 15, sealedOrderCode: 'sealed' }
    const received = { commandId, input, outcome: { orderId } }
    return sendCommand(
      { type: 'RegisterToConference', data },
      { conferenceId, actor: 'registrant', correlationId: orderId, received },
    )
  }

  it('gives every hearer the first outcome, and one order', async () => {
    for (let round = 0; round < rounds; round++) {
      const conferenceId = randomUUID()
      const commandId = randomUUID()
      const orderIds = Array.from({ length: writers }, () => newId(conferenceId))
      const outcomes = await Promise.all(orderIds.map(orderId => place(commandId, conferenceId, orderId, 'the same')))
      const first = outcomes.find(({ repeated }) => !repeated)?.outcome
      expect(outcomes.map(({ outcome }) => outcome)).toEqual(orderIds.map(() => first))
      const placed = (await Promise.all(orderIds.map(versionOf))).filter(version => version > 0)
      expect(placed).toHaveLength(1)
    }
  })

  it('refuses those who bring another input, and stores nothing of theirs', async () => {
    const conferenceId = randomUUID()
    const commandId = randomUUID()
    const orderIds = Array.from({ length: writers }, () => newId(conferenceId))
    const outcomes = await each(writers, index => place(commandId, conferenceId, orderIds[index] ?? '', `input ${index % 2}`))
    const [kept] = await sql()<{ inputHash: string; outcome: Record<string, string> }[]>`
      select input_hash as "inputHash", outcome from commands where id_hash = ${commandIdHash(commandId)}`
    const first = kept?.outcome ?? {}
    for (const [index, outcome] of outcomes.entries()) {
      const isSame = inputHash(`input ${index % 2}`) === kept?.inputHash
      if (isSame) expect(outcome).toMatchObject({ status: 'fulfilled', value: { outcome: first } })
      else expect(outcome).toEqual({ status: 'rejected', reason: new AlreadyStarted(first) })
    }
    const placed = (await Promise.all(orderIds.map(versionOf))).filter(version => version > 0)
    expect(placed).toHaveLength(1)
  })
})
