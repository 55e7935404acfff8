import { beforeAll, describe, expect, it } from 'vitest'
import { sql } from './db.ts'
import { loadStreams } from './event-store.ts'
import { useTestDatabase } from './testing/database.ts'

useTestDatabase()

const shard = 10
const streamOf = (number: number) => `order-a2222222-2222-4222-8222-${String(number).padStart(12, '0')}`

beforeAll(async () => {
  // Many short streams and the long one of a conference's seats, as after an on-sale.
  await sql()`
    insert into events (stream, version, shard, conference_id, type, schema_version, data, metadata, recorded_at)
    select 'order-a2222222-2222-4222-8222-' || lpad((n / 3)::text, 12, '0'), 1 + n % 3, ${shard}::smallint, 'a-conference',
      'OrderExpired', 1, '{}'::jsonb, '{}'::jsonb, now()
    from generate_series(0, 89999) n
    union all
    select 'seats-availability-a-conference', n, ${shard}::smallint, 'a-conference', 'AvailableSeatsChanged', 1, '{}', '{}', now()
    from generate_series(1, 6000) n`
  await sql()`analyze events`
})

describe('in a long log', () => {
  it.each([1, 100])('%i streams are read without reading the log from beginning to end', async count => {
    const streams = Array.from({ length: count }, (_, number) => streamOf(number * 7))
    await sql().begin(async tx => {
      const loaded = await loadStreams(tx, shard, streams)
      expect(streams.map(stream => loaded.get(stream)?.version)).toEqual(streams.map(() => 3))
      const [counted] = await tx<{ scans: number }[]>`
        select seq_scan::int as scans from pg_stat_xact_user_tables where relname = 'events'`
      expect(counted).toEqual({ scans: 0 })
    })
  })
})
