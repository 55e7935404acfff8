import { afterEach, describe, expect, it } from 'vitest'
import { closePools, sql } from './db.ts'
import { whyNotReady } from './readiness.ts'
import { environment, provideSettings } from './settings.ts'
import { createEmptyDatabase, useTestDatabase } from './testing/database.ts'

const database = useTestDatabase()

const moveTo = async (url: string): Promise<void> => {
  await closePools()
  provideSettings({ ...environment(), DATABASE_URL: url })
}

afterEach(() => moveTo(database.url))

const notMigrated = 'The database does not have the schema of this release: run npm run migrate.'

describe('a process', () => {
  it('is ready when its database has the schema of this release, asked often and at once', async () => {
    expect(await Promise.all(Array.from({ length: 20 }, whyNotReady))).toEqual(Array(20).fill(undefined))
    expect(await whyNotReady()).toBeUndefined()
  })

  it('is not ready on an empty database', async () => {
    const empty = await createEmptyDatabase()
    await moveTo(empty.url)
    expect(await whyNotReady()).toBe(notMigrated)
    await closePools()
    await empty.drop()
  })

  it('is not ready while a migration or a checkpoint of this release is missing', async () => {
    await sql()`update drizzle.__drizzle_migrations set created_at = created_at - 10000000000`
    expect(await whyNotReady()).toBe(notMigrated)
    await sql()`update drizzle.__drizzle_migrations set created_at = created_at + 20000000000`
    expect(await whyNotReady()).toBeUndefined()
    await sql()`delete from checkpoints where consumer = 'orders' and shard = 3`
    expect(await whyNotReady()).toBe(notMigrated)
    await sql()`insert into checkpoints (consumer, shard, sequence) values ('orders', 3, 0)`
  })

  it('is not ready when nothing answers there, and does not tell its password', async () => {
    await moveTo('postgres://somebody:secret@localhost:1/none')
    expect(await whyNotReady()).toBe('The database cannot be reached.')
  })

  it('is not ready when the database answers too late, and is again when it does not', async () => {
    let release = () => {}
    const released = new Promise<void>(resolve => {
      release = resolve
    })
    const blocking = sql().begin(async tx => {
      await tx`lock table checkpoints`
      await released
    })
    await expect.poll(whyNotReady, { timeout: 5_000 }).toBe('The database does not answer within a second.')
    release()
    await blocking
    expect(await whyNotReady()).toBeUndefined()
  })
})
