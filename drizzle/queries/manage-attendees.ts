import { and, asc, count, eq, isNotNull, isNull, type SQL } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { shardOf } from '#domain/event-store'
import { type Reading, read } from '../db.ts'
import { orders, seatAssignments } from '../schema/read-models.ts'
import { selectReflectedMoment } from './reflected-moment.ts'

export const attendeesPerPage = 50

const columns = {
  orderId: seatAssignments.orderId,
  position: seatAssignments.position,
  seatTypeName: seatAssignments.seatTypeName,
  firstName: seatAssignments.firstName,
  lastName: seatAssignments.lastName,
  email: seatAssignments.email,
}

const inOrder = ({ seatTypeName, lastName, firstName, orderId, position }: Record<keyof typeof columns, PgColumn>) =>
  [seatTypeName, lastName, firstName, orderId, position].map(column => asc(column))

/** The page is cut out of the index alone; then each row looks up the code of its order. */
const selectPage = (tx: Reading, shard: number, assigned: SQL | undefined, page: number) => {
  const paged = tx
    .select(columns)
    .from(seatAssignments)
    .where(assigned)
    .orderBy(...inOrder(columns))
    .limit(attendeesPerPage)
    .offset((page - 1) * attendeesPerPage)
    .as('paged')
  const order = tx
    .select({ sealedCode: orders.sealedCode })
    .from(orders)
    .where(and(eq(orders.orderId, paged.orderId), eq(orders.shard, shard)))
    // Keeps it at one look into the index, whatever PostgreSQL thinks of the page's size.
    .limit(1)
    .as('of_order')
  return tx
    .select({ ...paged._.selectedFields, sealedCode: order.sealedCode })
    .from(paged)
    .crossJoinLateral(order)
    .orderBy(...inOrder(paged))
}

/**
 * Who has a seat, by seat type and name, 50 of page `page` (from 1). `total` counts every page. `unassigned`: how many purchased
 * seats of each type nobody was named for; `reflectsAt`: the moment they show. All in one snapshot.
 */
export const listAttendees = ({ conferenceId, page }: Readonly<{ conferenceId: string; page: number }>) => {
  const shard = shardOf(conferenceId)
  const ofConference = and(eq(seatAssignments.conferenceId, conferenceId), eq(seatAssignments.shard, shard))
  const assigned = and(ofConference, isNotNull(seatAssignments.email))
  return read(async tx => {
    const [attendees, [counted], unassigned, reflectsAt] = await Promise.all([
      selectPage(tx, shard, assigned, page),
      tx.select({ total: count() }).from(seatAssignments).where(assigned),
      tx
        .select({ seatTypeName: seatAssignments.seatTypeName, seats: count() })
        .from(seatAssignments)
        .where(and(ofConference, isNull(seatAssignments.email)))
        .groupBy(seatAssignments.seatTypeName)
        .orderBy(asc(seatAssignments.seatTypeName)),
      selectReflectedMoment(tx, shard, ['orders', 'seat-assignments']),
    ])
    return { attendees, total: counted?.total ?? 0, unassigned, reflectsAt }
  })
}

export type ListedAttendee = Awaited<ReturnType<typeof listAttendees>>['attendees'][number]
