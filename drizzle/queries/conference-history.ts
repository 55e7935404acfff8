import { and, count, desc, eq } from 'drizzle-orm'
import { shardOf } from '#domain/event-store'
import { read } from '../db.ts'
import { conferenceHistory } from '../schema/management-read-models.ts'

export const changesPerPage = 50

const columns = {
  version: conferenceHistory.version,
  type: conferenceHistory.type,
  subject: conferenceHistory.subject,
  subjectName: conferenceHistory.subjectName,
  changedAt: conferenceHistory.changedAt,
  actor: conferenceHistory.actor,
  before: conferenceHistory.before,
  after: conferenceHistory.after,
}

/**
 * What was changed about a conference, the latest first: 50 of page `page` (from 1). `before` and `after` have only the fields that
 * changed; a field that was not there before is missing in `before`. `total` counts every page. Two queries in one snapshot.
 */
export const listHistory = (conferenceId: string, page: number) => {
  const where = and(eq(conferenceHistory.conferenceId, conferenceId), eq(conferenceHistory.shard, shardOf(conferenceId)))
  return read(async tx => {
    const [changes, [counted]] = await Promise.all([
      tx
        .select(columns)
        .from(conferenceHistory)
        .where(where)
        .orderBy(desc(conferenceHistory.version))
        .limit(changesPerPage)
        .offset((page - 1) * changesPerPage),
      tx.select({ total: count() }).from(conferenceHistory).where(where),
    ])
    return { changes, total: counted?.total ?? 0 }
  })
}

export type Change = Awaited<ReturnType<typeof listHistory>>['changes'][number]
