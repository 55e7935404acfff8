import { and, asc, count, eq, isNotNull, isNull } from 'drizzle-orm'
import { shardOf } from '#domain/event-store'
import { read } from '../db.ts'
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
  sealedCode: orders.sealedCode,
}

/**
 * Who has a seat, by seat type and name, 50 of page `page` (from 1). `total` counts every page.
 * `unassigned`: how many purchased seats of each type nobody was named for; `reflectsAt`: the moment they show. All in one snapshot.
 */
export const listAttendees = ({ conferenceId, page }: Readonly<{ conferenceId: string; page: number }>) => {
  const shard = shardOf(conferenceId)
  const ofConference = and(eq(seatAssignments.conferenceId, conferenceId), eq(seatAssignments.shard, shard))
  const assigned = and(ofConference, isNotNull(seatAssignments.email))
  return read(async tx => {
    const listed = tx
      .select(columns)
      .from(seatAssignments)
      .innerJoin(orders, and(eq(orders.orderId, seatAssignments.orderId), eq(orders.shard, seatAssignments.shard)))
      .where(assigned)
      .orderBy(
        asc(seatAssignments.seatTypeName),
        asc(seatAssignments.lastName),
        asc(seatAssignments.firstName),
        asc(seatAssignments.orderId),
        asc(seatAssignments.position),
      )
    const [attendees, [counted], unassigned, reflectsAt] = await Promise.all([
      listed.limit(attendeesPerPage).offset((page - 1) * attendeesPerPage),
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
