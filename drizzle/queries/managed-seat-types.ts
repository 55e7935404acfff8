import { and, asc, eq, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { shardOf } from '#domain/event-store'
import { db } from '../db.ts'
import { managedSeatTypes } from '../schema/conferences.ts'
import { seatTypes } from '../schema/read-models.ts'
import { ask } from './ask.ts'

/** The read table, which is called like the one that is edited. */
const sales = alias(seatTypes, 'sales')

const count = (column: typeof sales.sold | typeof sales.held) => sql<number>`coalesce(${column}, 0)`

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
        sold: count(sales.sold),
        held: count(sales.held),
      })
      .from(managedSeatTypes)
      .leftJoin(sales, and(eq(sales.seatTypeId, managedSeatTypes.id), eq(sales.shard, managedSeatTypes.shard)))
      .where(and(eq(managedSeatTypes.conferenceId, conferenceId), eq(managedSeatTypes.shard, shardOf(conferenceId))))
      .orderBy(asc(managedSeatTypes.ordinal), asc(managedSeatTypes.id)),
  )

export type SeatTypeWithSales = Awaited<ReturnType<typeof listSeatTypesWithSales>>[number]
