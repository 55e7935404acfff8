import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { RateLimiterPostgres, RateLimiterRedis } from 'rate-limiter-flexible'
import { sql } from './db.ts'
import { ask } from './queries/ask.ts'
import { settings } from './settings.ts'

/** A count begins with its first attempt and is gone 15 minutes later, by the clock of the process or of Redis. */
const windowSeconds = 15 * 60
const patienceMs = 500

type Query = Readonly<{ text: string; values: (string | number | null)[] }>

/** What the library takes for a client of `pg`. An answer that has to be asked for again counts twice, which only refuses sooner. */
const client = {
  query: async ({ text, values }: Query) => {
    const rows = await ask(async () => sql().unsafe(text, values))
    return { rows, rowCount: rows.length }
  },
}

/** How many are too many is decided by whoever counts, so the library's own limit stays unused. */
const common = { keyPrefix: 'attempts', points: Number.MAX_SAFE_INTEGER, duration: windowSeconds } as const

/** Counts that are over are removed by retention.ts: the library's own timer sleeps where processes live for one request. */
const onPostgres = () =>
  new RateLimiterPostgres({
    ...common,
    ...{ storeClient: client, storeType: 'client', tableName: 'attempts', tableCreated: true, clearExpiredByTimeout: false },
  })

/** A Redis that is away or does not answer leaves the counting to PostgreSQL, where the counts begin anew. */
const onRedis = (storeClient: Redis) =>
  new RateLimiterRedis({ ...common, storeClient, rejectIfRedisNotReady: true, insuranceLimiter: onPostgres() })

const connectRedis = (url: string): Redis => {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2_000,
    commandTimeout: patienceMs,
    retryStrategy: attempt => Math.min(attempt * 50, 1_000),
  })
  let saidAt = 0
  redis.on('error', error => {
    if (Date.now() - saidAt < 60_000) return
    saidAt = Date.now()
    console.warn(`Redis does not count attempts, PostgreSQL does: ${error.message}`)
  })
  return redis
}

type Counter = Readonly<{ limiter: RateLimiterRedis | RateLimiterPostgres; redis?: Redis; ready: Promise<unknown> }>

const openCounter = (): Counter => {
  const { REDIS_URL } = settings()
  if (!REDIS_URL) return { limiter: onPostgres(), ready: Promise.resolve() }
  const redis = connectRedis(REDIS_URL)
  // A process that has just started waits for Redis once, or its first attempts would be counted elsewhere.
  const ready = Promise.race([once(redis, 'ready').catch(() => {}), pause(patienceMs)])
  return { limiter: onRedis(redis), redis, ready }
}

const key = Symbol.for('contoso.attempts')
const registry = globalThis as { [key]?: Counter }

/** One per process: a page and a route each have their own copy of this module. */
const counter = (): Counter => {
  registry[key] ??= openCounter()
  return registry[key]
}

/** Counts one more attempt, in one count for all processes. Gives how many there are now, this one included. */
export const countAttempt = async (name: string): Promise<number> => {
  const { limiter, ready } = counter()
  await ready
  return (await limiter.penalty(name)).consumedPoints
}

/** Makes an attempt uncounted that was none. */
export const uncountAttempt = async (name: string): Promise<void> => {
  await counter().limiter.reward(name)
}

/** For tests, which go on with other settings. */
export const closeAttempts = (): void => {
  registry[key]?.redis?.disconnect()
  registry[key] = undefined
}
