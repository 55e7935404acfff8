import { sql } from 'drizzle-orm'
import { now } from '../clock.ts'
import type { Reading } from '../db.ts'
import type { ConsumerName } from '../log.ts'

/**
 * The moment that read tables show (ISO 8601, UTC), for those kept by `consumers` and one shard: now, unless something was recorded
 * that they have not read yet; then, when the first of that was.
 */
export const selectReflectedMoment = async (tx: Reading, shard: number, consumers: readonly ConsumerName[]): Promise<string> => {
  const [row] = await tx.execute<{ behind: string | null }>(sql`
    select to_char(least(
      (
        select coalesce(e.recorded_at, o.published_at)
        from outbox o left join events e on e.position = o.event_position and e.shard = o.shard
        where o.shard = ${shard} and o.sequence > (
          select min(c.sequence) from checkpoints c
          where c.shard = ${shard} and c.consumer in (${sql.join(
            consumers.map(consumer => sql`${consumer}`),
            sql`, `,
          )})
        )
        order by o.sequence limit 1
      ),
      (
        select e.recorded_at from outbox o join events e on e.position = o.event_position and e.shard = o.shard
        where o.shard = ${shard} and o.sequence is null and o.due_at = '-infinity'
        order by o.id limit 1
      )
    ) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as behind`)
  return row?.behind ?? now().toISOString()
}
