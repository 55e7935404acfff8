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

const forgotten = { removeOnComplete: true, removeOnFail: true } as const

/** The sending side: one poke per shard waits at most, besides the one that runs. */
export const openQueues = () => {
  const { queue } = backend()
  const pokes = queue(pokeQueue)
  const errands = queue(errandQueue)
  const mails = queue(mailQueue)
  pokes.on('error', complain('the poke queue'))
  errands.on('error', complain('the errand queue'))
  mails.on('error', complain('the mail queue'))
  return {
    poke: async (shard: number): Promise<void> => {
      const deduplication = { id: `shard-${shard}`, keepLastIfActive: true }
      await pokes.add('poke', { shard } satisfies Poke, { ...forgotten, deduplication })
    },
    post: async (errand: Errand): Promise<void> => {
      // Nobody who waits for a payment shall wait for a slow mail server.
      const own = errand.kind === 'mail' ? mails : errands
      await own.add(errand.kind, errand, { ...forgotten, jobId: `${errand.kind}-${errand.id}` })
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
  const pokes = worker(pokeQueue, onPoke, 16)
  const errands = worker(errandQueue, onErrand, 8)
  const mails = worker(mailQueue, onErrand, mailsAtOnce)
  pokes.on('error', complain('the poke worker'))
  errands.on('error', complain('the errand worker'))
  mails.on('error', complain('the mail worker'))
  return {
    close: async (): Promise<void> => {
      await Promise.allSettled([pokes.close(), errands.close(), mails.close()])
    },
  }
}
