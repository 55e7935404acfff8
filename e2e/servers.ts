import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { listAccessCodes } from '#drizzle/conferences'
import { closePools, connect, sql } from '#drizzle/db'
import { type Embedded, start } from '#drizzle/embedded'
import { migrate } from '#drizzle/migrate'
import { loadCatalogue, sampleFiles } from '#drizzle/seed'
import { provideSettings, settingNames } from '#drizzle/settings'
import { spawnGroup, stopGroup } from '#workers/launch-process'
import { freePort, startWeb } from '#workers/launch-web'
import { startRedis } from '#workers/testing/redis'
import { type Stage, stagesFile } from './stages.ts'

const results = 'test-results'
const patienceMs = 5_000

type Stop = () => Promise<unknown>

/** What was started; all of it is stopped together. */
const stops: Stop[] = []

/** Ends every server and worker, then the databases. */
export const stopServers = async (): Promise<void> => {
  const [database, ...others] = stops.splice(0)
  await Promise.allSettled(others.map(stop => stop()))
  await database?.()
}

const hex = () => randomBytes(32).toString('hex')

/** One for all stages, so that one seeded database can be copied for each. Nothing of the machine's own settings gets in. */
const commonSettings = {
  ...Object.fromEntries(settingNames.map(name => [name, ''])),
  AUTH_SECRET: hex(),
  CODE_PEPPER: hex(),
  CODE_KEY: hex(),
  PAYMENT_SECRET: hex(),
  PAYMENT_PROCESSOR: 'simulated',
  ALLOW_TEST_CLOCK: '1',
}

const urlOf = (server: Embedded, database: string): string => server.url.replace(/[^/]*$/, database)

/** A migrated database with the sample conferences, which the stages' own are copied from. */
const prepareDatabase = async (server: Embedded): Promise<Stage['conferences']> => {
  await migrate(server.url)
  provideSettings({ ...commonSettings, DATABASE_URL: server.url, PUBLIC_URL: 'http://localhost:3000', LOG_LEVEL: 'silent' })
  const problems = (await loadCatalogue(sampleFiles())).flatMap(file => file.problems)
  if (problems.length > 0) throw new Error(problems.join('\n'))
  const conferences = await listAccessCodes(sql())
  await closePools()
  return conferences
}

const copyDatabase = async (server: Embedded, name: string): Promise<string> => {
  const administration = connect(urlOf(server, 'postgres'), 1)
  await administration`create database ${administration(name)} template contoso`
  await administration.end()
  return urlOf(server, name)
}

type Place = Readonly<{ server: Embedded; folder: string; conferences: Stage['conferences'] }>

/** A production server on a port and a database of its own; with Redis its workers are a process of their own. */
const startStage = async (place: Place, name: string, port: number, redisUrl?: string): Promise<Stage> => {
  const databaseUrl = await copyDatabase(place.server, `stage_${name}`)
  const url = `http://localhost:${port}`
  const clockFile = join(place.folder, `${name}-clock`)
  writeFileSync(clockFile, '0')
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...commonSettings,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl ?? '',
    PUBLIC_URL: url,
    WORKERS_IN_PROCESS: redisUrl ? '0' : '1',
    TEST_CLOCK_FILE: clockFile,
  }
  const logOf = (process: string) => join(results, 'servers', `${name}-${process}.log`)
  const logs = [logOf('web')]
  const web = startWeb({ mode: 'quickstart', port, log: logOf('web'), env })
  stops.push(web.stop)
  if (redisUrl) {
    logs.push(logOf('workers'))
    const workers = spawnGroup([process.execPath, '--import', 'tsx', 'workers/main.ts'], env, { file: logOf('workers') })
    stops.push(() => stopGroup(workers, patienceMs))
  }
  await web.waitUntilReady()
  return { url, databaseUrl, redisUrl, clockFile, logs, conferences: place.conferences }
}

/** Starts the stages `postgres`, `redis` and `clock` on the present production build and writes them down for the specs. */
export const startServers = async (): Promise<Record<string, Stage>> => {
  const folder = mkdtempSync(join(tmpdir(), 'contoso-stages-'))
  rmSync(join(results, 'servers'), { recursive: true, force: true })
  mkdirSync(join(results, 'servers'), { recursive: true })
  const server = await start({ folder: join(folder, 'database'), durable: false })
  stops.push(async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  const redis = await startRedis()
  stops.push(redis.stop)
  const place = { server, folder, conferences: await prepareDatabase(server) }
  const stages: Record<string, Stage> = {}
  let port = 3100
  for (const name of ['postgres', 'redis', 'clock']) {
    port = await freePort(port + 1)
    stages[name] = await startStage(place, name, port, name === 'redis' ? redis.url : undefined)
  }
  writeFileSync(stagesFile, JSON.stringify(stages, null, 2))
  return stages
}

/** By hand: keeps the stages up while specs are written and run one by one. */
const main = async (): Promise<void> => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopServers().finally(() => process.exit(0)))
  const stages = await startServers()
  for (const [name, { url }] of Object.entries(stages)) console.log(`${name}: ${url}`)
  console.log('Ctrl-C stops them.')
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  main().catch(async (error: unknown) => {
    console.error(error)
    await stopServers()
    process.exit(1)
  })
