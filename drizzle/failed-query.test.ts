import { inspect } from 'node:util'
import { eq, sql as query } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db, read } from './db.ts'
import { ask } from './queries/ask.ts'
import { managedConferences } from './schema/conferences.ts'
import { useTestDatabase } from './testing/database.ts'

useTestDatabase()

const secret = 'ada@secrets.example'
const failing = (from: Pick<ReturnType<typeof db>, 'select'>) =>
  from.select({ broken: query`1 / 0` }).from(managedConferences).where(eq(managedConferences.ownerEmail, secret))

it('tells which query failed and why, but not with which values', async () => {
  const questions = [() => ask(() => failing(db())), () => read(tx => failing(tx))]
  for (const question of questions) {
    const said = inspect(await question().catch((error: unknown) => error))
    expect(said).toContain('owner_email')
    expect(said).toContain('PostgresError')
    expect(said).not.toContain(secret)
  }
})
