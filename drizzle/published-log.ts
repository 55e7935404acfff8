import type { Sql, Tx } from './db.ts'
import { messageOf, type PublishedMessage, type TakenRow } from './log.ts'

/** Messages behind the sequence `after` and up to `upTo`, without those of the types in `leaveOut`. */
export type Stretch = Readonly<{ after: bigint; upTo: bigint; leaveOut: readonly string[] }>

/**
 * A stretch of a shard's published log in its order, as often as wished: it moves no checkpoint and locks nothing. `offset 0` keeps
 * it at one index lookup for each event, however large the log is.
 */
export const readPublished = async (
  sql: Sql | Tx,
  shard: number,
  { after, upTo, leaveOut }: Stretch,
): Promise<PublishedMessage[]> => {
  const rows = await sql<TakenRow[]>`
    select o.sequence, o.kind, o.payload, e.stream, e.version, e.conference_id, e.type, e.schema_version, e.data, e.metadata,
      e.recorded_at
    from outbox o left join lateral (
      select * from events e where e.position = o.event_position and e.shard = ${shard} offset 0
    ) as e on true
    where o.shard = ${shard} and o.sequence > ${String(after)} and o.sequence <= ${String(upTo)}
      and coalesce(e.type, o.payload->'command'->>'type') <> all(${leaveOut}::text[])
    order by o.sequence`
  const messages = []
  for (const row of rows) messages.push(await messageOf(sql, shard, row))
  return messages
}

/** How far each shard is published. */
export const publishedHeads = async (sql: Sql | Tx): Promise<ReadonlyMap<number, bigint>> => {
  const rows = await sql<{ shard: number; head: string }[]>`select shard, last_sequence as head from shards`
  return new Map(rows.map(({ shard, head }) => [shard, BigInt(head)]))
}

/** How far a consumer has read each shard. */
export const checkpointsOf = async (sql: Sql | Tx, consumer: string): Promise<ReadonlyMap<number, bigint>> => {
  const rows = await sql<
    { shard: number; sequence: string }[]
  >`select shard, sequence from checkpoints where consumer = ${consumer}`
  return new Map(rows.map(({ shard, sequence }) => [shard, BigInt(sequence)]))
}
