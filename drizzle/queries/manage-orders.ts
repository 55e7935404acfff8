import { and, count, desc, eq, ilike, or, type SQL, sql } from 'drizzle-orm'
import { isCode, normaliseCode, orderCodeLength } from '#domain/codes'
import { shardOf } from '#domain/event-store'
import { orderCodeLookup } from '../codes.ts'
import { read } from '../db.ts'
import { type OrderStatus, orders } from '../schema/read-models.ts'
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

const registrant = sql`(${orders.firstName} || ' ' || ${orders.lastName} || ' ' || ${orders.email})`

/** Signs that mean something in a pattern are themselves. */
const literally = (text: string): string => text.replace(/[\\%_]/g, sign => `\\${sign}`)

/** By a part of the registrant's name or e-mail, or by the whole code: a code can only be compared by its hash. */
const matching = (search: string): SQL | undefined => {
  const part = ilike(registrant, `%${literally(search)}%`)
  const code = normaliseCode(search)
  return isCode(code, orderCodeLength) ? or(eq(orders.codeLookup, orderCodeLookup(code)), part) : part
}

/**
 * The orders of a conference, the newest first, 50 of page `page` (from 1). `total` counts every page, `reflectsAt` is the
 * moment they show. All in one snapshot.
 */
export const listOrders = ({ conferenceId, search = '', status, page }: OrdersQuestion) => {
  const shard = shardOf(conferenceId)
  const wanted = search.trim()
  const where = and(
    eq(orders.conferenceId, conferenceId),
    eq(orders.shard, shard),
    status && eq(orders.status, status),
    wanted === '' ? undefined : matching(wanted),
  )
  return read(async tx => {
    const [found, [counted], reflectsAt] = await Promise.all([
      tx
        .select(columns)
        .from(orders)
        .where(where)
        .orderBy(desc(orders.placedAt), desc(orders.orderId))
        .limit(ordersPerPage)
        .offset((page - 1) * ordersPerPage),
      tx.select({ total: count() }).from(orders).where(where),
      selectReflectedMoment(tx, shard, ['orders']),
    ])
    return { orders: found, total: counted?.total ?? 0, reflectsAt }
  })
}

export type ListedOrder = Awaited<ReturnType<typeof listOrders>>['orders'][number]
