import { now } from './clock.ts'
import type { Sql, Tx } from './db.ts'
import { type ConsumerName, messageOf, type PublishedMessage, type ReaderName, type TakenRow } from './log.ts'

/** Sets messages aside for a person. `error` is that of the first; those that only wait behind a parked key carry none. */
export const park = async (
  tx: Tx,
  consumer: ReaderName,
  key: string,
  messages: readonly PublishedMessage[],
  error: string | null,
): Promise<void> => {
  const rows = messages.map(({ sequence, shard, message }) => ({ sequence: String(sequence), shard, type: message.type }))
  await tx`
    insert into parked (consumer, key, sequence, shard, message_type, error, attempts, parked_at)
    select ${consumer}, ${key}, sequence, shard, type, ${error}, ${error === null ? 0 : 1}, ${now().toISOString()}
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r(sequence bigint, shard smallint, type text)`
}

/** `waiting`: how many messages of the key, the one that failed included. `error` is that one's. */
export type ParkedKey = Readonly<{ consumer: string; key: string; waiting: number; since: Date; error: string | null }>

export const listParked = async (sql: Sql): Promise<ParkedKey[]> => [
  ...(await sql<ParkedKey[]>`
    select consumer, key, count(*)::int as waiting, min(parked_at) as since, (array_agg(error order by sequence))[1] as error
    from parked group by consumer, key, shard order by since, consumer, key`),
]

/** Where a parked message stands, and not what it says: names, e-mail addresses and codes stay in the log. */
export type ParkedMessage = Readonly<{
  sequence: string
  type: string
  at: Date
  stream: string | null
  version: number | null
  attempts: number
  error: string | null
}>

/** The messages of a parked key in their order; `at` is when an event was recorded, or a command published. */
export const showParked = async (sql: Sql, consumer: string, key: string): Promise<ParkedMessage[]> => [
  ...(await sql<ParkedMessage[]>`
    select p.sequence, p.message_type as type, coalesce(e.recorded_at, o.published_at) as at, e.stream, e.version, p.attempts, p.error
    from parked p join outbox o on o.shard = p.shard and o.sequence = p.sequence
    left join events e on e.position = o.event_position and e.shard = o.shard
    where p.consumer = ${consumer} and p.key = ${key} order by p.sequence`),
]

/**
 * The parked messages of a key in their order. The consumer's checkpoint is locked first, as `take` does: what is published
 * meanwhile for the same key waits until this transaction has ended, and cannot overtake. Waits two seconds for whoever consumes.
 */
export const takeParked = async (tx: Tx, consumer: ConsumerName, key: string): Promise<PublishedMessage[]> => {
  await tx`
    select set_config('lock_timeout', '2s', true), set_config('idle_in_transaction_session_timeout', '2s', true),
      set_config('statement_timeout', '10s', true), set_config('tcp_user_timeout', '5s', true)`
  const [there] = await tx<{ shard: number }[]>`select shard from parked where consumer = ${consumer} and key = ${key} limit 1`
  if (!there) return []
  const { shard } = there
  await tx`select 1 from checkpoints where consumer = ${consumer} and shard = ${shard} for update`
  // A statement of its own, so that it reads what is there after the wait.
  const rows = await tx<TakenRow[]>`
    select o.sequence, o.kind, o.payload, e.stream, e.version, e.conference_id, e.type, e.schema_version, e.data, e.metadata,
      e.recorded_at
    from parked p join outbox o on o.shard = p.shard and o.sequence = p.sequence
    left join events e on e.position = o.event_position and e.shard = o.shard
    where p.consumer = ${consumer} and p.key = ${key} and p.shard = ${shard} order by p.sequence`
  const messages = []
  for (const row of rows) messages.push(await messageOf(tx, shard, row))
  return messages
}

/** The messages are dealt with. */
export const unpark = async (tx: Tx, consumer: ConsumerName, messages: readonly PublishedMessage[]): Promise<void> => {
  const sequences = JSON.stringify(messages.map(({ sequence }) => String(sequence)))
  await tx`
    delete from parked where consumer = ${consumer} and shard = ${messages[0]?.shard ?? -1}
    and sequence in (select value::bigint from jsonb_array_elements_text(${sequences}::text::jsonb))`
}

/** The message failed once more, or for the first time after it had waited for others. */
export const noteFailure = async (
  tx: Tx,
  consumer: ConsumerName,
  { shard, sequence }: PublishedMessage,
  error: string,
): Promise<void> => {
  await tx`
    update parked set attempts = attempts + 1, error = ${error}
    where consumer = ${consumer} and shard = ${shard} and sequence = ${String(sequence)}`
}
