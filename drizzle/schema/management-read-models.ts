import { bigint, date, integer, jsonb, pgTable, primaryKey, smallint, text, timestamp } from 'drizzle-orm/pg-core'
import type { ConferenceEvent } from '#domain/conference-management/events'

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' })

/** A price says its currency: before the first publication the conference's may change. */
export type FieldValue = string | number | boolean | Readonly<{ minor: number; currency: string }>

/** Fields by name with what they said; only those that a change touched. */
export type ChangedFields = Readonly<Record<string, FieldValue>>

export const historySubjects = ['conference', 'seatType'] as const

/**
 * One row per change of a conference, `version` that of its stream. `after` of all rows of a subject, laid over each other, is what
 * that subject says now. A change that leaves every field as it was (a new access code) has neither before nor after.
 */
export const conferenceHistory = pgTable(
  'conference_history',
  {
    conferenceId: text('conference_id').notNull(),
    version: integer('version').notNull(),
    shard: smallint('shard').notNull(),
    type: text('type').$type<ConferenceEvent['type']>().notNull(),
    subject: text('subject', { enum: historySubjects }).notNull(),
    subjectId: text('subject_id').notNull(),
    subjectName: text('subject_name').notNull(),
    changedAt: instant('changed_at').notNull(),
    actor: text('actor').notNull(),
    before: jsonb('before').$type<ChangedFields>().notNull(),
    after: jsonb('after').$type<ChangedFields>().notNull(),
  },
  table => [primaryKey({ columns: [table.conferenceId, table.version, table.shard] })],
)

/**
 * Every message of the published log that is about an order, by its `sequence` there (a count within the shard, far below 2^53):
 * its events for ever, its commands as long as the log has them (retention.ts).
 * `data` is what its sentence needs and holds no code, open or sealed. `causation`: where in the log its cause stands, or who
 * asked for what.
 */
export const orderTimeline = pgTable(
  'order_timeline',
  {
    orderId: text('order_id').notNull(),
    sequence: bigint('sequence', { mode: 'number' }).notNull(),
    shard: smallint('shard').notNull(),
    conferenceId: text('conference_id').notNull(),
    kind: text('kind', { enum: ['event', 'command'] }).notNull(),
    type: text('type').notNull(),
    data: jsonb('data').$type<Readonly<Record<string, unknown>>>().notNull(),
    actor: text('actor').notNull(),
    causation: text('causation').notNull(),
    happenedAt: instant('happened_at').notNull(),
  },
  table => [primaryKey({ columns: [table.orderId, table.sequence, table.shard] })],
)

/** What was sold of a seat type on a day, the day as it was in the conference's time zone. `orders`: those with a seat of this type. */
export const conferenceStatistics = pgTable(
  'conference_statistics',
  {
    conferenceId: text('conference_id').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    seatTypeId: text('seat_type_id').notNull(),
    shard: smallint('shard').notNull(),
    seats: integer('seats').notNull(),
    orders: integer('orders').notNull(),
    revenueMinor: bigint('revenue_minor', { mode: 'number' }).notNull(),
  },
  table => [primaryKey({ columns: [table.conferenceId, table.day, table.seatTypeId, table.shard] })],
)

/** The zone in which the statistics count a conference's days, as far as they have read the log. */
export const statisticsZones = pgTable(
  'statistics_zones',
  {
    conferenceId: text('conference_id').notNull(),
    shard: smallint('shard').notNull(),
    timeZone: text('time_zone').notNull(),
  },
  table => [primaryKey({ columns: [table.conferenceId, table.shard] })],
)
