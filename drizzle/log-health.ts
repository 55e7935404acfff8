import { clockOffsetMs } from './clock.ts'
import type { Sql } from './db.ts'
import { consumers } from './log.ts'

/** What stands still for longer needs a person. */
export const toleratedSeconds = 60

/** `seconds`: how long the oldest key has been parked. */
export type ParkedAtConsumer = Readonly<{ consumer: string; keys: number; messages: number; seconds: number }>

/** A shard with messages that are due and not published, the oldest for so many seconds. */
export type UnpublishedInShard = Readonly<{ shard: number; seconds: number }>

/** `seconds`: how long ago the next message it has to read was published; `nextType`: of which type that is. */
export type BehindInShard = Readonly<{ consumer: string; shard: number; messages: number; seconds: number; nextType: string }>

export type LogHealth = Readonly<{
  parked: readonly ParkedAtConsumer[]
  unpublished: readonly UnpublishedInShard[]
  behind: readonly BehindInShard[]
}>

/**
 * What is parked, unpublished or unread at this moment, of all processes together; on a system that keeps up the lists are empty or
 * their seconds small. The age of a command that left without an event is that of the last publication: it cannot be older.
 */
export const readLogHealth = async (sql: Sql): Promise<LogHealth> => {
  const moment = sql`statement_timestamp() + make_interval(secs => ${clockOffsetMs() / 1000}::double precision)`
  const [parked, unpublished, behind] = await Promise.all([
    sql<ParkedAtConsumer[]>`
      select consumer, count(distinct key)::int as keys, count(*)::int as messages,
        greatest(extract(epoch from ${moment} - min(parked_at)), 0)::float8 as seconds
      from parked group by consumer order by consumer`,
    sql<UnpublishedInShard[]>`
      select s.shard, greatest(extract(epoch from ${moment} - least(delayed.due_at, next.at)), 0)::float8 as seconds
      from shards s
      left join lateral (
        select min(o.due_at) as due_at from outbox o
        where o.shard = s.shard and o.sequence is null and o.due_at > '-infinity' and o.due_at <= ${moment}
      ) as delayed on true
      left join lateral (
        select coalesce(e.recorded_at, (
          select l.published_at from outbox l where l.shard = s.shard and l.sequence = s.last_sequence
        )) as at
        from (
          select o.event_position from outbox o
          where o.shard = s.shard and o.sequence is null and o.due_at = '-infinity' order by o.id limit 1
        ) as first
        left join events e on e.position = first.event_position and e.shard = s.shard
      ) as next on true
      where delayed.due_at is not null or next.at is not null
      order by s.shard`,
    sql<BehindInShard[]>`
      select c.consumer, c.shard, (s.last_sequence - c.sequence)::float8 as messages,
        greatest(extract(epoch from ${moment} - next.published_at), 0)::float8 as seconds, next.type as "nextType"
      from checkpoints c join shards s on s.shard = c.shard
      cross join lateral (
        select o.published_at, coalesce(e.type, o.payload->'command'->>'type') as type
        from outbox o left join events e on e.position = o.event_position and e.shard = o.shard
        where o.shard = c.shard and o.sequence > c.sequence order by o.sequence limit 1
      ) as next
      where c.sequence < s.last_sequence and c.consumer = any(${Object.keys(consumers)}::text[])
      order by c.consumer, c.shard`,
  ])
  return { parked: [...parked], unpublished: [...unpublished], behind: [...behind] }
}

/** When anything was last recorded or published. Undefined: never. */
export const lastActivity = async (sql: Sql): Promise<Date | undefined> => {
  const [row] = await sql<{ at: Date | null }[]>`
    select greatest(
      (select max(o.published_at) from shards s join outbox o on o.shard = s.shard and o.sequence = s.last_sequence),
      (select recorded_at from events order by position desc limit 1)
    ) as at`
  return row?.at ?? undefined
}
