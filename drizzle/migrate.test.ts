import { describe, expect, it } from 'vitest'
import { connect } from './db.ts'
import { consumers, shardCount } from './log.ts'
import { MigrationError, migrate } from './migrate.ts'
import { createEmptyDatabase, createTestDatabase } from './testing/database.ts'

describe('migrating', () => {
  it('lets four processes migrate one empty database at once, and each of them succeeds', async () => {
    const { url, drop } = await createEmptyDatabase()
    await Promise.all([migrate(url), migrate(url), migrate(url), migrate(url)])
    const sql = connect(url, 1)
    const [counted] =
      await sql`select (select count(*)::int from shards) as shards, (select count(*)::int from checkpoints) as checkpoints`
    await sql.end()
    await drop()
    expect(counted).toEqual({ shards: shardCount, checkpoints: shardCount * Object.keys(consumers).length })
  })

  it('keeps what is stored when it is done again', async () => {
    const { url, drop } = await createTestDatabase()
    const sql = connect(url, 1)
    await sql`update shards set last_sequence = 7 where shard = 3`
    await migrate(url)
    const [row] = await sql`select last_sequence from shards where shard = 3`
    await sql.end()
    await drop()
    expect(row?.last_sequence).toBe('7')
  })

  it('says which database cannot be used, without its password', async () => {
    const refused = await migrate('postgres://someone:secret-word@127.0.0.1:1/nowhere').catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(MigrationError)
    expect((refused as Error).message).toMatch(/^The database nowhere at 127\.0\.0\.1:1 cannot be used: .*ECONNREFUSED/)
    expect((refused as Error).message).not.toContain('secret-word')
  })

  it('gives the reason when the schema of the database is not ours', async () => {
    const { url, drop } = await createEmptyDatabase()
    const sql = connect(url, 1)
    await sql`create table events (something text)`
    const refused = await migrate(url).catch((error: unknown) => error)
    await sql.end()
    await drop()
    expect(refused).toBeInstanceOf(MigrationError)
    expect((refused as Error).message).toContain('relation "events" already exists')
  })
})
