import { shardOf } from '#domain/event-store'
import type { OrderLine } from '#domain/registration/pricing'
import { now } from './clock.ts'
import { type Sql, sql, type Tx } from './db.ts'
import { newId } from './ids.ts'
import type { MailKind, MailStatus } from './schema/mails.ts'

/** What each kind of mail says of its cause. A code stands in it sealed, an access code not at all: only which one it is. */
export type MailFacts = Readonly<{
  accessCode: Readonly<{ codeVersion: number }>
  orderConfirmed: Readonly<{
    sealedCode: string
    currency: string
    lines: readonly OrderLine[]
    totalMinor: number
    wasReinstated: boolean
  }>
  orderExpired: Readonly<{ sealedCode: string; expiredAt: string }>
  /** Mails of earlier releases have no code. */
  paymentReturned: Readonly<{ amountMinor: number; currency: string; reason: string; returnedAt: string; sealedCode?: string }>
  seatAssigned: Readonly<{ position: number; seatTypeName: string; registrantName: string | null }>
}>

type Written = Readonly<{
  conferenceId: string
  orderId: string | null
  /** What happened, as `<stream>@<version>`. */
  cause: string
  recipient: string
  recipientName: string
}>

export type NewMail = { [Kind in MailKind]: Written & Readonly<{ kind: Kind; facts: MailFacts[Kind] }> }[MailKind]

/** Writes down what is to be mailed, all of one shard, in the transaction of its cause. What the same cause asked before stays as it is. */
export const writeMails = async (tx: Tx, mails: readonly NewMail[]): Promise<void> => {
  if (mails.length === 0) return
  const at = now().toISOString()
  const rows = mails.map(mail => ({ ...mail, id: newId(mail.conferenceId), shard: shardOf(mail.conferenceId) }))
  await tx`
    insert into mails (id, shard, conference_id, order_id, kind, cause, recipient, recipient_name, facts, status, created_at,
      attempts, due_at)
    select id, shard, "conferenceId", "orderId", kind, cause, recipient, "recipientName", facts, 'waiting', ${at}, 0, ${at}
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r(id text, shard smallint, "conferenceId" text,
      "orderId" text, kind text, cause text, recipient text, "recipientName" text, facts jsonb)
    on conflict (cause, recipient, kind, shard) do nothing`
}

const mostAtOnce = 100

/** The mails that wait and are due, of one shard or of all: the longest due first, at most a hundred. */
export const dueMails = async (pool: Sql, shard?: number): Promise<string[]> => {
  const where = shard === undefined ? pool`true` : pool`shard = ${shard}`
  const rows = await pool<{ id: string }[]>`
    select id from mails where status = 'waiting' and due_at <= ${now().toISOString()} and ${where}
    order by due_at, id limit ${mostAtOnce}`
  return rows.map(({ id }) => id)
}

/** Takes a mail that is due for so long that nobody else tries meanwhile. Gives which attempt this is; undefined: not due (any more). */
export const claimMail = async (id: string, forMs: number): Promise<number | undefined> => {
  const at = now()
  const rows = await sql()<{ attempts: number }[]>`
    update mails set attempts = attempts + 1, due_at = ${new Date(at.getTime() + forMs).toISOString()}
    where id = ${id} and shard = ${shardOf(id)} and status = 'waiting' and due_at <= ${at.toISOString()}
    returning attempts`
  return rows[0]?.attempts
}

/** Notes how a mail ended. The first ending stands. */
export const settleMail = async (
  id: string,
  status: Exclude<MailStatus, 'waiting'>,
  error: string | null = null,
): Promise<void> => {
  await sql()`
    update mails set status = ${status}, settled_at = ${now().toISOString()}, error = ${error}
    where id = ${id} and shard = ${shardOf(id)} and status = 'waiting'`
}

/** Notes why a mail did not leave, and after how long it is due again. */
export const postponeMail = async (id: string, forMs: number, error: string): Promise<void> => {
  await sql()`
    update mails set due_at = ${new Date(now().getTime() + forMs).toISOString()}, error = ${error}
    where id = ${id} and shard = ${shardOf(id)} and status = 'waiting'`
}
