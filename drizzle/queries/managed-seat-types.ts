import { and, asc, eq, sql } from 'drizzle-orm'
import { shardOf } from '#domain/event-store'
import { db } from '../db.ts'
import { managedSeatTypes } from '../schema/conferences.ts'
import { seatTypes } from '../schema/read-models.ts'
import { ask } from './ask.ts'

const count = (column: typeof seatTypes.sold | typeof seatTypes.held) => sql<number>`coalesce(${column}, 0)`

/**
 * A conference's seat types as its owner edits them, beside what registration says is sold and held of each: nothing while they
 * are drafts. One query.
 */
export const listSeatTypesWithSales = (conferenceId: string) =>
  ask(() =>
    db()
      .select({
        seatTypeId: managedSeatTypes.id,
        name: managedSeatTypes.name,
        description: managedSeatTypes.description,
        priceMinor: managedSeatTypes.priceMinor,
        quota: managedSeatTypes.quota,
        version: managedSeatTypes.version,
        sold: count(seatTypes.sold),
        held: count(seatTypes.held),
      })
      .from(managedSeatTypes)
      .leftJoin(seatTypes, and(eq(seatTypes.seatTypeId, managedSeatTypes.id), eq(seatTypes.shard, managedSeatTypes.shard)))
      .where(and(eq(managedSeatTypes.conferenceId, conferenceId), eq(managedSeatTypes.shard, shardOf(conferenceId))))
      .orderBy(asc(managedSeatTypes.ordinal), asc(managedSeatTypes.id)),
  )

export type SeatTypeWithSales = Awaited<ReturnType<typeof listSeatTypesWithSales>>[number]
