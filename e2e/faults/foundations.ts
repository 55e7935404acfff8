import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { Queue } from 'bullmq'
import { Redis } from 'ioredis'
import { type Embedded, start } from '#drizzle/embedded'
import { openCluster } from '#drizzle/embedded-cluster'
import { findServer } from '#drizzle/embedded-server'
import { type RunningRedis, startRedis } from '#drizzle/testing/redis'

/** A PostgreSQL that keeps what it has committed, whatever happens to its processes. */
export type FallingPostgres = Readonly<{
  url: string
  port: number
  kill(): Promise<void>
  /** Resolves when it takes connections again, on the same port. */
  start(): Promise<void>
  stop(): Promise<void>
}>

export const startPostgres = async (folder: string): Promise<FallingPostgres> => {
  let server: Embedded = await start({ folder, durable: true, takeCharge: true })
  const { url, port } = server
  const cluster = await openCluster(folder, true)
  return {
    url,
    port,
    kill: async () => {
      const postmaster = await findServer(cluster)
      if (postmaster) process.kill(postmaster.pid, 'SIGKILL')
    },
    start: async () => {
      server = await start({ folder, durable: true, takeCharge: true })
      if (server.port !== port) throw new Error(`PostgreSQL came back on port ${server.port} instead of ${port}.`)
    },
    stop: async () => {
      await server.stop()
      rmSync(cluster.home, { recursive: true, force: true })
    },
  }
}

/** A Redis that forgets everything when it is killed. */
export type FallingRedis = Readonly<{
  url: string
  kill(): Promise<void>
  start(): Promise<void>
  flush(): Promise<void>
  freeze(): void
  thaw(): void
  /** Refuses to write, as a full Redis that must not evict does, until it is told otherwise. */
  refuseWrites(refuse: boolean): Promise<void>
  stop(): Promise<void>
}>

export const startFallingRedis = async (): Promise<FallingRedis> => {
  let running: RunningRedis = await startRedis()
  const { url, port } = running
  const ask = async (command: string, ...args: string[]) => {
    const client = new Redis(url, { maxRetriesPerRequest: 1 })
    client.on('error', () => {})
    await client.call(command, ...args)
    client.disconnect()
  }
  const signal = (name: NodeJS.Signals) => {
    if (running.pid) process.kill(running.pid, name)
  }
  return {
    url,
    kill: () => running.stop(),
    start: async () => {
      running = await startRedis(port)
    },
    flush: () => ask('FLUSHALL'),
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    refuseWrites: refuse => ask('CONFIG', 'SET', 'maxmemory', refuse ? '1' : '0'),
    stop: () => running.stop(),
  }
}

/** Sends pokes of our own until workers have taken one. Gives how many milliseconds that took. */
export const untilQueueWorks = async (url: string): Promise<number> => {
  const begun = Date.now()
  const connection = { url, maxRetriesPerRequest: 1, retryStrategy: () => 50 }
  const pokes = new Queue('pokes', { connection, skipWaitingForReady: true })
  pokes.on('error', () => {})
  const isTaken = async () => {
    const { id } = await pokes.add('poke', { shard: 0 }, { jobId: `fault-${randomUUID()}`, removeOnComplete: true })
    const patience = Date.now() + 1_000
    while (Date.now() < patience) {
      if (id && !(await pokes.getJob(id))) return true
      await pause(10)
    }
    return false
  }
  try {
    while (!(await isTaken().catch(() => false))) await pause(10)
    return Date.now() - begun
  } finally {
    await pokes.close()
  }
}
