import type { Sql } from '../db.ts'

/** The long stream's newest snapshot stands so many events before its end. */
const sinceSnapshot = 200

/** An order of a long log that has three events. */
export const orderOfLongLog = (shard: number, number: number): string =>
  `order-${shard.toString(16)}2222222-2222-4222-8222-${String(number).padStart(12, '0')}`
export const hotStreamOfLongLog = (shard: number): string =>
  `seats-availability-${shard.toString(16)}1111111-1111-4111-8111-111111111111`

/** An order's share of all events: its own three, and that in the one long stream of the seats. */
export const eventsPerOrder = 3.2

/**
 * Fills one shard of a migrated database as years of sales would: orders of three events, the long stream of the seats, a published
 * command after each third event, every consumer at the head, an id of a form for each order, and for each twentieth event a
 * timeout that waits.
 */
export const fillLog = async (sql: Sql, shard: number, orders: number): Promise<void> => {
  const events = Math.floor(orders * eventsPerOrder)
  const hot = events - 3 * orders
  const conferenceId = hotStreamOfLongLog(shard).slice(-36)
  const message = JSON.stringify({
    orderId: conferenceId,
    seats: [{ seatTypeId: conferenceId, quantity: 2 }],
    reason: 'x'.repeat(120),
  })
  const metadata = JSON.stringify({ correlationId: conferenceId, causationId: 'a-1', actor: 'system' })
  const payload = JSON.stringify({
    command: { type: 'RejectOrder', data: { orderId: conferenceId } },
    conferenceId,
    metadata: {},
  })
  await sql`
    insert into events (stream, version, shard, conference_id, type, schema_version, data, metadata, recorded_at)
    select left(${orderOfLongLog(shard, 0)}, -12) || lpad((n / 3)::text, 12, '0'), 1 + n % 3, ${shard}::smallint, ${conferenceId},
      'OrderExpired', 1, ${message}::text::jsonb, ${metadata}::text::jsonb, now()
    from generate_series(0, ${3 * orders - 1}::integer) n
    union all
    select ${hotStreamOfLongLog(shard)}, n, ${shard}::smallint, ${conferenceId}, 'AvailableSeatsChanged', 1,
      ${message}::text::jsonb, ${metadata}::text::jsonb, now()
    from generate_series(1, ${hot}::integer) n`
  await sql`
    insert into outbox (shard, kind, event_position, payload, due_at, sequence, published_at)
    select ${shard}, kind, position, payload, '-infinity', sequence, now() from (
      select 'event' as kind, position, null::jsonb as payload, n + (n - 1) / 3 as sequence
      from (select position, row_number() over (order by position) as n from events where shard = ${shard}) as e
      union all
      select 'command', null, ${payload}::text::jsonb, 4 * n from generate_series(1, ${Math.floor(events / 3)}::integer) n
    ) as o order by sequence`
  await sql`
    insert into outbox (shard, kind, payload, due_at)
    select ${shard}, 'command', ${payload}::text::jsonb, now() + interval '1 day'
    from generate_series(1, ${Math.floor(events / 20)}::integer)`
  await sql`
    insert into commands (id_hash, shard, input_hash, outcome, received_at)
    select encode(sha256(n::text::bytea), 'hex'), ${shard}, 'input', '{}', now() from generate_series(1, ${orders}::integer) n`
  await sql`
    insert into snapshots (stream, shard, version, schema_version, state)
    values (${hotStreamOfLongLog(shard)}, ${shard}, ${hot - sinceSnapshot}, 1, '{}')`
  await sql`
    with head as (select max(sequence) as last from outbox where shard = ${shard}),
    moved as (update checkpoints set sequence = head.last from head where shard = ${shard})
    update shards set last_sequence = head.last from head where shard = ${shard}`
  await sql`vacuum analyze`
}
