import { sql } from './db.ts'
import { allShards, consumers } from './log.ts'
import journal from './migrations/meta/_journal.json' with { type: 'json' }

const patienceMs = 1_000
const lastMigration = Math.max(...journal.entries.map(({ when }) => when))
const wantedCheckpoints = Object.keys(consumers).length * allShards.length

const undefinedTable = '42P01'
const notMigrated = 'The database does not have the schema of this release: run npm run migrate.'

const ask = () => sql()<{ migrated: string | null; checkpoints: number }[]>`
  select (select max(created_at) from drizzle.__drizzle_migrations)::text as migrated,
    (select count(*)::int from checkpoints where consumer = any(${Object.keys(consumers)})) as checkpoints`

/**
 * Why this process cannot serve yet, in a sentence without secrets; undefined when the database answers within a second and has
 * the schema and the checkpoints of this release, or of a newer one.
 */
export const whyNotReady = async (): Promise<string | undefined> => {
  const question = ask()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>(resolve => {
    timer = setTimeout(resolve, patienceMs, undefined)
  })
  try {
    const rows = await Promise.race([question, late])
    if (!rows) {
      question.cancel()
      return 'The database does not answer within a second.'
    }
    const [row] = rows
    const isCurrent = row && Number(row.migrated) >= lastMigration && row.checkpoints >= wantedCheckpoints
    return isCurrent ? undefined : notMigrated
  } catch (error) {
    return (error as { code?: string }).code === undefinedTable ? notMigrated : 'The database cannot be reached.'
  } finally {
    clearTimeout(timer)
    question.catch(() => {})
  }
}
