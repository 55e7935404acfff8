import { setTimeout as pause } from 'node:timers/promises'
import { createPostgresBackend, Queue, Worker, withBackend } from 'bullmq'
import { settings } from '#drizzle/settings'
import { log } from './log.ts'
import { mailsAtOnce } from './mailer.ts'

/** "This shard has work", and nothing else. */
export type Poke = Readonly<{ shard: number }>

const pokeQueue = 'pokes'
const errandQueue = 'errands'
const mailQueue = 'mails'

/** Work that leaves the system, by the id of its row, which says everything else. */
export type Errand = Readonly<{ kind: 'notify' | 'refund' | 'mail'; id: string }>

const bullmqSchema = 'bullmq'
/** Nobody listens to BullMQ's own events, so it need not keep its last ten thousand. */
const streams = { events: { maxLen: 100 } }
const beginAgainAfterMs = 500
const retryAfterMs = (attempt: number): number => Math.min(attempt * 50, 1_000)

const onRedis = (url: string) => ({
  queue: (name: string) =>
    new Queue(name, {
      connection: { url, maxRetriesPerRequest: 1, retryStrategy: retryAfterMs },
      skipWaitingForReady: true,
      streams,
    }),
  worker: (name: string, handle: (data: never) => Promise<void>, concurrency: number) =>
    new Worker(name, job => handle(job.data as never), {
      connection: { url, maxRetriesPerRequest: null, retryStrategy: retryAfterMs },
      concurrency,
      lockDuration: 15_000,
      stalledInterval: 5_000,
      maxStalledCount: 10,
    }),
})

const onPostgres = (connectionString: string) => {
  const OnPostgres = withBackend(createPostgresBackend)
  const connection = { connectionString, schema: bullmqSchema, migrate: true, max: 4 }
  return {
    queue: (name: string) => new OnPostgres.Queue(name, { connection, skipWaitingForReady: true, streams }),
    worker: (name: string, handle: (data: never) => Promise<void>, concurrency: number) =>
      new OnPostgres.Worker(name, job => handle(job.data as never), {
        connection,
        concurrency,
        lockDuration: 15_000,
        stalledInterval: 5_000,
        maxStalledCount: 10,
      }),
  }
}

/** BullMQ on Redis, or on PostgreSQL when there is no Redis. */
const backend = () => {
  const { REDIS_URL, QUEUE_DATABASE_URL, DATABASE_URL } = settings()
  return REDIS_URL ? onRedis(REDIS_URL) : onPostgres(QUEUE_DATABASE_URL ?? DATABASE_URL)
}

/** BullMQ says the same again and again while its database is away; once a minute is enough to be read. */
const complain = (what: string) => {
  let saidAt = 0
  return (error: Error) => {
    if (Date.now() - saidAt < 60_000) return
    saidAt = Date.now()
    log().warn({ err: error }, `${what} has no connection; the sweep goes on without it`)
  }
}

type Part = Readonly<{
  on(event: 'error', listener: (error: Error) => void): unknown
  waitUntilReady(): Promise<unknown>
  close(): Promise<void>
}>

/** Keeps one open. BullMQ never tries again to begin where its database was away at first: then another takes its place. */
const keepOpen = <Opened extends Part>(what: string, open: () => Opened) => {
  const complaint = complain(what)
  let isClosed = false
  const begin = (): Opened => {
    const opened = open()
    opened.on('error', complaint)
    opened.waitUntilReady().catch(async () => {
      await opened.close().catch(() => {})
      await pause(beginAgainAfterMs)
      if (!isClosed) part = begin()
    })
    return opened
  }
  let part = begin()
  return {
    now: (): Opened => part,
    close: async (): Promise<void> => {
      isClosed = true
      await part.close()
    },
  }
}

const forgotten = { removeOnComplete: true, removeOnFail: true } as const

/** The sending side: one poke per shard waits at most, besides the one that runs. */
export const openQueues = () => {
  const { queue } = backend()
  const pokes = keepOpen('the poke queue', () => queue(pokeQueue))
  const errands = keepOpen('the errand queue', () => queue(errandQueue))
  const mails = keepOpen('the mail queue', () => queue(mailQueue))
  return {
    poke: async (shard: number): Promise<void> => {
      const deduplication = { id: `shard-${shard}`, keepLastIfActive: true }
      await pokes.now().add('poke', { shard } satisfies Poke, { ...forgotten, deduplication })
    },
    post: async (errand: Errand): Promise<void> => {
      // Nobody who waits for a payment shall wait for a slow mail server.
      const own = errand.kind === 'mail' ? mails : errands
      await own.now().add(errand.kind, errand, { ...forgotten, jobId: `${errand.kind}-${errand.id}` })
    },
    close: async (): Promise<void> => {
      await Promise.allSettled([pokes.close(), errands.close(), mails.close()])
    },
  }
}

export type Queues = ReturnType<typeof openQueues>

/** The working side: `close` waits for the jobs that run. */
export const openWorkers = (onPoke: (poke: Poke) => Promise<void>, onErrand: (errand: Errand) => Promise<void>) => {
  const { worker } = backend()
  const pokes = keepOpen('the poke worker', () => worker(pokeQueue, onPoke, 16))
  const errands = keepOpen('the errand worker', () => worker(errandQueue, onErrand, 8))
  const mails = keepOpen('the mail worker', () => worker(mailQueue, onErrand, mailsAtOnce))
  return {
    close: async (): Promise<void> => {
      await Promise.allSettled([pokes.close(), errands.close(), mails.close()])
    },
  }
}
