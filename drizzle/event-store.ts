import type { AppendResult, EventStore, LoadedStream, Metadata, ReceivedCommand, StreamAppend } from '#domain/event-store'
import { shardOf, shardOfStream, VersionConflict } from '#domain/event-store'
import type { AnyEvent } from '#domain/messages'
import { AlreadyStarted } from '#domain/refusal'
import { seatsAvailabilitySchemaVersion } from '#domain/registration/seats-availability/seats-availability'
import { clockOffsetMs } from './clock.ts'
import type { Sql, Tx } from './db.ts'
import { eventSchemaVersion, type StoredEvent, upcast } from './upcast.ts'

const conflictCodes = new Set(['VC001', '23505'])
const codeOf = (error: unknown): string | undefined => (error as { code?: string } | null)?.code

type LoadedRow = StoredEvent & Readonly<{ stream: string; state: unknown }>

/**
 * Streams with the rest of their events after the newest snapshot, in one query. A snapshot of another schema version is left
 * aside. All streams are of one shard. Streams that do not exist come back at version 0. `offset 0` keeps it at one index lookup
 * for each stream: joined, PostgreSQL 18 takes the lookups for dear once a stream is long, and reads the whole log instead.
 */
export const loadStreams = async (
  sql: Sql | Tx,
  shard: number,
  streams: readonly string[],
): Promise<Map<string, LoadedStream>> => {
  if (streams.length === 0) return new Map()
  const wanted = JSON.stringify(streams)
  const rows = await sql<LoadedRow[]>`
    with wanted as (select value as stream from jsonb_array_elements_text(${wanted}::text::jsonb)),
    kept as (
      select s.stream, s.version, s.state from snapshots s join wanted using (stream)
      where s.shard = ${shard} and s.schema_version = ${seatsAvailabilitySchemaVersion}
    )
    select stream, version, '' as type, 0 as schema_version, null::jsonb as data, state from kept
    union all
    select e.stream, e.version, e.type, e.schema_version, e.data, null::jsonb
    from wanted left join kept using (stream) cross join lateral (
      select * from events e
      where e.stream = wanted.stream and e.shard = ${shard} and e.version > coalesce(kept.version, 0)
      offset 0
    ) as e
    order by stream, version`
  const loaded = new Map<string, { version: number; events: AnyEvent[]; snapshot?: unknown }>()
  for (const stream of streams) loaded.set(stream, { version: 0, events: [] })
  for (const row of rows) {
    const stream = loaded.get(row.stream)
    if (!stream) throw new Error(`asked for ${streams.join(', ')}, got ${row.stream}`)
    stream.version = row.version
    if (row.type === '') stream.snapshot = row.state
    else stream.events.push(upcast(row, stream.events))
  }
  return loaded
}

/** What each stream's head must be: a stream that is appended to several times is expected where the first begins. */
const headsOf = (streams: readonly StreamAppend[]) => {
  const heads = new Map<string, number>()
  for (const { stream, expectedVersion, events } of streams)
    if (events.length > 0 && !heads.has(stream)) heads.set(stream, expectedVersion)
  return Array.from(heads, ([stream, expected]) => ({ stream, expected }))
}

/** The body of append_to_log's batch: events numbered from their stream's expected version on. */
const batchOf = (streams: readonly StreamAppend[], received: ReceivedCommand | undefined) => ({
  offsetMs: clockOffsetMs(),
  streams: headsOf(streams),
  events: streams.flatMap(({ stream, expectedVersion, conferenceId, events, metadata }) =>
    events.map((event, index) => ({
      stream,
      version: expectedVersion + index + 1,
      conferenceId,
      type: event.type,
      schemaVersion: eventSchemaVersion,
      data: event.data,
      metadata,
    })),
  ),
  commands: streams.flatMap(({ conferenceId, commands, metadata }) =>
    commands.map(({ command, dueAt }) => ({ payload: { command, conferenceId, metadata } satisfies CommandPayload, dueAt })),
  ),
  received: received ?? null,
})

/** How an outgoing command stands in the outbox. */
export type CommandPayload = Readonly<{ command: unknown; conferenceId: string; metadata: Metadata }>

const callAppend = async (sql: Sql | Tx, shard: number, batch: ReturnType<typeof batchOf>): Promise<AppendResult> => {
  try {
    const rows = await sql<{ result: AppendResult }[]>`
      select append_to_log(${shard}::smallint, ${JSON.stringify(batch)}::text::jsonb) as result`
    return (rows[0] as { result: AppendResult }).result
  } catch (error) {
    const code = codeOf(error)
    if (code === 'CM001') throw new AlreadyStarted(JSON.parse((error as { detail: string }).detail) as Record<string, string>)
    if (code && conflictCodes.has(code)) throw new VersionConflict((error as Error).message)
    throw error
  }
}

const append = async (sql: Sql | Tx, streams: readonly StreamAppend[], received?: ReceivedCommand): Promise<AppendResult> => {
  const first = streams[0]
  return first ? callAppend(sql, shardOf(first.conferenceId), batchOf(streams, received)) : { repeated: false }
}

/**
 * Throws VersionConflict unless each stream's head is still there. For who decides on a state it has kept that nothing happens: no
 * append checks that.
 */
export const expectHeads = async (
  tx: Tx,
  shard: number,
  heads: readonly Readonly<{ stream: string; expected: number }>[],
): Promise<void> => {
  if (heads.length > 0) await callAppend(tx, shard, { ...batchOf([], undefined), streams: [...heads] })
}

const earlierOutcome = async (sql: Sql | Tx, shard: number, received: ReceivedCommand) => {
  const rows = await sql<{ inputHash: string; outcome: Record<string, string> }[]>`
    select input_hash as "inputHash", outcome from commands where id_hash = ${received.idHash} and shard = ${shard}`
  const earlier = rows[0]
  if (earlier && earlier.inputHash !== received.inputHash) throw new AlreadyStarted(earlier.outcome)
  return earlier?.outcome
}

/** The domain's store on PostgreSQL: on the pool each append commits by itself, on a transaction it is a part of that. */
export const eventStore = (sql: Sql | Tx): EventStore => ({
  async load(stream) {
    const loaded = await loadStreams(sql, shardOfStream(stream), [stream])
    return loaded.get(stream) as LoadedStream
  },
  append: (streams, received) => append(sql, streams, received),
  earlierOutcome: (shard, received) => earlierOutcome(sql, shard, received),
})
