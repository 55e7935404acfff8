import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'

const eachMs = 20

/** PostgreSQL may be away for the moment: asked again until the deadline. */
const untilTrue = async (
  databaseUrl: string,
  patienceMs: number,
  what: string,
  isSo: (sql: postgres.Sql) => Promise<boolean>,
) => {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} })
  const begun = Date.now()
  try {
    while (!(await isSo(sql).catch(() => false))) {
      if (Date.now() - begun > patienceMs) throw new Error(`${what} after ${patienceMs} ms`)
      await pause(eachMs)
    }
  } finally {
    await sql.end({ timeout: 2 })
  }
}

/** Waits until everything that need not wait is published. */
export const untilPublished = (databaseUrl: string, patienceMs: number): Promise<void> =>
  untilTrue(databaseUrl, patienceMs, 'messages are still unpublished', async sql => {
    const [row] = await sql<{ waits: boolean }[]>`
      select exists (select 1 from outbox where sequence is null and due_at = '-infinity') as waits`
    return row?.waits === false
  })

/**
 * Waits until all is quiet by a clock that is so far ahead: published what is due, every consumer at the head, every errand run.
 * Throws after so many milliseconds.
 */
export const untilQuiet = (databaseUrl: string, patienceMs: number, clockOffsetMs = 0): Promise<void> =>
  untilTrue(databaseUrl, patienceMs, 'messages, consumers or errands are still behind', async sql => {
    const [row] = await sql<{ waiting: number }[]>`
      select (select count(*) from outbox
          where sequence is null and due_at <= clock_timestamp() + make_interval(secs => ${clockOffsetMs / 1000}))::int
        + (select count(*) from checkpoints c join shards s using (shard) where c.sequence < s.last_sequence)::int
        + (select count(*) from simulated_payments where notified_at is null)::int
        + (select count(*) from refunds where answered_at is null)::int as waiting`
    return row?.waiting === 0
  })

/**
 * The longest that an event of the conference waited for its publication, in milliseconds, counted from the moment `since` at the
 * earliest, by the clock of the database and for events recorded before `until`. The clock must not have been moved between the two.
 */
export const longestWaitMs = async (
  databaseUrl: string,
  conferenceId: string,
  { since, until }: Readonly<{ since: number; until: number }>,
): Promise<number> => {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} })
  const [row] = await sql<{ ms: number | null }[]>`
    select (max(extract(epoch from o.published_at - greatest(e.recorded_at, to_timestamp(${since / 1000})))) * 1000)::float as ms
    from events e join outbox o on o.event_position = e.position and o.shard = e.shard
    where e.conference_id = ${conferenceId} and o.published_at > to_timestamp(${since / 1000})
      and e.recorded_at <= to_timestamp(${until / 1000})`
  await sql.end({ timeout: 2 })
  return Math.max(0, Math.round(row?.ms ?? 0))
}
