import { expect, it } from 'vitest'
import { sql } from '../db.ts'
import { settings } from '../settings.ts'
import { createTestDatabase, useTestDatabase } from './database.ts'

const database = useTestDatabase({ SITE_NAME: 'Test' })

it('points settings and pools to a migrated database of this file alone', async () => {
  const [shard] = await sql()`select count(*)::int as shards, current_database() as name from shards`
  expect(shard).toMatchObject({ shards: 16 })
  expect(database.url).toContain(shard?.name)
  expect(settings()).toMatchObject({ DATABASE_URL: database.url, SITE_NAME: 'Test' })
})

it('makes databases that share nothing, many at once', async () => {
  const made = await Promise.all(Array.from({ length: 4 }, createTestDatabase))
  expect(new Set(made.map(({ url }) => url)).size).toBe(4)
  await Promise.all(made.map(({ drop }) => drop()))
})
