import { integer, jsonb, pgTable, primaryKey, smallint, text, timestamp } from 'drizzle-orm/pg-core'

/**
 * What the last recount of a conference found (`npm run verify`). `findings`: sentences, none when everything adds up.
 * `not_compared`: read models that were left out, because they were being rebuilt. `under_way`: what had begun so shortly before
 * that it could not be judged.
 */
export const conferenceChecks = pgTable(
  'conference_checks',
  {
    conferenceId: text('conference_id').notNull(),
    shard: smallint('shard').notNull(),
    checkedAt: timestamp('checked_at', { withTimezone: true, mode: 'string' }).notNull(),
    findings: jsonb('findings').$type<readonly string[]>().notNull(),
    notCompared: jsonb('not_compared').$type<readonly string[]>().notNull(),
    events: integer('events').notNull(),
    orders: integer('orders').notNull(),
    underWay: integer('under_way').notNull(),
  },
  table => [primaryKey({ columns: [table.conferenceId, table.shard] })],
)
