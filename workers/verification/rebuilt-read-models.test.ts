import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { shardOf } from '#domain/event-store'
import { sql, type Tx } from '#drizzle/db'
import { allShards, publish } from '#drizzle/log'
import { useTestDatabase } from '#drizzle/testing/database'
import { setClockAhead, withTestClock } from '#drizzle/testing/test-clock'
import { orders } from '../projections/orders.ts'
import type { Projection } from '../projections/projection.ts'
import { readModels } from '../projections/read-models.ts'
import { retention } from '../retention.ts'
import { aSellingConference } from '../testing/a-selling-conference.ts'
import { everyRow } from '../testing/every-row.ts'
import { whatIsWrong } from '../testing/what-is-wrong.ts'
import { verify } from '../verify.ts'
import { compareWithRebuilt } from './rebuilt-read-models.ts'

useTestDatabase(withTestClock)
afterEach(() => setClockAhead({ minutes: 0 }))

let slug: string
let conference: Awaited<ReturnType<typeof aSellingConference>>
let orderId: string
let shard: number

beforeEach(async () => {
  slug = `engines-${randomUUID().slice(0, 8)}`
  conference = await aSellingConference({ quota: 10, slug })
  shard = shardOf(conference.conferenceId)
  orderId = await conference.place(3)
  await conference.settle()
  await conference.pay(orderId, 3)
  await conference.settle()
  await conference.assign(orderId, 1)
  await conference.settle()
})

const compare = (models: readonly Projection[]) =>
  sql().begin('isolation level repeatable read', tx => compareWithRebuilt(tx, shard, models))

it('tells which rows of a read model differ and where, are missing or too many', async () => {
  await sql()`update orders set search_text = 'x', seats = seats + 1 where order_id = ${orderId}`
  await sql()`update order_lines set name = 'Gold' where order_id = ${orderId}`
  await sql()`delete from seat_assignments where order_id = ${orderId} and position = 2`
  await sql()`
    insert into order_timeline select order_id, sequence + 100000, shard, conference_id, kind, type, data, actor, causation, happened_at
    from order_timeline where order_id = ${orderId}`
  const { sentences } = await whatIsWrong(slug)
  const [rows] = await sql()<{ n: number }[]>`
    select count(*)::int / 2 as n from order_timeline where order_id = ${orderId}`
  expect(sentences).toEqual([
    'Seats to assign: the read tables show 2, the events say 3.',
    `The read model orders differs from the events in 1 row, in search_text, seats (${orderId}).`,
    `The read model orders, table order_lines, differs from the events in 1 row, in name (${orderId}/${conference.seatTypeId}).`,
    `The read model seat-assignments lacks 1 row that the events give (${orderId}/2).`,
    expect.stringMatching(
      new RegExp(`^The read model order-timeline has ${rows?.n} rows that .* not give \\((${orderId}/\\d+, ){3}…\\)\\.$`),
    ),
  ])
})

it('tells of the conference that it was asked for, and of what belongs to none', async () => {
  await sql()`update orders set seats = 9 where order_id = ${orderId}`
  const other = await aSellingConference({ quota: 1, slug: `${slug}-too` })
  await sql()`
    insert into order_lines (order_id, seat_type_id, shard, ordinal, name, description, unit_price_minor, requested, reserved, line_total_minor)
    values ('nobody', 'nothing', ${shardOf(other.conferenceId)}, 0, '', '', 0, 0, 0, 0)`
  expect((await whatIsWrong(`${slug}-too`)).sentences).toEqual([
    'The read model orders, table order_lines, has 1 row that the events do not give (nobody/nothing).',
  ])
  await sql()`delete from order_lines where order_id = 'nobody'`
})

it('compares each read model with the log as far as it has read', async () => {
  const late = await conference.place(1)
  await publish(sql(), shard)
  await sql()`update checkpoints set sequence = 0 where consumer = 'conference-history' and shard = ${shard}`
  await sql()`delete from conference_history where shard = ${shard}`
  expect(await whatIsWrong(slug)).toEqual({ sentences: [], underWay: 1 })
  await conference.settle()
  expect(await whatIsWrong(slug)).toEqual({ sentences: [], underWay: 0 })
  expect(await sql()`select 1 from orders where order_id = ${late}`).toHaveLength(1)
})

it('asks for nothing that is older than the log keeps it', async () => {
  const commands = () => sql()`select 1 from order_timeline where order_id = ${orderId} and kind = 'command'`
  const before = (await commands()).length
  setClockAhead({ minutes: 2 * 24 * 60 })
  await conference.settle()
  setClockAhead({ minutes: 10 * 24 * 60 })
  const removePast = retention()
  for (const _ of allShards) await removePast(sql())
  expect((await commands()).length).toBeLessThan(before)
  expect(await whatIsWrong(slug)).toEqual({ sentences: [], underWay: 0 })
})

it('says that something is parked, and takes nothing that waits behind it for missing', async () => {
  await sql()`alter table orders add constraint nobody check (last_name <> 'Byron')`
  await conference.identify(orderId, { firstName: 'Ada', lastName: 'Byron', email: 'ada@example.org' })
  await conference.settle()
  await sql()`alter table orders drop constraint nobody`
  setClockAhead({ minutes: 7 })
  expect((await whatIsWrong(slug)).sentences).toEqual([
    '1 message is parked for orders, the first 7 min ago: see npm run parked.',
  ])
  await sql()`delete from parked`
  expect((await whatIsWrong(slug)).sentences).toEqual([
    `The read model orders differs from the events in 1 row, in email, first_name, last_name, search_text, version (${orderId}).`,
  ])
})

it('says how many messages a read model cannot take any more, and folds the rest', async () => {
  const forgetful: Projection = {
    ...orders,
    handle: (tx, ofShard, messages) => {
      if (messages.some(({ message: { type, data } }) => type === 'OrderConfirmed' && data.orderId === orderId))
        throw new Error('not this one')
      return orders.handle(tx, ofShard, messages)
    },
  }
  const { differences, unfoldable } = await compare([forgetful])
  expect(unfoldable).toEqual(new Map([['orders', 1]]))
  expect(differences.filter(({ conferenceId }) => conferenceId === conference.conferenceId)).toMatchObject([
    { sentence: expect.stringContaining('differs from the events in 1 row, in ') },
  ])
})

it('can write to no table of anybody else, and leaves nothing behind', async () => {
  const before = await everyRow()
  const rogue: Projection = {
    ...orders,
    handle: async (tx: Tx) => {
      await tx`update public.orders set seats = 77`
      return undefined
    },
  }
  const { unfoldable } = await compare([rogue])
  expect(unfoldable.get('orders')).toBeGreaterThan(0)
  const broken = {
    ...orders,
    keyOf: () => {
      throw new Error('in the middle')
    },
  }
  await expect(compare([broken])).rejects.toThrow('in the middle')
  await Promise.all(Array.from({ length: 16 }, () => compare(readModels)))
  expect(await everyRow()).toEqual(before)
  expect(
    await sql()`
    select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and (n.nspname like 'pg_temp%' or n.nspname = 'rebuild')`,
  ).toEqual([])
  expect(await sql()`select 1 from checkpoints where consumer like '%@%'`).toEqual([])
})

it('tells what waits in the outbox for too long, unless the system was stopped meanwhile', async () => {
  const payload = { command: { type: 'RejectOrder', data: { orderId } }, conferenceId: conference.conferenceId, metadata: {} }
  await sql()`
    insert into outbox (shard, kind, payload, due_at)
    values (${shard}, 'command', ${JSON.stringify(payload)}::text::jsonb, now() - interval '5 minutes')`
  expect((await whatIsWrong(slug)).sentences).toEqual([`shard ${shard} has unpublished messages for 5 min: are workers running?`])
  expect(await verify(sql(), { slugs: [slug], idleMs: 6 * 60_000 })).toMatchObject({ isWell: true })
})
