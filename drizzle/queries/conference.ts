import { and, asc, eq } from 'drizzle-orm'
import { shardOf } from '#domain/event-store'
import { kept, type Reading, read } from '../db.ts'
import { conferences, seatTypes } from '../schema/read-models.ts'

const conferenceColumns = {
  conferenceId: conferences.conferenceId,
  slug: conferences.slug,
  name: conferences.name,
  tagline: conferences.tagline,
  description: conferences.description,
  location: conferences.location,
  timeZone: conferences.timeZone,
  currency: conferences.currency,
  startsAt: conferences.startsAt,
  endsAt: conferences.endsAt,
  holdMinutes: conferences.holdMinutes,
  published: conferences.published,
  wasEverPublished: conferences.wasEverPublished,
}

const seatTypeColumns = {
  seatTypeId: seatTypes.seatTypeId,
  name: seatTypes.name,
  description: seatTypes.description,
  priceMinor: seatTypes.priceMinor,
  remaining: seatTypes.remaining,
}

/** A conference with its seat types in the order its owner gave them: two queries. */
export const selectConference = async (tx: Reading, conferenceId: string) => {
  const shard = shardOf(conferenceId)
  const [[conference], seats] = await Promise.all([
    kept(
      tx
        .select(conferenceColumns)
        .from(conferences)
        .where(and(eq(conferences.conferenceId, conferenceId), eq(conferences.shard, shard))),
    ),
    kept(
      tx
        .select(seatTypeColumns)
        .from(seatTypes)
        .where(and(eq(seatTypes.conferenceId, conferenceId), eq(seatTypes.shard, shard)))
        .orderBy(asc(seatTypes.ordinal), asc(seatTypes.seatTypeId)),
    ),
  ])
  return conference && { ...conference, seatTypes: seats }
}

/** The question of the conference page and of choosing seats: two queries in one snapshot. */
export const getConference = (conferenceId: string) => read(tx => selectConference(tx, conferenceId))

export type Conference = NonNullable<Awaited<ReturnType<typeof getConference>>>
export type SeatType = Conference['seatTypes'][number]
