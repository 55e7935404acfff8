import { and, asc, desc, eq } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { shardOf } from '#domain/event-store'
import { db } from '../db.ts'
import type { MailFacts } from '../mails.ts'
import { managedConferences } from '../schema/conferences.ts'
import { type MailKind, mails } from '../schema/mails.ts'
import { conferences } from '../schema/read-models.ts'
import { ask } from './ask.ts'

const timelineColumns = {
  mailId: mails.id,
  kind: mails.kind,
  recipient: mails.recipient,
  status: mails.status,
  attempts: mails.attempts,
  createdAt: mails.createdAt,
  settledAt: mails.settledAt,
}

/**
 * What was mailed about an order, in the order in which it was caused. `sentAt`: when the mail server took it (or the mailbox
 * kept it); `failed`: given up after `attempts`.
 */
export const listMails = async (orderId: string) => {
  const rows = await ask(() =>
    db()
      .select(timelineColumns)
      .from(mails)
      .where(and(eq(mails.orderId, orderId), eq(mails.shard, shardOf(orderId))))
      .orderBy(asc(mails.createdAt), asc(mails.id)),
  )
  return rows.map(({ settledAt, ...mail }) => ({
    ...mail,
    sentAt: mail.status === 'sent' || mail.status === 'kept' ? settledAt : null,
    failed: mail.status === 'failed',
  }))
}

export type ListedMail = Awaited<ReturnType<typeof listMails>>[number]

const managed = alias(managedConferences, 'managed')

const columns = {
  mailId: mails.id,
  orderId: mails.orderId,
  kind: mails.kind,
  facts: mails.facts,
  recipient: mails.recipient,
  recipientName: mails.recipientName,
  status: mails.status,
  createdAt: mails.createdAt,
  conference: {
    slug: conferences.slug,
    name: conferences.name,
    location: conferences.location,
    timeZone: conferences.timeZone,
    startsAt: conferences.startsAt,
    endsAt: conferences.endsAt,
    published: conferences.published,
  },
  /** Only for the owner's own mails. */
  managed: {
    name: managed.name,
    codeVersion: managed.codeVersion,
    sealedAccessCode: managed.sealedAccessCode,
  },
}

const selectMails = () =>
  db()
    .select(columns)
    .from(mails)
    .leftJoin(conferences, and(eq(conferences.conferenceId, mails.conferenceId), eq(conferences.shard, mails.shard)))
    .leftJoin(managed, and(eq(managed.id, mails.conferenceId), eq(managed.shard, mails.shard), eq(mails.kind, 'accessCode')))
    .$dynamic()

type Row = Awaited<ReturnType<typeof selectMails>>[number]

/** A mail with all that its text needs: the facts of its cause, and the conference as it is now. */
export type Mail = {
  [Kind in MailKind]: Omit<Row, 'kind' | 'facts'> & Readonly<{ kind: Kind; facts: MailFacts[Kind] }>
}[MailKind]

const asMail = (row: Row): Mail => row as Mail

export const getMail = async (mailId: string): Promise<Mail | undefined> => {
  const rows = await ask(() => selectMails().where(and(eq(mails.id, mailId), eq(mails.shard, shardOf(mailId)))))
  return rows.map(asMail)[0]
}

const mostListed = 100

/** The newest hundred mails of all conferences, for the mailbox of a system that sends none. */
export const listMailbox = async (): Promise<Mail[]> => {
  const rows = await ask(() => selectMails().orderBy(desc(mails.createdAt), desc(mails.id)).limit(mostListed))
  return rows.map(asMail)
}
