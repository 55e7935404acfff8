import { index, integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'

/** What a browser's session may see: `kind` order or conference, `subject` its id. */
export const sessionGrants = pgTable(
  'session_grants',
  {
    session: text('session').notNull(),
    kind: text('kind', { enum: ['order', 'conference'] }).notNull(),
    subject: text('subject').notNull(),
    codeVersion: integer('code_version').notNull(),
    grantedAt: timestamp('granted_at', { withTimezone: true, mode: 'string' }).notNull(),
    expiresAt: timestamp('expires_at', { withTimezone: true, mode: 'string' }).notNull(),
  },
  table => [
    primaryKey({ columns: [table.session, table.kind, table.subject] }),
    index('session_grants_expiry').on(table.expiresAt),
  ],
)
