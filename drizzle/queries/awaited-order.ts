import { shardOf } from '#domain/event-store'
import { type Sql, sql } from '../db.ts'
import type { OrderStatus, PaymentStatus } from '../schema/read-models.ts'
import { awaiting } from '../ticker.ts'
import { ask } from './ask.ts'

/** What people wait for: how far an order, its newest payment and its seat assignments have come in the read tables. */
export type AwaitedOrder = Readonly<{
  orderId: string
  status: OrderStatus
  version: number
  paymentId: string | null
  paymentStatus: PaymentStatus | null
  paymentChangedAt: string | null
  assignmentsVersion: number
}>

/**
 * By one index lookup for each order (`offset 0`): joined, PostgreSQL reads all orders there are, since it expects a hundred to be
 * asked for.
 */
export const askForOrders = async (on: Sql, orderIds: readonly string[]): Promise<ReadonlyMap<string, AwaitedOrder>> => {
  const wanted = JSON.stringify(orderIds.map(id => ({ id, shard: shardOf(id) })))
  const rows = await ask(
    async () => on<AwaitedOrder[]>`
      select o.order_id as "orderId", o.status, o.version,
        p.payment_id as "paymentId", p.status as "paymentStatus", p.changed_at::text as "paymentChangedAt",
        coalesce((select max(a.version) from seat_assignments a where a.order_id = o.order_id and a.shard = o.shard), 0)
          as "assignmentsVersion"
      from jsonb_to_recordset(${wanted}::text::jsonb) as w(id text, shard smallint)
      cross join lateral (select * from orders where order_id = w.id and shard = w.shard offset 0) o
      left join lateral (
        select payment_id, status, changed_at from order_payments p
        where p.order_id = o.order_id and p.shard = o.shard order by p.initiated_at desc, p.payment_id limit 1
      ) p on true`,
  )
  return new Map(rows.map(row => [row.orderId, row]))
}

const orders = awaiting(orderIds => askForOrders(sql(), orderIds))

export const waitForOrder = orders.until
export const followOrder = orders.follow
