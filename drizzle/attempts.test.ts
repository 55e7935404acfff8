import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { closeAttempts, countAttempt, uncountAttempt } from './attempts.ts'
import { sql } from './db.ts'
import { provideSettings } from './settings.ts'
import { useTestDatabase } from './testing/database.ts'
import { startRedis } from './testing/redis.ts'

const database = useTestDatabase()
const aName = () => `test ${randomUUID()}`
const useRedis = (url: string | undefined) => {
  closeAttempts()
  provideSettings({ ...process.env, DATABASE_URL: database.url, REDIS_URL: url })
}
const countedInPostgres = async (name: string) => {
  const [row] = await sql()<{ points: number }[]>`select points from attempts where key = ${`attempts:${name}`}`
  return row?.points
}

afterEach(() => useRedis(undefined))

describe.each(['postgres', 'redis'])('attempts counted on %s', backend => {
  let redis: Awaited<ReturnType<typeof startRedis>> | undefined

  beforeAll(async () => {
    if (backend === 'redis') redis = await startRedis()
  })
  beforeEach(() => useRedis(redis?.url))
  afterAll(async () => {
    closeAttempts()
    await redis?.stop()
  })

  it('are counted one by one however many come at once', async () => {
    const name = aName()
    const counts = await Promise.all(Array.from({ length: 50 }, () => countAttempt(name)))
    expect(counts.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1))
    expect(await countAttempt(aName())).toBe(1)
    expect(await countedInPostgres(name)).toBe(backend === 'postgres' ? 50 : undefined)
  })

  it('are one count for all processes', async () => {
    const name = aName()
    await countAttempt(name)
    useRedis(redis?.url)
    expect(await countAttempt(name)).toBe(2)
  })

  it('can be uncounted', async () => {
    const name = aName()
    await countAttempt(name)
    await countAttempt(name)
    await uncountAttempt(name)
    expect(await countAttempt(name)).toBe(2)
  })
})

it('forgets a count after fifteen minutes', async () => {
  const name = aName()
  await countAttempt(name)
  const [row] = await sql()<{ seconds: number }[]>`
    select (expire - extract(epoch from clock_timestamp()) * 1000)::int / 1000 as seconds from attempts where key = ${`attempts:${name}`}`
  expect(row?.seconds).toBeGreaterThan(14 * 60)
  expect(row?.seconds).toBeLessThanOrEqual(15 * 60)
  await sql()`update attempts set expire = expire - ${15 * 60_000} where key = ${`attempts:${name}`}`
  expect(await countAttempt(name)).toBe(1)
})

describe('while Redis is set', () => {
  it('counts on PostgreSQL when Redis is away, and says so once', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const redis = await startRedis()
    useRedis(redis.url)
    const name = aName()
    await countAttempt(name)
    await redis.stop()
    for (let count = 1; count <= 8; count++) expect(await countAttempt(name)).toBe(count)
    expect(await countedInPostgres(name)).toBe(8)
    await vi.waitUntil(() => warn.mock.calls.length > 0, { timeout: 5_000, interval: 20 })
    for (let count = 9; count <= 12; count++) expect(await countAttempt(name)).toBe(count)
    expect(warn.mock.calls).toEqual([[expect.stringMatching(/^Redis does not count attempts, PostgreSQL does/)]])
    warn.mockRestore()
  })

  it('counts on PostgreSQL when Redis was never there', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {})
    const redis = await startRedis()
    await redis.stop()
    useRedis(redis.url)
    const name = aName()
    for (let count = 1; count <= 8; count++) expect(await countAttempt(name)).toBe(count)
    vi.restoreAllMocks()
  })

  it('does not wait for a Redis that answers nobody, and uses it again when it does', async () => {
    const redis = await startRedis()
    useRedis(redis.url)
    const name = aName()
    expect(await countAttempt(name)).toBe(1)
    const administration = new Redis(redis.url)
    await administration.call('client', 'pause', '1500', 'all')
    const begun = performance.now()
    expect(await countAttempt(name)).toBe(1)
    expect(performance.now() - begun).toBeLessThan(1_000)
    expect(await countedInPostgres(name)).toBe(1)
    const isUsedAgain = async () => {
      const another = aName()
      await countAttempt(another)
      return (await countedInPostgres(another)) === undefined
    }
    await vi.waitUntil(isUsedAgain, { timeout: 5_000, interval: 20 })
    administration.disconnect()
    await redis.stop()
  })
})
