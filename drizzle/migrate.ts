import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator'
import { connect, type Sql } from './db.ts'
import { howToStartAfresh, withLocalDatabase } from './embedded.ts'
import { prepareLog } from './log.ts'
import { environment, SettingsError, settings } from './settings.ts'

const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url))

/** Any number will do, as long as no other program locks the same one in this database. */
const migrationLock = 4_186_502_911

/** The database cannot be reached, or cannot be brought to the schema of this release. The message is for a person. */
export class MigrationError extends Error {
  override name = 'MigrationError'
}

const messageOf = (error: unknown): string => {
  const { message, code, cause } = error as Error & { code?: string }
  return cause instanceof Error ? messageOf(cause) : message || code || String(error)
}

const reach = async (sql: Sql, url: string): Promise<void> => {
  const { host, pathname } = new URL(url)
  await sql`select 1`.catch(cause => {
    throw new MigrationError(`The database ${pathname.slice(1)} at ${host} cannot be used: ${messageOf(cause)}.`, { cause })
  })
}

/**
 * Brings the database to the schema of this release and adds the rows that the log needs. Any number of processes may do so at
 * once: they take turns. The lock belongs to a transaction, since a pooler may give each transaction another session. Throws
 * MigrationError.
 */
export const migrate = async (url: string): Promise<void> => {
  const sql = connect(url, 2)
  // Drizzle changes the codecs of the client it is given.
  const drizzled = connect(url, 1)
  try {
    await reach(sql, url)
    await sql.begin(async lock => {
      await lock`set local idle_in_transaction_session_timeout = 0`
      await lock`set local statement_timeout = 0`
      await lock`set local lock_timeout = 0`
      await lock`select pg_advisory_xact_lock(${migrationLock})`
      // The first migration fills this schema without making it: drizzle-kit makes only those that a schema file exports.
      await sql`create schema if not exists management`
      await applyMigrations(drizzle(drizzled), { migrationsFolder })
      await prepareLog(sql)
    })
  } catch (cause) {
    if (cause instanceof MigrationError) throw cause
    throw new MigrationError(`The database cannot be brought to this release's schema: ${messageOf(cause)}.`, { cause })
  } finally {
    await Promise.all([sql.end({ timeout: 2 }), drizzled.end({ timeout: 2 })])
  }
}

const main = async (): Promise<void> => {
  const local = !environment().DATABASE_URL
  try {
    await withLocalDatabase(() => migrate(settings().DATABASE_URL))
    console.log('The database has the schema of this release.')
  } catch (error) {
    const known = error instanceof SettingsError || error instanceof MigrationError
    console.error(known ? error.message : error)
    if (error instanceof MigrationError && local) console.error(howToStartAfresh())
    process.exitCode = 1
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
