import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, inject } from 'vitest'
import { closePools, connect } from '../db.ts'
import { provideSettings, settingNames } from '../settings.ts'
import { setClockAhead } from './test-clock.ts'

const named = (database: string): string => {
  const url = new URL(inject('testServerUrl'))
  url.pathname = database
  return url.href
}

const administer = async (work: (sql: ReturnType<typeof connect>) => Promise<unknown>): Promise<void> => {
  const sql = connect(named('postgres'), 1)
  try {
    await work(sql)
  } finally {
    await sql.end({ timeout: 2 })
  }
}

export type TestDatabase = Readonly<{ url: string; drop(): Promise<void> }>

const makeDatabase = async (template: string): Promise<TestDatabase> => {
  const name = `test_${randomBytes(8).toString('hex')}`
  await administer(sql => sql`create database ${sql(name)} template ${sql(template)}`)
  return { url: named(name), drop: () => administer(sql => sql`drop database if exists ${sql(name)} with (force)`) }
}

/** A migrated database that nobody else uses. */
export const createTestDatabase = (): Promise<TestDatabase> => makeDatabase('contoso')

/** A database with nothing in it, for the tests of what fills it. */
export const createEmptyDatabase = (): Promise<TestDatabase> => makeDatabase('template0')

const secret = () => randomBytes(32).toString('hex')

/**
 * Gives the test file a database of its own for as long as its tests run: `settings()` and the pools of db.ts use it, and so does
 * a child process, which inherits the environment. Call it once, at the top of the file; `url` can be read inside the tests.
 */
export const useTestDatabase = (changed: Readonly<Record<string, string>> = {}): Readonly<{ url: string }> => {
  let database: TestDatabase | undefined
  const before = { ...process.env }
  beforeAll(async () => {
    database = await createTestDatabase()
    const environment = {
      NODE_ENV: 'test',
      DATABASE_URL: database.url,
      PUBLIC_URL: 'http://localhost:3000',
      AUTH_SECRET: secret(),
      CODE_PEPPER: secret(),
      CODE_KEY: secret(),
      PAYMENT_SECRET: secret(),
      PAYMENT_PROCESSOR: 'simulated',
      LOG_LEVEL: 'silent',
      ...changed,
    }
    Object.assign(process.env, environment)
    // What the file before left running may have opened them again.
    await closePools()
    provideSettings(environment)
  })
  afterAll(async () => {
    await closePools()
    await database?.drop()
    setClockAhead({ minutes: 0 })
    for (const name of settingNames) delete process.env[name]
    Object.assign(process.env, before)
  })
  return {
    get url() {
      if (!database) throw new Error('The database is made before the first test runs: read its url inside a test.')
      return database.url
    },
  }
}
