import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { closePools } from '#drizzle/db'
import { freePort } from '#workers/launch-web'
import { environmentOf, prepareDatabase } from '../servers.ts'
import { type Balancer, startBalancer } from './balancer.ts'
import { type CuttingProxy, startCuttingProxy } from './cutting-proxy.ts'
import { type FallingPostgres, type FallingRedis, startFallingRedis, startPostgres } from './foundations.ts'
import { type Member, startWebMember, startWorkerMember } from './member.ts'

/** `queue`: what BullMQ stands on. `through a proxy`: between the processes and PostgreSQL stands one that cuts connections. */
export type SystemKind = 'redis' | 'postgres' | 'postgres, through a proxy'

/** The whole system in production mode: two web processes behind one address, two worker processes, and what they stand on. */
export type System = Readonly<{
  url: string
  databaseUrl: string
  webs: readonly Member[]
  workers: readonly Member[]
  postgres: FallingPostgres
  redis?: FallingRedis
  proxy?: CuttingProxy
  /** How far the clock of all processes is ahead, in milliseconds. */
  clockOffsetMs(): number
  letPass(minutes: number): void
  /** What its processes did that no fault excuses, in sentences. */
  accidents(): string[]
  stop(): Promise<void>
}>

/** Systems that run side by side keep out of each other's way: a port that is free now may be that of a process just killed. */
const homes: Readonly<Record<SystemKind, Readonly<{ logs: string; ports: number }>>> = {
  redis: { logs: 'test-results/faults/redis', ports: 3400 },
  postgres: { logs: 'test-results/faults/postgres', ports: 3420 },
  'postgres, through a proxy': { logs: 'test-results/faults/proxy', ports: 3440 },
}
const processesOfAKind = 2

type Stop = () => unknown

const stopInTurn = async (stops: readonly Stop[]): Promise<void> => {
  for (const stop of [...stops].reverse()) await Promise.resolve(stop()).catch(console.error)
}

const startSystemWith = async (kind: SystemKind, next: () => number, stops: Stop[]): Promise<System> => {
  const keep = <Part extends { stop: Stop }>(part: Part): Part => {
    stops.push(part.stop)
    return part
  }
  const folder = mkdtempSync(join(tmpdir(), 'contoso-faults-'))
  stops.push(() => rmSync(folder, { recursive: true, force: true }))
  const { logs, ports: firstPort } = homes[kind]
  rmSync(logs, { recursive: true, force: true })
  mkdirSync(logs, { recursive: true })
  const postgres = keep(await startPostgres(join(folder, 'database')))
  await prepareDatabase(postgres)
  stops.push(closePools)
  const redis = kind === 'redis' ? keep(await startFallingRedis()) : undefined
  const proxy = kind === 'postgres, through a proxy' ? keep(await startCuttingProxy(postgres.port, next)) : undefined
  const ports: number[] = []
  for (let port = firstPort; ports.length < processesOfAKind; port++) {
    port = await freePort(port)
    ports.push(port)
  }
  const balancer: Balancer = keep(await startBalancer(ports))
  const url = `http://127.0.0.1:${balancer.port}`
  const clockFile = join(folder, 'clock')
  let aheadMs = 0
  const letPass = (minutes: number) => {
    aheadMs += minutes * 60_000
    writeFileSync(clockFile, String(aheadMs))
  }
  letPass(0)
  const databaseUrl = proxy ? postgres.url.replace(`:${postgres.port}/`, `:${proxy.port}/`) : postgres.url
  const env = environmentOf({ url, databaseUrl, redisUrl: redis?.url, clockFile, workers: 'apart' })
  const webLogs = ports.map((_, index) => join(logs, `web-${index + 1}`))
  const workerLogs = ports.map((_, index) => join(logs, `worker-${index + 1}`))
  const workers = await Promise.all(workerLogs.map(async log => keep(await startWorkerMember(env, log))))
  const webs = await Promise.all(ports.map(async (port, index) => keep(await startWebMember(port, env, webLogs[index] ?? ''))))

  const accidents = () => [
    ...webs.flatMap((web, index) => (web.hasFallen() ? [`web process ${index + 1} ended by itself`] : [])),
    ...workers.flatMap((worker, index) => (worker.hasFallen() ? [`worker process ${index + 1} ended by itself`] : [])),
    ...workerLogs.flatMap(log =>
      readFileSync(`${log}.log`, 'utf8')
        .split('\n')
        .filter(line => /unhandled|uncaught|the worker ends/i.test(line)),
    ),
  ]
  const stop = async () => stopInTurn(stops)
  return {
    url,
    databaseUrl: postgres.url,
    webs,
    workers,
    postgres,
    redis,
    proxy,
    clockOffsetMs: () => aheadMs,
    letPass,
    accidents,
    stop,
  }
}

/** Starts it on the present build; `next` is the chance that the proxy follows. */
export const startSystem = async (kind: SystemKind, next: () => number): Promise<System> => {
  const stops: Stop[] = []
  return startSystemWith(kind, next, stops).catch(async error => {
    await stopInTurn(stops)
    throw error
  })
}
