import { bigint, index, integer, pgTable, text, timestamp, varchar } from 'drizzle-orm/pg-core'

/**
 * How often something was tried lately, when there is no Redis to count it. rate-limiter-flexible reads and writes this table and
 * relies on the order of its columns; `expire` is in milliseconds since 1970, null for never.
 */
export const attempts = pgTable('attempts', {
  key: varchar('key', { length: 255 }).primaryKey(),
  points: integer('points').notNull().default(0),
  expire: bigint('expire', { mode: 'number' }),
})

/** Who may not try before `until`, and how many times in a row that happened. */
export const lockouts = pgTable(
  'lockouts',
  {
    key: text('key').primaryKey(),
    times: integer('times').notNull(),
    until: timestamp('until', { withTimezone: true, mode: 'string' }).notNull(),
  },
  table => [index('lockouts_end').on(table.until)],
)
