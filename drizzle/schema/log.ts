import { sql } from 'drizzle-orm'
import { bigint, index, integer, jsonb, pgTable, primaryKey, smallint, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'

/** Positions and sequences are read as strings or compared in SQL: on several database machines they pass 2^53. */
const big = (name: string) => bigint(name, { mode: 'bigint' })
const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' })

/** What happened. Never changed: a trigger refuses update and delete. */
export const events = pgTable(
  'events',
  {
    position: big('position').generatedAlwaysAsIdentity(),
    stream: text('stream').notNull(),
    version: integer('version').notNull(),
    shard: smallint('shard').notNull(),
    conferenceId: text('conference_id').notNull(),
    type: text('type').notNull(),
    schemaVersion: smallint('schema_version').notNull(),
    data: jsonb('data').notNull(),
    metadata: jsonb('metadata').notNull(),
    recordedAt: instant('recorded_at').notNull(),
  },
  table => [
    primaryKey({ columns: [table.position, table.shard] }),
    uniqueIndex('events_stream_version').on(table.stream, table.version, table.shard),
  ],
)

/** What must be heard: the events in order, and the commands that leave with them. `sequence` is null until published. */
export const outbox = pgTable(
  'outbox',
  {
    id: big('id').generatedAlwaysAsIdentity(),
    shard: smallint('shard').notNull(),
    kind: text('kind', { enum: ['event', 'command'] }).notNull(),
    eventPosition: big('event_position'),
    payload: jsonb('payload'),
    dueAt: instant('due_at').notNull(),
    sequence: big('sequence'),
    publishedAt: instant('published_at'),
  },
  table => [
    primaryKey({ columns: [table.id, table.shard] }),
    index('outbox_due').on(table.shard, table.dueAt, table.id).where(sql`sequence is null`),
    index('outbox_published').on(table.shard, table.sequence).where(sql`sequence is not null`),
    // Past commands are looked for every second and stand between events that stay for ever.
    index('outbox_commands').on(table.shard, table.sequence).where(sql`kind = 'command' and sequence is not null`),
  ],
)

/** `last_sequence`: the last number given to a published message. The row is the lock of whoever publishes. */
export const shards = pgTable('shards', { shard: smallint('shard').primaryKey(), lastSequence: big('last_sequence').notNull() })

/** How far each consumer has read the published log. The row is the lock of whoever consumes. */
export const checkpoints = pgTable(
  'checkpoints',
  { consumer: text('consumer').notNull(), shard: smallint('shard').notNull(), sequence: big('sequence').notNull() },
  table => [primaryKey({ columns: [table.consumer, table.shard] })],
)

/** Commands from outside, by the hash of their id: a repeat is answered with the first outcome. */
export const commands = pgTable(
  'commands',
  {
    idHash: text('id_hash').notNull(),
    shard: smallint('shard').notNull(),
    inputHash: text('input_hash').notNull(),
    outcome: jsonb('outcome').notNull(),
    receivedAt: instant('received_at').notNull(),
  },
  table => [primaryKey({ columns: [table.idHash, table.shard] }), index('commands_age').on(table.shard, table.receivedAt)],
)

export const snapshots = pgTable(
  'snapshots',
  {
    stream: text('stream').notNull(),
    shard: smallint('shard').notNull(),
    version: integer('version').notNull(),
    schemaVersion: smallint('schema_version').notNull(),
    state: jsonb('state').notNull(),
  },
  table => [primaryKey({ columns: [table.stream, table.shard] })],
)

/** A message that a consumer could not handle, and those of the same key that wait behind it. */
export const parked = pgTable(
  'parked',
  {
    consumer: text('consumer').notNull(),
    key: text('key').notNull(),
    sequence: big('sequence').notNull(),
    shard: smallint('shard').notNull(),
    messageType: text('message_type').notNull(),
    error: text('error'),
    attempts: integer('attempts').notNull(),
    parkedAt: instant('parked_at').notNull(),
  },
  table => [
    primaryKey({ columns: [table.consumer, table.sequence, table.shard] }),
    index('parked_key').on(table.consumer, table.key, table.shard),
  ],
)
