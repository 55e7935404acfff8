import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, primaryKey, smallint, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' })

export const mailKinds = ['accessCode', 'orderConfirmed', 'orderExpired', 'paymentReturned', 'seatAssigned'] as const
export type MailKind = (typeof mailKinds)[number]

/**
 * `sent`: the mail server took it. `kept`: it can be read in the mailbox and went nowhere. `superseded`: what it would say is no
 * longer true. `failed`: given up; `error` says why.
 */
export const mailStatuses = ['waiting', 'sent', 'kept', 'superseded', 'failed'] as const
export type MailStatus = (typeof mailStatuses)[number]

/**
 * Everything that is to be mailed: one row per mail, once per cause, recipient and kind, worked off by a job while it waits.
 * `facts` is what its text needs of its cause; an access code is not in it, nor any other code unsealed.
 */
export const mails = pgTable(
  'mails',
  {
    id: text('id').notNull(),
    shard: smallint('shard').notNull(),
    conferenceId: text('conference_id').notNull(),
    orderId: text('order_id'),
    kind: text('kind', { enum: mailKinds }).notNull(),
    cause: text('cause').notNull(),
    recipient: text('recipient').notNull(),
    recipientName: text('recipient_name').notNull(),
    facts: jsonb('facts').notNull(),
    status: text('status', { enum: mailStatuses }).notNull(),
    createdAt: instant('created_at').notNull(),
    settledAt: instant('settled_at'),
    attempts: integer('attempts').notNull(),
    dueAt: instant('due_at').notNull(),
    error: text('error'),
  },
  table => [
    primaryKey({ columns: [table.id, table.shard] }),
    uniqueIndex('mails_cause').on(table.cause, table.recipient, table.kind, table.shard),
    index('mails_due').on(table.dueAt, table.id, table.shard).where(sql`status = 'waiting'`),
    index('mails_order').on(table.orderId, table.shard),
  ],
)
