import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { shardOf } from '#domain/event-store'
import { sql } from '#drizzle/db'
import { provideSettings } from '#drizzle/settings'
import { useTestDatabase } from '#drizzle/testing/database'
import { startRedis } from '#drizzle/testing/redis'
import { freePort } from './launch-web.ts'
import { type Errand, openQueues, openWorkers, type Poke } from './queues.ts'
import { missedRings, ring, start, stop } from './runtime.ts'
import { aSellingConference } from './testing/a-selling-conference.ts'

const database = useTestDatabase()

const patience = { timeout: 10_000, interval: 5 }

const untilReserved = (orderId: string) =>
  vi.waitUntil(async () => {
    const [row] = await sql()`select status from orders where order_id = ${orderId}`
    return row?.status === 'reserved'
  }, patience)

/** How many things the queues keep: rows of all their tables, or in Redis keys and the entries of what they hold. */
const storedByQueues = async (redisUrl: string | undefined): Promise<number> => {
  let stored = 0
  if (!redisUrl) {
    const tables = await sql()<{ name: string }[]>`select tablename as name from pg_tables where schemaname = 'bullmq'`
    for (const { name } of tables) stored += (await sql()`select 1 from ${sql()(`bullmq.${name}`)}`).length
    return stored
  }
  const redis = new Redis(redisUrl)
  for (const key of await redis.keys('*'))
    stored +=
      (await redis.type(key)) === 'stream'
        ? 1 + (await redis.xlen(key))
        : 1 + ((await redis.memory('USAGE', key, 'SAMPLES', 0)) ?? 0) / 1_000
  redis.disconnect()
  return stored
}

describe.each(['postgres', 'redis'])('the queue on %s', backend => {
  let redis: Awaited<ReturnType<typeof startRedis>> | undefined

  beforeAll(async () => {
    if (backend === 'redis') redis = await startRedis()
    provideSettings({ ...process.env, DATABASE_URL: database.url, REDIS_URL: redis?.url })
  })
  afterAll(async () => {
    provideSettings({ ...process.env, DATABASE_URL: database.url, REDIS_URL: undefined })
    await redis?.stop()
  })

  it('runs a poke, and one more for all that come while it runs', async () => {
    const poked: number[] = []
    let finish = () => {}
    const busy = new Promise<void>(resolve => {
      finish = resolve
    })
    const work = async ({ shard }: Poke) => {
      poked.push(shard)
      if (poked.length === 1) await busy
    }
    const queues = openQueues()
    const workers = openWorkers(work, async () => {})
    await queues.poke(3)
    await vi.waitUntil(() => poked.length === 1, patience)
    await Promise.all([queues.poke(3), queues.poke(3), queues.poke(3)])
    finish()
    await vi.waitUntil(() => poked.length === 2, patience)
    await queues.poke(4)
    await vi.waitUntil(() => poked.includes(4), patience)
    expect(poked).toEqual([3, 3, 4])
    await workers.close()
    await queues.close()
  })

  it('runs an errand once though it is posted twice', async () => {
    const run: Errand[] = []
    const errand: Errand = { kind: 'refund', id: 'a1' }
    const queues = openQueues()
    await queues.post(errand)
    await queues.post(errand)
    const workers = openWorkers(
      async () => {},
      async done => {
        run.push(done)
      },
    )
    await queues.post({ kind: 'notify', id: 'b2' })
    await vi.waitUntil(() => run.some(({ kind }) => kind === 'notify'), patience)
    expect(run).toEqual([errand, { kind: 'notify', id: 'b2' }])
    await workers.close()
    await queues.close()
  })

  it('keeps hardly anything of a thousand finished jobs', async () => {
    let done = 0
    const queues = openQueues()
    const workers = openWorkers(
      async () => {},
      async () => {
        done++
      },
    )
    const errands = Array.from({ length: 1_000 }, (_, index): Errand => ({ kind: 'refund', id: `d${index}` }))
    await Promise.all(errands.map(queues.post))
    await vi.waitUntil(() => done === errands.length, patience)
    await workers.close()
    await queues.close()
    expect(await storedByQueues(redis?.url)).toBeLessThan(1_000)
  })

  it('runs what was posted once its database is there, though it was away when all began', async () => {
    const [port, to] = [await freePort(20_000), new URL(redis?.url ?? database.url)]
    const away = new URL(to)
    away.port = `${port}`
    const at = { DATABASE_URL: database.url, QUEUE_DATABASE_URL: redis ? undefined : away.href, REDIS_URL: redis && away.href }
    provideSettings({ ...process.env, ...at })
    const run: Errand[] = []
    const queues = openQueues()
    const workers = openWorkers(
      async () => {},
      async done => {
        run.push(done)
      },
    )
    await pause(1_000)
    const sockets = new Set<Socket>()
    const between = createServer(client => {
      const server = connect(Number(to.port), to.hostname)
      client.pipe(server).pipe(client)
      for (const socket of [client, server]) sockets.add(socket.on('error', () => {}))
    }).listen(port)
    await vi.waitUntil(async () => {
      await queues.post({ kind: 'notify', id: 'late' }).catch(() => {})
      return run.length > 0
    }, patience)
    await Promise.all([workers.close(), queues.close()])
    for (const socket of sockets) socket.destroy()
    between.close()
    provideSettings({ ...process.env, DATABASE_URL: database.url, REDIS_URL: redis?.url })
  })

  it('brings an order from placed to reserved', async () => {
    const conference = await aSellingConference({ quota: 10 })
    start()
    const queues = openQueues()
    const orderId = await conference.place(2)
    await queues.poke(shardOf(orderId))
    await untilReserved(orderId)
    await Promise.all([stop(), queues.close()])
  })
})

describe('with the queue away', () => {
  let conference: Awaited<ReturnType<typeof aSellingConference>>
  beforeAll(async () => {
    provideSettings({ ...process.env, DATABASE_URL: database.url, REDIS_URL: 'redis://127.0.0.1:9' })
    conference = await aSellingConference({ quota: 10 })
  })
  afterEach(stop)

  it('goes on selling: the sweep needs none', async () => {
    start()
    await untilReserved(await conference.place(2))
  })

  it('misses no ring where workers are, and misses it elsewhere', async () => {
    const orderId = await conference.place(2)
    await ring(shardOf(orderId))
    expect(missedRings()).toBe(1)
    start()
    await ring(shardOf(orderId))
    await untilReserved(orderId)
    expect(missedRings()).toBe(1)
  })
})
