import { and, count, desc, eq, type SQL } from 'drizzle-orm'
import { shardOf } from '#domain/event-store'
import { type Reading, read } from '../db.ts'
import { orders } from '../schema/read-models.ts'
import { type OrdersQuestion, ordersWanted } from './orders-wanted.ts'
import { selectReflectedMoment } from './reflected-moment.ts'

export const ordersPerPage = 50

const columns = {
  orderId: orders.orderId,
  status: orders.status,
  sealedCode: orders.sealedCode,
  firstName: orders.firstName,
  lastName: orders.lastName,
  email: orders.email,
  seats: orders.seats,
  totalMinor: orders.totalMinor,
  currency: orders.currency,
  placedAt: orders.placedAt,
}

/** The page is cut out first; then each of its rows is looked up in full. */
const selectPage = async (tx: Reading, shard: number, where: SQL | undefined, page: number) => {
  const paged = tx
    .select({ orderId: orders.orderId, placedAt: orders.placedAt })
    .from(orders)
    .where(where)
    .orderBy(desc(orders.placedAt), desc(orders.orderId))
    .limit(ordersPerPage)
    .offset((page - 1) * ordersPerPage)
    .as('paged')
  const order = tx
    .select(columns)
    .from(orders)
    .where(and(eq(orders.orderId, paged.orderId), eq(orders.shard, shard)))
    // Keeps it at one look into the index, whatever PostgreSQL thinks of the page's size.
    .limit(1)
    .as('listed')
  const [rows, [counted]] = await Promise.all([
    tx.select().from(paged).crossJoinLateral(order).orderBy(desc(paged.placedAt), desc(paged.orderId)),
    tx.select({ total: count() }).from(orders).where(where),
  ])
  return { orders: rows.map(({ listed }) => listed), total: counted?.total ?? 0 }
}

/**
 * The orders of a conference, the newest first, 50 of page `page` (from 1). A search that is the code of an order finds that one;
 * any other finds names and e-mails. `total` counts every page, `reflectsAt` is the moment they show. All in one snapshot.
 */
export const listOrders = ({ page, ...question }: OrdersQuestion & Readonly<{ page: number }>) => {
  const shard = shardOf(question.conferenceId)
  const { byCode, byName } = ordersWanted(question)
  return read(async tx => {
    const reflectsAt = await selectReflectedMoment(tx, shard, ['orders'])
    const found = byCode && (await selectPage(tx, shard, byCode, page))
    if (found && found.total > 0) return { ...found, reflectsAt }
    return { ...(await selectPage(tx, shard, byName, page)), reflectsAt }
  })
}

export type ListedOrder = Awaited<ReturnType<typeof listOrders>>['orders'][number]
