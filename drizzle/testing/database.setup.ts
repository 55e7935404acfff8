import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { connect } from '../db.ts'
import { start } from '../embedded.ts'
import { isAlive } from '../embedded-server.ts'
import { migrate } from '../migrate.ts'

const prefix = 'contoso-test-'

/** A test run that was killed leaves its server running and its data behind; the next run clears them away. */
const clearLeftovers = async (): Promise<void> => {
  for (const name of readdirSync(tmpdir()).filter(name => name.startsWith(prefix))) {
    const folder = join(tmpdir(), name)
    const runner = Number(name.slice(prefix.length))
    if (isAlive(runner)) continue
    const leftover = await start({ folder, durable: false, takeCharge: true }).catch(() => undefined)
    await leftover?.stop()
  }
}

/** One throw-away PostgreSQL for the whole run, with a migrated database that every test file's own one is copied from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await clearLeftovers()
  const server = await start({ folder: join(tmpdir(), `${prefix}${process.pid}`), durable: false })
  try {
    await migrate(server.url)
    await closeTemplate(server.url)
  } catch (error) {
    await server.stop()
    throw error
  }
  project.provide('testServerUrl', server.url)
  const interrupted = () => void server.stop().finally(() => process.exit(130))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupted)
  return server.stop
}

/** A database can be copied only while nobody is connected to it. */
const closeTemplate = async (url: string): Promise<void> => {
  const sql = connect(url.replace(/[^/]*$/, 'postgres'), 1)
  await sql`alter database contoso with allow_connections false is_template true`
  await sql.end()
}

declare module 'vitest' {
  interface ProvidedContext {
    testServerUrl: string
  }
}
