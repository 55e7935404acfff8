import type { Metadata } from '#domain/event-store'
import type { AnyCommand, AnyEvent } from '#domain/messages'
import { clockOffsetMs } from './clock.ts'
import type { Sql, Tx } from './db.ts'
import { type CommandPayload, loadStreams } from './event-store.ts'
import { needsHistory, type StoredEvent, upcast } from './upcast.ts'

export const shardCount = 16
export const allShards: readonly number[] = Array.from({ length: shardCount }, (_, shard) => shard)

/**
 * Who reads the published log. A projection starts at the log's beginning; a sender of commands or of anything that leaves the
 * system starts at its head, so that adding one later does not send the past again.
 */
export const consumers = {
  'registration-process': 'sender',
  commands: 'sender',
  refunds: 'sender',
  mails: 'sender',
  conferences: 'projection',
  'seat-types': 'projection',
  orders: 'projection',
  'seat-assignments': 'projection',
  'conference-history': 'projection',
  'order-timeline': 'projection',
  'conference-statistics': 'projection',
} as const satisfies Record<string, 'sender' | 'projection'>

export type ConsumerName = keyof typeof consumers

/** A read model that is built anew beside the living one is a second consumer. */
export type ReaderName = ConsumerName | `${ConsumerName}@2`

type Stamped = Readonly<{ sequence: bigint; shard: number; conferenceId: string; metadata: Metadata }>

export type PublishedEvent = Stamped &
  Readonly<{ kind: 'event'; message: AnyEvent; stream: string; version: number; recordedAt: string }>

export type PublishedCommand = Stamped & Readonly<{ kind: 'command'; message: AnyCommand }>

/** A message of the published log: an event that was recorded, or a command that left with one. */
export type PublishedMessage = PublishedEvent | PublishedCommand

/** Where the message stands in the log, for the causation of what follows from it. */
export const positionOf = (message: PublishedMessage): string => `${message.shard}-${message.sequence}`

/** A row of the published log: the outbox's with its event's. */
export type TakenRow = StoredEvent &
  Readonly<{
    sequence: string
    kind: 'event' | 'command'
    payload: CommandPayload | null
    stream: string
    conference_id: string
    metadata: Metadata
    recorded_at: Date
  }>

/** Inserts the shard rows and, for consumers that are new to this database, their checkpoints. Run by `migrate`. */
export const prepareLog = async (sql: Sql): Promise<void> => {
  await sql.begin(async tx => {
    await tx`insert into shards (shard, last_sequence) select generate_series(0, ${shardCount - 1}), 0 on conflict do nothing`
    for (const [consumer, kind] of Object.entries(consumers)) {
      await tx`
        insert into checkpoints (consumer, shard, sequence)
        select ${consumer}, shard, case when ${kind} = 'sender' then last_sequence else 0 end from shards
        on conflict do nothing`
    }
  })
}

/** `head`: the shard's last sequence. `types`: those of the messages just published. `checkpoints`: how far each consumer is. */
export type Published = Readonly<{
  head: bigint
  published: number
  types: readonly string[]
  checkpoints: ReadonlyMap<string, bigint>
}>

type PublishedRow = Readonly<{ last_sequence: string; published: number; types: string[]; checkpoints: Record<string, number> }>

/** The relay's step on one shard. Undefined: another publisher holds the shard (only with `skipLocked`). */
export const publish = async (
  sql: Sql | Tx,
  shard: number,
  { limit = 2_000, skipLocked = false }: { limit?: number; skipLocked?: boolean } = {},
): Promise<Published | undefined> => {
  const rows = await sql<PublishedRow[]>`
    select last_sequence, published, types, checkpoints from publish_shard(${shard}::smallint, ${limit}, ${clockOffsetMs()}, ${skipLocked})`
  const row = rows[0]
  if (!row) return undefined
  const checkpoints = new Map(Object.entries(row.checkpoints).map(([consumer, sequence]) => [consumer, BigInt(sequence)]))
  return { head: BigInt(row.last_sequence), published: row.published, types: row.types, checkpoints }
}

export const messageOf = async (tx: Sql | Tx, shard: number, row: TakenRow): Promise<PublishedMessage> => {
  const sequence = BigInt(row.sequence)
  if (row.kind === 'command') {
    const { command, conferenceId, metadata } = row.payload as CommandPayload
    return { kind: 'command', sequence, shard, conferenceId, metadata, message: command as AnyCommand }
  }
  const history = needsHistory(row) ? (await loadStreams(tx, shard, [row.stream])).get(row.stream)?.events : undefined
  return {
    kind: 'event',
    sequence,
    shard,
    conferenceId: row.conference_id,
    metadata: row.metadata,
    stream: row.stream,
    version: row.version,
    recordedAt: row.recorded_at.toISOString(),
    message: upcast(row, history?.slice(0, row.version - 1) ?? []),
  }
}

/**
 * A consumer's next messages of a shard, with its checkpoint moved behind them in this transaction. Waits for another that
 * reads as the same consumer, or takes nothing with `skipLocked`. `parkedKeys`: what it must not handle.
 */
export const take = async (
  tx: Tx,
  consumer: string,
  shard: number,
  { limit, skipLocked }: { limit: number; skipLocked: boolean },
): Promise<{ messages: PublishedMessage[]; parkedKeys: ReadonlySet<string> }> => {
  const rows = await tx<
    (TakenRow & { parked_keys: string[] | null })[]
  >`select * from take_messages(${consumer}, ${shard}::smallint, ${limit}, ${skipLocked})`
  const messages = []
  for (const row of rows) messages.push(await messageOf(tx, shard, row))
  return { messages, parkedKeys: new Set(rows[0]?.parked_keys ?? []) }
}

/** Moves checkpoints over messages that are none of these consumers' business, where they stand exactly at `from`. */
export const skipTo = async (
  sql: Sql,
  shard: number,
  consumers: readonly Readonly<{ consumer: string; from: bigint }>[],
  to: bigint,
): Promise<void> => {
  const rows = JSON.stringify(consumers.map(({ consumer, from }) => ({ consumer, from: String(from) })))
  await sql`
    update checkpoints c set sequence = ${String(to)}::bigint
    from jsonb_to_recordset(${rows}::text::jsonb) as s(consumer text, "from" bigint)
    where c.consumer = s.consumer and c.shard = ${shard} and c.sequence = s."from"`
}

/** Shards with something due to publish or with a consumer that is behind. */
export const shardsWithWork = async (sql: Sql): Promise<number[]> => {
  const rows = await sql<{ shard: number }[]>`
    select s.shard from shards s
    where (
      select o.due_at from outbox o
      where o.shard = s.shard and o.sequence is null
        and o.due_at <= statement_timestamp() + make_interval(secs => ${clockOffsetMs() / 1000}::double precision)
      order by o.due_at limit 1
    ) is not null or exists (
      select 1 from checkpoints c
      where c.shard = s.shard and c.sequence < s.last_sequence and c.consumer = any(${Object.keys(consumers)}::text[])
    )
    order by s.shard`
  return rows.map(row => row.shard)
}

/** Keeps an aggregate's state so that the next load reads only what came after. */
export const saveSnapshot = async (
  tx: Tx,
  snapshot: { stream: string; shard: number; version: number; schemaVersion: number; state: unknown },
): Promise<void> => {
  await tx`
    insert into snapshots (stream, shard, version, schema_version, state)
    values (${snapshot.stream}, ${snapshot.shard}, ${snapshot.version}, ${snapshot.schemaVersion},
      ${JSON.stringify(snapshot.state)}::text::jsonb)
    on conflict (stream, shard) do update
    set version = excluded.version, schema_version = excluded.schema_version, state = excluded.state
    where snapshots.version < excluded.version or snapshots.schema_version <> excluded.schema_version`
}
