import { beforeAll, expect, it } from 'vitest'
import { sql } from '../db.ts'
import { chosenPlans } from '../testing/chosen-plans.ts'
import { useTestDatabase } from '../testing/database.ts'
import { askForOrders } from './awaited-order.ts'

const database = useTestDatabase()

const shard = 10
const idOf = (number: number): string => `a${String(number).padStart(7, '0')}-0000-4000-8000-000000000000`

beforeAll(async () => {
  await sql()`
    insert into orders (order_id, shard, conference_id, version, status, was_reinstated, sealed_code, code_lookup, currency, placed_at,
      hold_expires_at, seats, total_minor)
    select 'a' || lpad(n::text, 7, '0') || '-0000-4000-8000-000000000000', ${shard}, 'a1111111-1111-4111-8111-111111111111', n % 9,
      'reserved', false, '', n::text, 'USD', now(), now(), 1, 100
    from generate_series(1, 5000) as n`
  await sql()`analyze orders`
})

it('tells how far those orders are that were asked for, and nothing of others or of what is not there', async () => {
  const found = await askForOrders(sql(), [idOf(7), idOf(12), idOf(9_999)])
  expect(
    [...found.values()].map(({ orderId, version, assignmentsVersion }) => ({ orderId, version, assignmentsVersion })),
  ).toEqual([
    { orderId: idOf(7), version: 7, assignmentsVersion: 0 },
    { orderId: idOf(12), version: 3, assignmentsVersion: 0 },
  ])
})

it('reads no more orders than it is asked for, however many there are', async () => {
  const plans = await chosenPlans(database.url, async on => {
    // Often enough for PostgreSQL to settle on the plan that it keeps.
    for (let time = 0; time < 8; time++) await askForOrders(on, [idOf(7), idOf(12)])
  })
  expect(plans).toHaveLength(8)
  expect(plans.flatMap(({ readWhole }) => readWhole)).not.toContain('orders')
  expect(plans.filter(({ rows }) => rows > 10)).toEqual([])
})
