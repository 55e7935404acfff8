import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { shardOf } from '#domain/event-store'
import { sql } from '#drizzle/db'
import { allShards } from '#drizzle/log'
import { removePastCommands } from '#drizzle/retention'
import { write } from '#drizzle/testing/a-conference'
import { useTestDatabase } from '#drizzle/testing/database'
import { setClockAhead, withTestClock } from '#drizzle/testing/test-clock'
import { readModels } from './projections/read-models.ts'
import { rebuild } from './rebuild.ts'
import { retention } from './retention.ts'
import { drain } from './runtime.ts'
import { aSellingConference } from './testing/a-selling-conference.ts'
import { everyRow } from './testing/every-row.ts'

useTestDatabase(withTestClock)

const day = 24 * 60
const inDays = (days: number) => setClockAhead({ minutes: days * day })
afterEach(() => inDays(0))

let conference: Awaited<ReturnType<typeof aSellingConference>>
let shard: number

/** The commands of the conference's shard that the outbox has, by where they stand. */
const commandsLeft = async (): Promise<number[]> => {
  const rows = await sql()<{ n: number }[]>`
    select sequence::int as n from outbox where shard = ${shard} and kind = 'command' and sequence is not null order by sequence`
  return rows.map(({ n }) => n)
}

const head = async (): Promise<number> => {
  const [row] = await sql()<{ n: number }[]>`select last_sequence::int as n from shards where shard = ${shard}`
  return row?.n ?? 0
}

const removeFromAllShards = async (): Promise<void> => {
  const removePast = retention()
  for (const _ of allShards) await removePast(sql())
}

/** One order that expires, and one that is paid, whose deadline is the last thing that is published: two days ahead. */
beforeEach(async () => {
  conference = await aSellingConference({ quota: 10 })
  shard = shardOf(conference.conferenceId)
  const wrong = await conference.place(2)
  await conference.settle()
  await conference.pay(wrong, 1)
  inDays(1)
  await conference.settle()
  inDays(0)
  const right = await conference.place(3)
  await conference.settle()
  await conference.pay(right, 3)
  await conference.settle()
  inDays(2)
  await conference.settle()
  inDays(0)
})

describe('a published command', () => {
  it('stays for a week and is gone after it, but for the last message of its shard', async () => {
    const published = await commandsLeft()
    expect(published.length).toBeGreaterThan(10)
    expect(published.at(-1)).toBe(await head())
    inDays(6.9)
    await removeFromAllShards()
    expect(await commandsLeft()).toEqual(published)
    inDays(9.1)
    await removeFromAllShards()
    expect(await commandsLeft()).toEqual([await head()])
  })

  it('leaves every read model as a rebuild makes it, and the site selling', async () => {
    inDays(10)
    await removeFromAllShards()
    const before = await everyRow()
    for (const readModel of readModels) await rebuild(sql(), readModel)
    expect(await everyRow()).toEqual(before)
    expect(before.filter(({ rows }) => rows.length === 0)).toEqual([])
    const [behind] = await sql()<{ n: number }[]>`
      select count(*)::int as n from checkpoints c join shards s using (shard) where c.sequence < s.last_sequence`
    expect(behind?.n).toBe(0)
    inDays(0)
    const orderId = await conference.place(1)
    await conference.settle()
    await conference.pay(orderId, 1)
    await conference.settle()
    expect(await sql()`select status from orders where order_id = ${orderId}`).toEqual([{ status: 'confirmed' }])
  })

  it('is not removed while a consumer has not passed it', async () => {
    const published = await commandsLeft()
    const passed = published[4] ?? 0
    await sql()`update checkpoints set sequence = ${passed} where consumer = 'mails' and shard = ${shard}`
    inDays(10)
    await removeFromAllShards()
    expect(await commandsLeft()).toEqual(published.filter(n => n > passed))
    await sql()`update checkpoints set sequence = ${await head()} where consumer = 'mails' and shard = ${shard}`
  })

  it('is not removed while it is parked', async () => {
    const [first = 0] = await commandsLeft()
    await sql()`
      insert into parked (consumer, key, sequence, shard, message_type, error, attempts, parked_at)
      values ('commands', 'key', ${first}, ${shard}, 'ChangeSeatQuota', 'failed', 1, now())`
    inDays(10)
    await removeFromAllShards()
    expect(await commandsLeft()).toContain(first)
    await sql()`delete from parked`
  })

  it('is not removed while the timelines are built anew beside the living ones', async () => {
    const published = await commandsLeft()
    await sql()`insert into checkpoints (consumer, shard, sequence) values ('order-timeline@2', ${shard}, ${await head()})`
    inDays(10)
    await removeFromAllShards()
    expect(await commandsLeft()).toEqual(published)
    await sql()`delete from checkpoints where consumer = 'order-timeline@2'`
  })

  it('is removed in small batches, the oldest first', async () => {
    const published = await commandsLeft()
    inDays(10)
    expect(await write(tx => removePastCommands(tx, shard, 3))).toHaveLength(3)
    expect(await commandsLeft()).toEqual(published.slice(3))
  })

  it('goes by itself with the sweeps', async () => {
    inDays(10)
    await conference.settle()
    const published = await commandsLeft()
    for (const _ of allShards) await drain(10_000)
    expect((await commandsLeft()).length).toBeLessThan(published.length / 2)
  })
})

it('forgets the id of a form after a month, and never an event', async () => {
  const hear = (idHash: string, days: number) => sql()`
    insert into commands (id_hash, shard, input_hash, outcome, received_at)
    values (${idHash}, ${shard}, 'input', '{}', now() - ${days} * interval '1 day')`
  await hear('young', 29)
  await hear('old', 31)
  const [before] = await sql()`select count(*)::int as n from events`
  await removeFromAllShards()
  expect(await sql()`select id_hash as id from commands`).toEqual([{ id: 'young' }])
  expect(await sql()`select count(*)::int as n from events`).toEqual([before])
})

it('clears away counts of attempts that are over', async () => {
  await sql()`insert into attempts (key, points, expire) values ('over', 3, ${Date.now() - 1}), ('running', 3, ${Date.now() + 60_000})`
  await removeFromAllShards()
  expect(await sql()`select key from attempts`).toEqual([{ key: 'running' }])
})
