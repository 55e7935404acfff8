import { randomUUID } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import { type Sql, sql, type Tx } from '#drizzle/db'
import { eventStore } from '#drizzle/event-store'
import { newId } from '#drizzle/ids'
import { getOverview } from '#drizzle/queries/manage-overview'
import { useTestDatabase } from '#drizzle/testing/database'
import { orders } from './projections/orders.ts'
import { rebuild } from './rebuild.ts'
import { aSellingConference } from './testing/a-selling-conference.ts'
import { everyRow } from './testing/every-row.ts'

useTestDatabase()

let conference: Awaited<ReturnType<typeof aSellingConference>>
beforeAll(async () => {
  conference = await aSellingConference({ quota: 5_000 })
  await conference.place(2)
  await conference.settle()
})

/** Everything about the read tables but their rows. */
const structure = () => sql()`
  select c.relname, i.relname as index, pg_get_indexdef(i.oid) as definition, k.conname, pg_get_constraintdef(k.oid) as rule,
    c.relacl::text, c.reloptions::text
  from pg_class c join pg_index x on x.indrelid = c.oid join pg_class i on i.oid = x.indexrelid
  left join pg_constraint k on k.conindid = i.oid
  where c.relname in ('orders', 'order_lines', 'order_payments') and c.relnamespace = 'public'::regnamespace order by 1, 2`

const leftovers = async () => [
  ...(await sql()`select relname from pg_class where relnamespace = 'rebuild'::regnamespace and relkind = 'r'`),
  ...(await sql()`select consumer from checkpoints where consumer like '%@%'`),
]

it('leaves tables with the same indexes, keys, options and rights', async () => {
  await sql()`alter table orders set (autovacuum_vacuum_scale_factor = 0.01)`
  await sql()`grant select on orders to public`
  const before = await structure()
  await rebuild(sql(), orders)
  expect(await structure()).toEqual(before)
  expect(before.map(({ index }) => index)).toContain('orders_reinstated')
  expect(JSON.stringify(before)).toContain('autovacuum')
  expect(await leftovers()).toEqual([])
})

it('lets orders come in and pages be read all the while', async () => {
  let over = false
  let placed = (await getOverview(conference.conferenceId)).ordersByStatus
  const total = (counts: typeof placed) => Object.values(counts).reduce((sum, count) => sum + count, 0)
  const selling = (async () => {
    for (let order = 0; order < 8 || !over; order++) {
      await conference.pay(await conference.place(1), 1)
      await conference.settle()
    }
  })()
  const reading = (async () => {
    while (!over) {
      const { ordersByStatus } = await getOverview(conference.conferenceId)
      expect(total(ordersByStatus)).toBeGreaterThanOrEqual(total(placed))
      placed = ordersByStatus
    }
  })()
  const rebuilding = (async () => {
    for (let time = 0; time < 5; time++) expect((await rebuild(sql(), orders)).switchMs).toBeLessThan(1_000)
    over = true
  })().finally(() => {
    over = true
  })
  await Promise.all([selling, reading, rebuilding])
  await conference.settle()
  const sold = await everyRow()
  await rebuild(sql(), orders)
  expect(await everyRow()).toEqual(sold)
  expect(total((await getOverview(conference.conferenceId)).ordersByStatus)).toBeGreaterThan(8)
})

it('is refused in words while another one is at it', async () => {
  let other: Promise<unknown> | undefined
  await rebuild(sql(), orders, {
    eventsAtOnce: 10,
    report: () => {
      other ??= rebuild(sql(), orders).catch(error => error.message)
    },
  })
  expect(await other).toBe('orders is being rebuilt or verified just now: wait for that to end, or end it, and start again.')
})

it('begins anew where another was killed half-way', async () => {
  const before = await everyRow()
  await sql()`create table rebuild.order_lines (half int)`
  await sql()`insert into checkpoints (consumer, shard, sequence) select 'orders@2', shard, 1 from shards where shard < 3`
  await sql()`
    insert into parked (consumer, key, sequence, shard, message_type, error, attempts, parked_at)
    values ('orders@2', 'k', 1, 1, 'OrderPlaced', 'e', 1, now())`
  await rebuild(sql(), orders)
  expect(await everyRow()).toEqual(before)
  expect(await leftovers()).toEqual([])
  expect(await sql()`select 1 from parked`).toHaveLength(0)
})

it('takes the tables from nobody who looks at them as they were', async () => {
  const ordersIn = async (reader: Sql | Tx) => (await reader`select 1 from orders`).length
  const before = await ordersIn(sql())
  let rebuilt: Promise<unknown> | undefined
  await sql().begin('isolation level repeatable read', async tx => {
    await tx`select 1 from conferences`
    await conference.place(1)
    await conference.settle()
    rebuilt = rebuild(sql(), orders)
    const unlocked = async () => (await sql()`select 1 from checkpoints where consumer = 'orders' for update skip locked`).length
    const finished = () =>
      sql()`select 1 from pg_class where relname = 'orders_reinstated' and relnamespace = 'rebuild'::regnamespace`
    await expect.poll(finished, { interval: 5, timeout: 5_000 }).toHaveLength(1)
    await expect.poll(unlocked, { interval: 5, timeout: 5_000 }).toBe(0)
    await expect.poll(unlocked, { interval: 5, timeout: 5_000 }).toBe(16)
    expect(await ordersIn(tx)).toBe(before)
  })
  await rebuilt
  expect(await ordersIn(sql())).toBe(before + 1)
})

it('leaves tables as they were when the database is migrated meanwhile', async () => {
  await sql()`update orders set seats = 77`
  const report = () => void sql()`update drizzle.__drizzle_migrations set created_at = created_at + 1`.execute()
  await expect(rebuild(sql(), orders, { eventsAtOnce: 1_000, report })).rejects.toThrow('was migrated while orders')
  expect(await sql()`select 1 from orders where seats <> 77`).toHaveLength(0)
  expect(await leftovers()).toEqual([])
  await rebuild(sql(), orders)
  expect(await sql()`select 1 from orders where seats = 77`).toHaveLength(0)
})

it('parks what cannot be folded, as the consumer does, and builds the rest', async () => {
  const orderId = newId(conference.conferenceId)
  const events = [{ type: 'OrderExpired' as const, data: { orderId } }]
  const metadata = { correlationId: randomUUID(), causationId: 'test', actor: 'test' }
  const { conferenceId } = conference
  await eventStore(sql()).append([
    { stream: `order-${orderId}`, expectedVersion: 0, conferenceId, events, commands: [], metadata },
  ])
  await conference.settle()
  await sql()`update parked set parked_at = now() - interval '1 hour'`
  const parked = () => sql()`select consumer, key, error, parked_at from parked where consumer like 'orders%'`
  const before = await parked()
  expect(before).toMatchObject([{ consumer: 'orders', key: orderId }])
  const rows = await everyRow()
  await rebuild(sql(), orders)
  // It has been parked for an hour, and not since the rebuild.
  expect(await parked()).toEqual(before)
  expect(await everyRow()).toEqual(rows)
})
