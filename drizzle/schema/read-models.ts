import { sql } from 'drizzle-orm'
import { bigint, boolean, index, integer, pgTable, primaryKey, smallint, text, timestamp } from 'drizzle-orm/pg-core'

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' })
const money = (name: string) => bigint(name, { mode: 'number' })

/** Every conference that was announced; the public pages ask for `published`, an order's pages for `was_ever_published`. */
export const conferences = pgTable(
  'conferences',
  {
    conferenceId: text('conference_id').notNull(),
    shard: smallint('shard').notNull(),
    slug: text('slug').notNull(),
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
    ownerName: text('owner_name').notNull(),
    published: boolean('published').notNull(),
    wasEverPublished: boolean('was_ever_published').notNull(),
  },
  table => [primaryKey({ columns: [table.conferenceId, table.shard] })],
)

/** `remaining` = quota − held − sold; below zero after a quota cut. */
export const seatTypes = pgTable(
  'seat_types',
  {
    seatTypeId: text('seat_type_id').notNull(),
    shard: smallint('shard').notNull(),
    conferenceId: text('conference_id').notNull(),
    name: text('name').notNull(),
    description: text('description').notNull(),
    priceMinor: money('price_minor').notNull(),
    quota: integer('quota').notNull(),
    remaining: integer('remaining').notNull(),
    held: integer('held').notNull(),
    sold: integer('sold').notNull(),
    ordinal: integer('ordinal').notNull(),
  },
  table => [
    primaryKey({ columns: [table.seatTypeId, table.shard] }),
    index('seat_types_conference').on(table.conferenceId, table.shard),
  ],
)

export const orderStatuses = ['placed', 'partiallyReserved', 'reserved', 'confirmed', 'expired'] as const
export type OrderStatus = (typeof orderStatuses)[number]

/**
 * `version` is that of the order's stream. `code_lookup` finds an order by its code, which only `sealed_code` can show again;
 * `search_text` by what its registrant is called, as `searchText` writes it.
 */
export const orders = pgTable(
  'orders',
  {
    orderId: text('order_id').notNull(),
    shard: smallint('shard').notNull(),
    conferenceId: text('conference_id').notNull(),
    version: integer('version').notNull(),
    status: text('status', { enum: orderStatuses }).notNull(),
    wasReinstated: boolean('was_reinstated').notNull(),
    sealedCode: text('sealed_code').notNull(),
    codeLookup: text('code_lookup').notNull(),
    currency: text('currency').notNull(),
    placedAt: instant('placed_at').notNull(),
    holdExpiresAt: instant('hold_expires_at').notNull(),
    confirmedAt: instant('confirmed_at'),
    firstName: text('first_name'),
    lastName: text('last_name'),
    email: text('email'),
    searchText: text('search_text').notNull().default(''),
    seats: integer('seats').notNull(),
    totalMinor: money('total_minor').notNull(),
  },
  table => [
    primaryKey({ columns: [table.orderId, table.shard] }),
    index('orders_conference').on(table.conferenceId, table.placedAt, table.orderId, table.shard),
    index('orders_code').on(table.codeLookup, table.conferenceId, table.shard),
    index('orders_reinstated').on(table.conferenceId, table.placedAt, table.shard).where(sql`was_reinstated`),
  ],
)

/** `requested` is what the order asks, `reserved` what it has; the line total is of what it has once that is known. */
export const orderLines = pgTable(
  'order_lines',
  {
    orderId: text('order_id').notNull(),
    seatTypeId: text('seat_type_id').notNull(),
    shard: smallint('shard').notNull(),
    ordinal: integer('ordinal').notNull(),
    name: text('name').notNull(),
    description: text('description').notNull(),
    unitPriceMinor: money('unit_price_minor').notNull(),
    requested: integer('requested').notNull(),
    reserved: integer('reserved').notNull(),
    lineTotalMinor: money('line_total_minor').notNull(),
  },
  table => [primaryKey({ columns: [table.orderId, table.seatTypeId, table.shard] })],
)

export const paymentStatuses = ['initiated', 'completed', 'rejected', 'refundRequested', 'refunded', 'refundFailed'] as const
export type PaymentStatus = (typeof paymentStatuses)[number]

/** Every payment of an order and how it ended. */
export const orderPayments = pgTable(
  'order_payments',
  {
    paymentId: text('payment_id').notNull(),
    orderId: text('order_id').notNull(),
    shard: smallint('shard').notNull(),
    conferenceId: text('conference_id').notNull(),
    status: text('status', { enum: paymentStatuses }).notNull(),
    amountMinor: money('amount_minor').notNull(),
    currency: text('currency').notNull(),
    reason: text('reason'),
    initiatedAt: instant('initiated_at').notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  table => [
    primaryKey({ columns: [table.paymentId, table.shard] }),
    index('order_payments_order').on(table.orderId, table.shard),
    index('order_payments_returned')
      .on(table.conferenceId, table.changedAt, table.shard)
      .where(sql`status in ('refundRequested', 'refunded', 'refundFailed')`),
  ],
)

/** One row per purchased seat; `version` is that of the order's seat assignments stream. */
export const seatAssignments = pgTable(
  'seat_assignments',
  {
    orderId: text('order_id').notNull(),
    position: integer('position').notNull(),
    shard: smallint('shard').notNull(),
    conferenceId: text('conference_id').notNull(),
    version: integer('version').notNull(),
    seatTypeId: text('seat_type_id').notNull(),
    seatTypeName: text('seat_type_name').notNull(),
    firstName: text('first_name'),
    lastName: text('last_name'),
    email: text('email'),
  },
  table => [
    primaryKey({ columns: [table.orderId, table.position, table.shard] }),
    index('seat_assignments_conference').on(table.conferenceId, table.shard),
    index('seat_assignments_attendees')
      .on(
        table.conferenceId,
        table.seatTypeName,
        table.lastName,
        table.firstName,
        table.orderId,
        table.position,
        table.email,
        table.shard,
      )
      .where(sql`email is not null`),
    index('seat_assignments_unassigned').on(table.conferenceId, table.seatTypeName, table.shard).where(sql`email is null`),
  ],
)
