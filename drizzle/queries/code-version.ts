import { and, eq } from 'drizzle-orm'
import { shardOf } from '#domain/event-store'
import { db, kept } from '../db.ts'
import { managedConferences } from '../schema/conferences.ts'
import { ask } from './ask.ts'

/** Which of its access codes a conference has now: the first, the second … Undefined when there is no such conference. */
export const getCodeVersion = async (conferenceId: string): Promise<number | undefined> => {
  const rows = await ask(() =>
    kept(
      db()
        .select({ codeVersion: managedConferences.codeVersion })
        .from(managedConferences)
        .where(and(eq(managedConferences.id, conferenceId), eq(managedConferences.shard, shardOf(conferenceId)))),
    ),
  )
  return rows[0]?.codeVersion
}
