import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { withoutValues } from './failed-query.ts'
import { settings } from './settings.ts'

/** A pool for our own SQL. Drizzle changes the codecs of the client it is given, so it has a pool of its own. */
export type Sql = postgres.Sql
/** A transaction on that pool. */
export type Tx = postgres.TransactionSql

type Pools = { sql?: Sql; reading?: ReturnType<typeof connectDrizzle> }

const key = Symbol.for('contoso.pools')
const registry = globalThis as { [key]?: Pools }
const pools = (): Pools => {
  registry[key] ??= {}
  return registry[key]
}

/** In seconds. postgres.js would wait up to twenty, counted for all connections together, long after the database is back. */
const connectAgainAfter = () => 0.2 + Math.random() * 0.2

const options = {
  onnotice: () => {},
  connection: { application_name: 'contoso' },
  connect_timeout: 30,
  backoff: connectAgainAfter,
} as const

export const connect = (url: string, max = 16): Sql => postgres(url, { ...options, max, idle_timeout: 60 })

const connectDrizzle = (url: string) => drizzle(postgres(url, { ...options, max: 12, idle_timeout: 60 }))

/** Writes and the log. */
export const sql = (): Sql => {
  const own = pools()
  own.sql ??= connect(settings().DATABASE_URL)
  return own.sql
}

/** Drizzle on the reading pool. */
export const db = () => {
  const own = pools()
  own.reading ??= connectDrizzle(settings().DATABASE_URL)
  return own.reading
}

export type Reading = Parameters<Parameters<ReturnType<typeof db>['transaction']>[0]>[0]

/** Several reads of one page in one snapshot. */
export const read = <Result>(question: (tx: Reading) => Promise<Result>): Promise<Result> =>
  withoutValues(() => db().transaction(question, { isolationLevel: 'repeatable read', accessMode: 'read only' }))

type Preparable<Rows> = Readonly<{ prepare(name: string): Readonly<{ execute(): Promise<Rows> }> }>

/**
 * Asks a query as one that its connection keeps. Queries of one snapshot that are asked together then take one round trip, and not
 * two each: postgres.js sends nothing else on a connection while it learns the types of one that is not kept.
 */
export const kept = <Rows>(query: Preparable<Rows>): Promise<Rows> => query.prepare('kept').execute()

export const closePools = async (): Promise<void> => {
  const own = pools()
  registry[key] = {}
  await Promise.all([own.sql?.end({ timeout: 2 }), own.reading?.$client.end({ timeout: 2 })])
}
