import { and, asc, eq, inArray } from 'drizzle-orm'
import { db, kept } from '../db.ts'
import { conferences } from '../schema/read-models.ts'
import { ask } from './ask.ts'

const everyShard = Array.from({ length: 16 }, (_, shard) => shard)

/** The home page's question: one query, the only one of the public site that asks every shard. */
export const listPublishedConferences = () =>
  ask(() =>
    kept(
      db()
        .select({
          slug: conferences.slug,
          name: conferences.name,
          tagline: conferences.tagline,
          location: conferences.location,
          startsAt: conferences.startsAt,
          endsAt: conferences.endsAt,
        })
        .from(conferences)
        .where(and(inArray(conferences.shard, everyShard), eq(conferences.published, true)))
        .orderBy(asc(conferences.startsAt), asc(conferences.name), asc(conferences.conferenceId)),
    ),
  )
