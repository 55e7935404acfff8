import { and, eq } from 'drizzle-orm'
import { shardOf } from '#domain/event-store'
import { db, kept } from '../db.ts'
import { conferences } from '../schema/read-models.ts'
import { ask } from './ask.ts'

/** Whether a conference's pages may be shown: one query. */
export const getConferenceVisibility = async (conferenceId: string) => {
  const rows = await ask(() =>
    kept(
      db()
        .select({ published: conferences.published, wasEverPublished: conferences.wasEverPublished })
        .from(conferences)
        .where(and(eq(conferences.conferenceId, conferenceId), eq(conferences.shard, shardOf(conferenceId)))),
    ),
  )
  return rows[0]
}
