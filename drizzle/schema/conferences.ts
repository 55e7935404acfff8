import { boolean, index, integer, pgSchema, primaryKey, smallint, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'

const management = pgSchema('management')

/** Slugs are unique over all shards; this small table stays on one machine. */
export const slugs = management.table('slugs', {
  slug: text('slug').primaryKey(),
  conferenceId: text('conference_id').notNull(),
})

/** The truth about a conference as its owner edits it. `starts_at` and `ends_at` are local to its time zone. */
export const managedConferences = management.table(
  'conferences',
  {
    id: text('id').notNull(),
    shard: smallint('shard').notNull(),
    slug: text('slug').notNull(),
    ownerName: text('owner_name').notNull(),
    ownerEmail: text('owner_email').notNull(),
    name: text('name').notNull(),
    tagline: text('tagline').notNull(),
    description: text('description').notNull(),
    location: text('location').notNull(),
    timeZone: text('time_zone').notNull(),
    currency: text('currency').notNull(),
    startsAt: text('starts_at').notNull(),
    endsAt: text('ends_at').notNull(),
    holdMinutes: integer('hold_minutes').notNull(),
    paymentProcessor: text('payment_processor').notNull(),
    published: boolean('published').notNull(),
    wasEverPublished: boolean('was_ever_published').notNull(),
    accessCodeHash: text('access_code_hash').notNull(),
    sealedAccessCode: text('sealed_access_code').notNull(),
    codeVersion: integer('code_version').notNull(),
    version: integer('version').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true, mode: 'string' }).notNull(),
  },
  table => [primaryKey({ columns: [table.id, table.shard] }), index('conferences_owner').on(table.ownerEmail)],
)

export const managedSeatTypes = management.table(
  'seat_types',
  {
    id: text('id').notNull(),
    shard: smallint('shard').notNull(),
    conferenceId: text('conference_id').notNull(),
    name: text('name').notNull(),
    description: text('description').notNull(),
    priceMinor: integer('price_minor').notNull(),
    quota: integer('quota').notNull(),
    ordinal: integer('ordinal').notNull(),
    version: integer('version').notNull(),
  },
  table => [
    primaryKey({ columns: [table.id, table.shard] }),
    uniqueIndex('seat_types_ordinal').on(table.conferenceId, table.ordinal, table.shard),
  ],
)
