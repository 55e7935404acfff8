import { sql } from 'drizzle-orm'
import { index, integer, pgTable, primaryKey, smallint, text, timestamp } from 'drizzle-orm/pg-core'

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' })

/**
 * The books of the simulated payment company, which a real one keeps itself: what the payer decided, the call-back it owes us
 * (until `notified_at`), and whether it gave the money back.
 */
export const simulatedPayments = pgTable(
  'simulated_payments',
  {
    paymentId: text('payment_id').notNull(),
    shard: smallint('shard').notNull(),
    conferenceId: text('conference_id').notNull(),
    outcome: text('outcome', { enum: ['accepted', 'rejected'] }).notNull(),
    eventId: text('event_id').notNull(),
    decidedAt: instant('decided_at').notNull(),
    notifiedAt: instant('notified_at'),
    refundedAt: instant('refunded_at'),
    attempts: integer('attempts').notNull(),
    dueAt: instant('due_at').notNull(),
  },
  table => [
    primaryKey({ columns: [table.paymentId, table.shard] }),
    index('simulated_payments_due').on(table.shard, table.dueAt).where(sql`notified_at is null`),
  ],
)

/** Money we asked the processor to give back: one row per payment, worked off by a job until `answered_at`. */
export const refunds = pgTable(
  'refunds',
  {
    paymentId: text('payment_id').notNull(),
    shard: smallint('shard').notNull(),
    conferenceId: text('conference_id').notNull(),
    orderId: text('order_id').notNull(),
    amountMinor: integer('amount_minor').notNull(),
    currency: text('currency').notNull(),
    requestedAt: instant('requested_at').notNull(),
    answeredAt: instant('answered_at'),
    attempts: integer('attempts').notNull(),
    dueAt: instant('due_at').notNull(),
  },
  table => [
    primaryKey({ columns: [table.paymentId, table.shard] }),
    index('refunds_due').on(table.shard, table.dueAt).where(sql`answered_at is null`),
  ],
)
