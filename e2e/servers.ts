import type { ChildProcess } from 'node:child_process'
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
import { startRedis } from '#drizzle/testing/redis'
import { spawnGroup, stopGroup } from '#workers/launch-process'
import { freePort, startWeb } from '#workers/launch-web'
import { startCatalogueLoader } from './catalogue-loader.ts'
import { type Stage, stagesFile } from './stages.ts'

const logs = 'test-results/servers'
const patienceMs = 5_000

type Stop = () => Promise<unknown>

/** Web servers and workers, which are stopped together, and what they stand on, which is stopped after them, the last first. */
const processes: Stop[] = []
const foundations: Stop[] = []

const stopAll = async (): Promise<void> => {
  await Promise.allSettled(processes.splice(0).map(stop => stop()))
  for (const stop of foundations.splice(0).reverse()) await stop().catch(console.error)
}

let stopping = Promise.resolve()

/** Whoever asks while they are being stopped waits until they are. */
export const stopServers = (): Promise<void> => {
  stopping = stopping.then(stopAll)
  return stopping
}

const hex = () => randomBytes(32).toString('hex')

/** One for all stages, so that one seeded database can be copied for each. */
const secrets = { AUTH_SECRET: hex(), CODE_PEPPER: hex(), CODE_KEY: hex(), PAYMENT_SECRET: hex() }

/** Nothing of the machine's own settings gets in. */
const commonSettings = {
  ...Object.fromEntries(settingNames.map(name => [name, ''])),
  ...secrets,
  PAYMENT_PROCESSOR: 'simulated',
  ALLOW_TEST_CLOCK: '1',
}

const urlOf = (server: Embedded, database: string): string => server.url.replace(/[^/]*$/, database)

/** A migrated database with the sample conferences; this process's own commands work on it from then on. */
export const prepareDatabase = async (server: Pick<Embedded, 'url'>): Promise<Stage['conferences']> => {
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

export type Place = Readonly<{ server: Embedded; folder: string; redisUrl: string; conferences: Stage['conferences'] }>

/** What every stage stands on: a throw-away PostgreSQL with the sample conferences, and a Redis. */
export const openPlace = async (): Promise<Place> => {
  const folder = mkdtempSync(join(tmpdir(), 'contoso-stages-'))
  mkdirSync(logs, { recursive: true })
  const server = await start({ folder: join(folder, 'database'), durable: false })
  foundations.push(async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  const redis = await startRedis()
  foundations.push(redis.stop)
  return { server, folder, redisUrl: redis.url, conferences: await prepareDatabase(server) }
}

/** A stage's workers as a process of their own. */
export const startWorkers = (env: NodeJS.ProcessEnv, log: string): ChildProcess => {
  const workers = spawnGroup([process.execPath, '--import', 'tsx', 'workers/main.ts'], env, { file: log })
  processes.push(() => stopGroup(workers, patienceMs))
  return workers
}

type WhatRuns = Readonly<{
  url: string
  databaseUrl: string
  redisUrl?: string
  clockFile: string
  workers: 'in the web process' | 'apart'
  hasMailbox?: boolean
}>

/** The environment of a stage's processes. */
export const environmentOf = ({ url, databaseUrl, redisUrl, clockFile, workers, hasMailbox }: WhatRuns): NodeJS.ProcessEnv => ({
  ...process.env,
  ...commonSettings,
  NODE_ENV: 'production',
  NEXT_TELEMETRY_DISABLED: '1',
  DATABASE_URL: databaseUrl,
  REDIS_URL: redisUrl ?? '',
  PUBLIC_URL: url,
  WORKERS_IN_PROCESS: workers === 'apart' ? '0' : '1',
  MAILBOX: hasMailbox ? '1' : '0',
  TEST_CLOCK_FILE: clockFile,
})

type StageOptions = Pick<WhatRuns, 'workers' | 'hasMailbox'> & Readonly<{ queue: 'redis' | 'postgres' }>

/** A production server on a port and a database of its own, and the environment that its workers need. */
export const startStage = async (
  place: Place,
  name: string,
  port: number,
  { queue, ...options }: StageOptions,
): Promise<Omit<Stage, 'catalogueLoader'> & { env: NodeJS.ProcessEnv }> => {
  const databaseUrl = await copyDatabase(place.server, `stage_${name.replaceAll(/\W/g, '_')}`)
  const url = `http://localhost:${port}`
  const redisUrl = queue === 'redis' ? place.redisUrl : undefined
  const clockFile = join(place.folder, `${name}-clock`)
  writeFileSync(clockFile, '0')
  const env = environmentOf({ url, databaseUrl, redisUrl, clockFile, ...options })
  const log = join(logs, `${name}-web.log`)
  const web = startWeb({ mode: 'quickstart', port, log, env })
  processes.push(web.stop)
  await web.waitUntilReady()
  return { url, databaseUrl, redisUrl, clockFile, logs: [log], conferences: place.conferences, env }
}

/** Starts the stages `postgres`, `redis` (which has a mailbox) and `clock` on the present build and writes them down for the specs. */
export const startServers = async (): Promise<Record<string, Stage>> => {
  rmSync(logs, { recursive: true, force: true })
  const place = await openPlace()
  const loader = await startCatalogueLoader()
  foundations.push(loader.stop)
  const stages: Record<string, Stage> = {}
  let port = 3100
  for (const name of ['postgres', 'redis', 'clock']) {
    port = await freePort(port + 1)
    const onRedis = name === 'redis'
    const options = onRedis
      ? ({ queue: 'redis', workers: 'apart', hasMailbox: true } as const)
      : ({ queue: 'postgres', workers: 'in the web process' } as const)
    const { env, ...stage } = await startStage(place, name, port, options)
    const workersLog = join(logs, `${name}-workers.log`)
    if (onRedis) startWorkers(env, workersLog)
    loader.serve(name, env)
    const catalogueLoader = `${loader.url}/${name}`
    stages[name] = { ...stage, catalogueLoader, logs: onRedis ? [...stage.logs, workersLog] : stage.logs }
  }
  writeFileSync(stagesFile, JSON.stringify(stages, null, 2))
  return stages
}

/** By hand: keeps the stages up while specs are written and run one by one. */
const main = async (): Promise<void> => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopServers().finally(() => process.exit(0)))
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
