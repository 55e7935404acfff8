import { and, asc, desc, eq, isNotNull, type SQL, sql } from 'drizzle-orm'
import { shardOf } from '#domain/event-store'
import { db } from '../db.ts'
import { orders, seatAssignments } from '../schema/read-models.ts'
import { ask } from './ask.ts'
import { type OrdersQuestion, ordersWanted } from './orders-wanted.ts'

/** So many rows are in memory at once when all of a conference are sent. */
const rowsAtOnce = 500

/** Asks for what follows the last row of the page before, which no row that comes or goes meanwhile can shift. */
async function* pagesOf<Row>(next: (last: Row | undefined) => Promise<Row[]>): AsyncGenerator<Row[]> {
  let last: Row | undefined
  do {
    const page = await next(last)
    last = page.length < rowsAtOnce ? undefined : page.at(-1)
    if (page.length > 0) yield page
  } while (last !== undefined)
}

/** All orders that a search is about, the newest first, in pages. */
export async function* everyOrder(question: OrdersQuestion): AsyncGenerator<OrderRow[]> {
  const { byCode, byName } = ordersWanted(question)
  let isFound = false
  if (byCode)
    for await (const page of orderPages(byCode)) {
      isFound = true
      yield page
    }
  if (!isFound) yield* orderPages(byName)
}

const orderPages = (wanted: SQL | undefined) =>
  pagesOf<OrderRow>(last => {
    const after = last && sql`(${orders.placedAt}, ${orders.orderId}) < (${last.placedAt}::timestamptz, ${last.orderId})`
    return ask(() => selectOrders(and(wanted, after)))
  })

const selectOrders = (where: SQL | undefined) =>
  db()
    .select({
      orderId: orders.orderId,
      sealedCode: orders.sealedCode,
      status: orders.status,
      firstName: orders.firstName,
      lastName: orders.lastName,
      email: orders.email,
      seats: orders.seats,
      totalMinor: orders.totalMinor,
      currency: orders.currency,
      placedAt: orders.placedAt,
      confirmedAt: orders.confirmedAt,
    })
    .from(orders)
    .where(where)
    .orderBy(desc(orders.placedAt), desc(orders.orderId))
    .limit(rowsAtOnce)

type OrderRow = Awaited<ReturnType<typeof selectOrders>>[number]

/** All who have a seat at a conference, by seat type and name, in pages. */
export const everyAttendee = (conferenceId: string) =>
  pagesOf<AttendeeRow>(last => {
    const { seatTypeName, lastName, firstName, orderId, position } = seatAssignments
    const after =
      last &&
      sql`(${seatTypeName}, ${lastName}, ${firstName}, ${orderId}, ${position})
        > (${last.seatTypeName}, ${last.lastName}, ${last.firstName}, ${last.orderId}, ${last.position})`
    return ask(() => selectAttendees(conferenceId, after))
  })

const selectAttendees = (conferenceId: string, after: ReturnType<typeof sql> | undefined) =>
  db()
    .select({
      orderId: seatAssignments.orderId,
      position: seatAssignments.position,
      seatTypeName: seatAssignments.seatTypeName,
      firstName: seatAssignments.firstName,
      lastName: seatAssignments.lastName,
      email: seatAssignments.email,
      sealedCode: orders.sealedCode,
    })
    .from(seatAssignments)
    .innerJoin(orders, and(eq(orders.orderId, seatAssignments.orderId), eq(orders.shard, seatAssignments.shard)))
    .where(
      and(
        eq(seatAssignments.conferenceId, conferenceId),
        eq(seatAssignments.shard, shardOf(conferenceId)),
        isNotNull(seatAssignments.email),
        after,
      ),
    )
    .orderBy(
      asc(seatAssignments.seatTypeName),
      asc(seatAssignments.lastName),
      asc(seatAssignments.firstName),
      asc(seatAssignments.orderId),
      asc(seatAssignments.position),
    )
    .limit(rowsAtOnce)

type AttendeeRow = Awaited<ReturnType<typeof selectAttendees>>[number]
