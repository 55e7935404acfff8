import { and, count, desc, eq, like, type SQL } from 'drizzle-orm'
import { isCode, normaliseCode, orderCodeLength } from '#domain/codes'
import { shardOf } from '#domain/event-store'
import { orderCodeLookup } from '../codes.ts'
import { type Reading, read } from '../db.ts'
import { type OrderStatus, orders } from '../schema/read-models.ts'
import { searchText } from '../search-text.ts'
import { selectReflectedMoment } from './reflected-moment.ts'

export const ordersPerPage = 50

export type OrdersQuestion = Readonly<{ conferenceId: string; search?: string; status?: OrderStatus; page: number }>

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

/** By a part of the registrant's name or e-mail. Signs that mean something in a pattern stand for themselves. */
const named = (search: string): SQL => like(orders.searchText, `%${searchText(search).replace(/[\\%_]/g, sign => `\\${sign}`)}%`)

/** By the whole code: it can only be compared by its hash. Undefined: this is no code. */
const coded = (search: string): SQL | undefined => {
  const code = normaliseCode(search)
  return isCode(code, orderCodeLength) ? eq(orders.codeLookup, orderCodeLookup(code)) : undefined
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
export const listOrders = ({ conferenceId, search = '', status, page }: OrdersQuestion) => {
  const shard = shardOf(conferenceId)
  const text = search.trim()
  const those = (wanted: SQL | undefined) =>
    and(eq(orders.conferenceId, conferenceId), eq(orders.shard, shard), status && eq(orders.status, status), wanted)
  return read(async tx => {
    const reflectsAt = await selectReflectedMoment(tx, shard, ['orders'])
    const code = coded(text)
    const byCode = code && (await selectPage(tx, shard, those(code), page))
    if (byCode && byCode.total > 0) return { ...byCode, reflectsAt }
    return { ...(await selectPage(tx, shard, those(text === '' ? undefined : named(text)), page)), reflectsAt }
  })
}

export type ListedOrder = Awaited<ReturnType<typeof listOrders>>['orders'][number]
