import type { AnyCommand } from '#domain/messages'
import { now } from './clock.ts'
import type { Sql, Tx } from './db.ts'
import type { CommandPayload } from './event-store.ts'
import type { ConsumerName, PublishedCommand } from './log.ts'

const day = 86_400_000

/** A published command has done its work once every consumer has passed it; a week leaves time to look into what went wrong. */
const commandsStay = 7 * day

/**
 * Whoever hears an id again later does so as if for the first time. A payment company repeats its call for days, a browser that
 * was left open restores its form weeks later; after a month the order of such a form has long expired or been paid.
 */
const commandIdsStay = 30 * day

const before = (milliseconds: number): string => new Date(now().getTime() - milliseconds).toISOString()

/**
 * Keeps a read model's consumer still in this transaction. False: it is at work on the shard, or is being built anew beside the
 * living one, which still reads what the log has.
 */
export const holdStill = async (tx: Tx, consumer: ConsumerName, shard: number): Promise<boolean> => {
  const rows = await tx`
    select set_config('idle_in_transaction_session_timeout', '2s', true), set_config('statement_timeout', '10s', true)
    from checkpoints c where c.consumer = ${consumer} and c.shard = ${shard}
      and not exists (select 1 from checkpoints b where b.shard = ${shard} and b.consumer like ${`${consumer}@%`})
    for update skip locked`
  return rows.length === 1
}

type Row = Readonly<{ sequence: string; payload: CommandPayload }>

/**
 * Removes published commands of a shard that are old and that every consumer has passed, the oldest first, at most so many. What
 * is parked stays, and so does the shard's last message: a rebuild that reads to the end must come to where the others stand.
 * Gives the removed ones, so that a read model that tells of them can forget them in the same transaction.
 */
export const removePastCommands = async (tx: Tx, shard: number, limit: number): Promise<PublishedCommand[]> => {
  const rows = await tx<Row[]>`
    with passed as (
      select least(min(c.sequence), min(s.last_sequence) - 1) as sequence
      from checkpoints c join shards s on s.shard = c.shard where c.shard = ${shard}
    ), oldest as (
      select o.id, o.published_at from outbox o
      where o.shard = ${shard} and o.kind = 'command' and o.sequence is not null and o.sequence <= (select sequence from passed)
        and not exists (select 1 from parked p where p.shard = ${shard} and p.sequence = o.sequence)
      order by o.sequence limit ${limit}
    )
    delete from outbox o using oldest
    where o.id = oldest.id and o.shard = ${shard} and oldest.published_at < ${before(commandsStay)}
    returning o.sequence, o.payload`
  return rows.map(({ sequence, payload: { command, conferenceId, metadata } }) => ({
    kind: 'command',
    sequence: BigInt(sequence),
    shard,
    conferenceId,
    metadata,
    message: command as AnyCommand,
  }))
}

/** Forgets which commands came from outside, a month after they did. Gives how many were forgotten. */
export const removePastCommandIds = async (sql: Sql, shard: number, limit: number): Promise<number> => {
  const { count } = await sql`
    delete from commands where shard = ${shard} and id_hash in (
      select id_hash from commands where shard = ${shard} and received_at < ${before(commandIdsStay)}
      order by received_at limit ${limit} for update skip locked
    )`
  return count
}

/** Removes counts of attempts that are over, by the clock of the process that counted them. Gives how many there were. */
export const removePastAttempts = async (sql: Sql, limit: number): Promise<number> => {
  const { count } = await sql`
    delete from attempts where key in (select key from attempts where expire < ${Date.now()} limit ${limit} for update skip locked)`
  return count
}
