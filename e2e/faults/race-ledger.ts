import type { Metadata, StreamAppend } from '#domain/event-store'
import type { Sql } from '#drizzle/db'
import { eventStore } from '#drizzle/event-store'
import { newId } from '#drizzle/ids'
import { type PublishedMessage, take } from '#drizzle/log'

/** Who reads the published log in a race, and who reads the events by their position as nobody should. */
export type Reader = 'published' | 'by-position'

/** A message is the same only if its stream, its version and its writer's mark are. */
const nameOf = (stream: string, version: number, mark: string): string => `${stream} ${version} ${mark}`
const nameOfMessage = ({ kind, metadata, ...message }: PublishedMessage): string =>
  kind === 'event' && 'stream' in message
    ? nameOf(message.stream, message.version, metadata.causationId)
    : `command ${metadata.causationId}`

/** What an append to one stream of a race is: so many events, and a command that leaves with them, at once or a little later. */
export type Entry = Readonly<{ stream: string; expected: number; events: number; commandDueInMs?: number }>

/** An order's stream in that shard that nobody else has. */
export const newStream = (shard: number): string => `order-${newId(shard.toString(16))}`

const appendOf = (entry: Entry, mark: string): StreamAppend => {
  const orderId = entry.stream.slice('order-'.length)
  const metadata: Metadata = { correlationId: orderId, causationId: mark, actor: 'race' }
  const dueAt = entry.commandDueInMs ? new Date(Date.now() + entry.commandDueInMs).toISOString() : undefined
  return {
    stream: entry.stream,
    expectedVersion: entry.expected,
    conferenceId: orderId,
    events: Array.from({ length: entry.events }, () => ({ type: 'OrderExpired', data: { orderId } })),
    commands: entry.commandDueInMs === undefined ? [] : [{ command: { type: 'RejectOrder', data: { orderId } }, dueAt }],
    metadata,
  }
}

/** Appends through the product's own store. What it gives back is to be acknowledged once it is committed. */
export const appendEntries = async (sql: Parameters<typeof eventStore>[0], entries: readonly Entry[], mark: string) => {
  await eventStore(sql).append(entries.map((entry, index) => appendOf(entry, `${mark}/${index}`)))
  return entries.flatMap(({ stream, expected, events, commandDueInMs }, index) => [
    ...Array.from({ length: events }, (_, event) => nameOf(stream, expected + event + 1, `${mark}/${index}`)),
    ...(commandDueInMs === undefined ? [] : [`command ${mark}/${index}`]),
  ])
}

/** The tables that a race keeps beside the log, in a schema of its own, and the checkpoints of its reader. */
export const prepareRace = async (sql: Sql): Promise<void> => {
  await sql`create schema if not exists race`
  await sql`create table if not exists race.elsewhere (n bigint generated always as identity, mark text not null)`
  await sql`
    create table if not exists race.heard (
      n bigint generated always as identity, reader text not null, shard smallint not null, name text not null,
      heard_at timestamptz not null default clock_timestamp()
    )`
  await sql`
    insert into checkpoints (consumer, shard, sequence) select 'race', shard, last_sequence from shards
    on conflict (consumer, shard) do update set sequence = excluded.sequence`
  await sql`truncate race.heard`
}

class Killed extends Error {}

/** Writes down, with the checkpoint, what the reader of the published log hears next. `killed`: dies before its commit. */
export const hear = async (sql: Sql, shard: number, limit: number, killed = false): Promise<number> => {
  let count = 0
  const heard = sql.begin(async tx => {
    const { messages } = await take(tx, 'race', shard, { limit, skipLocked: false })
    count = messages.length
    await tx`
      insert into race.heard (reader, shard, name)
      select 'published', ${shard}, value from jsonb_array_elements_text(${JSON.stringify(messages.map(nameOfMessage))}::text::jsonb)`
    if (killed) throw new Killed()
  })
  await heard.catch(error => {
    if (!(error instanceof Killed)) throw error
  })
  return killed ? 0 : count
}

type PositionRow = Readonly<{ position: string; stream: string; version: number; mark: string; shard: number }>

/** The reader that nobody should be: what stands behind the last position it saw. It remembers that position itself. */
export const readerByPosition = (sql: Sql) => {
  let seen = '0'
  return async (shards: readonly number[]): Promise<void> => {
    const rows = await sql<PositionRow[]>`
      select position, stream, version, shard, metadata->>'causationId' as mark from events
      where position > ${seen}::bigint and shard = any(${shards as number[]}::smallint[]) order by position limit 2000`
    const last = rows.at(-1)
    if (!last) return
    seen = last.position
    const names = rows.map(({ stream, version, mark, shard }) => ({ name: nameOf(stream, version, mark), shard }))
    await sql`
      insert into race.heard (reader, shard, name)
      select 'by-position', shard, name from jsonb_to_recordset(${JSON.stringify(names)}::text::jsonb) as r(name text, shard smallint)`
  }
}

export type Account = Readonly<{
  /** Acknowledged, and never heard. */
  lost: number
  /** Heard again, though nothing was lost in between. */
  doubled: number
  /** Heard after a later event of its stream. */
  outOfOrder: number
  /** Acknowledged, and not in the log. */
  unstored: number
  /** In the log or heard, and never acknowledged. */
  invented: number
}>

const surplus = (names: readonly string[]): number => names.length - new Set(names).size
const missing = (names: Iterable<string>, from: ReadonlySet<string>): string[] => [...names].filter(name => !from.has(name))

/** Compares what was acknowledged with what the log has and what the reader heard, in these shards. */
export const settle = async (
  sql: Sql,
  reader: Reader,
  shards: readonly number[],
  acknowledged: ReadonlySet<string>,
): Promise<Account> => {
  const among = shards as number[]
  const heardRows = await sql<{ name: string }[]>`
    select name from race.heard where reader = ${reader} and shard = any(${among}::smallint[]) order by n`
  const storedRows = await sql<{ name: string }[]>`
    select stream || ' ' || version || ' ' || (metadata->>'causationId') as name from events where shard = any(${among}::smallint[])
    union all
    select 'command ' || (payload->'metadata'->>'causationId') from outbox
    where shard = any(${among}::smallint[]) and kind = 'command'`
  const heard = heardRows.map(({ name }) => name)
  const stored = new Set(storedRows.map(({ name }) => name))
  const awaited = [...acknowledged].filter(name => reader === 'published' || !name.startsWith('command'))
  const newest = new Map<string, number>()
  let outOfOrder = 0
  for (const [stream = '', version] of heard.filter(name => !name.startsWith('command')).map(name => name.split(' '))) {
    if (Number(version) < (newest.get(stream) ?? 0)) outOfOrder++
    newest.set(stream, Math.max(newest.get(stream) ?? 0, Number(version)))
  }
  return {
    lost: missing(awaited, new Set(heard)).length,
    doubled: surplus(heard) + (storedRows.length - stored.size),
    outOfOrder,
    unstored: missing(acknowledged, stored).length,
    invented: new Set([...missing(stored, acknowledged), ...missing(heard, acknowledged)]).size,
  }
}
