import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { connect, type Sql } from '#drizzle/db'
import { start } from '#drizzle/embedded'
import { migrate } from '#drizzle/migrate'
import { provideSettings } from '#drizzle/settings'
import { chosenPlans } from '#drizzle/testing/chosen-plans'
import { growingTables, type LogStep, logSteps } from '#drizzle/testing/log-steps'
import { eventsPerOrder, fillLog } from '#drizzle/testing/long-log'
import { machine, percentile } from './measure.ts'

/**
 * Whether the log gets slower as it grows: each of its steps in a log of ten thousand events and in one of a million, in pairs, one
 * right after the other and each as often the first, so that what else the machine does meets both. Medians; exit code 1 when one
 * is more than 1.2 times the other's, or when a step does not go by its indexes.
 *
 *   npx tsx e2e/load/growth.ts --events 1000000 --pairs 400
 */
const { values } = parseArgs({
  options: { events: { type: 'string', default: '1000000' }, pairs: { type: 'string', default: '400' } },
})
const sizes = [10_000, Number(values.events)] as const
const pairs = Number(values.pairs)
const warmUps = 20
const mostTimes = 1.2
const shard = 10

type Log = Readonly<{ url: string; sql: Sql; steps: readonly LogStep[] }>

const makeLog = async (serverUrl: string, events: number): Promise<Log> => {
  const name = `log_of_${events}`
  const administration = connect(serverUrl, 1)
  await administration`create database ${administration(name)}`
  await administration.end()
  const url = serverUrl.replace(/[^/]*$/, name)
  await migrate(url)
  const sql = connect(url, 1)
  const begun = performance.now()
  const orders = Math.floor(events / eventsPerOrder)
  await fillLog(sql, shard, orders)
  console.log(`${events} events stored in ${((performance.now() - begun) / 1_000).toFixed(1)} s`)
  return { url, sql, steps: logSteps(shard, orders) }
}

const complaintsAbout = async ({ url, steps }: Log): Promise<string[]> => {
  const complaints: string[] = []
  for (const { name, prepare, run, indexes, mostRows } of steps) {
    const plans = await chosenPlans(url, async on => {
      for (let time = 0; time < 8; time++) {
        await prepare?.(on)
        await run(on)
      }
    })
    for (const { readWhole, rows, statement } of plans) {
      const isWhole = readWhole.some(table => growingTables.includes(table))
      if (isWhole || rows > mostRows) complaints.push(`${name}: looked at ${rows} rows: ${statement}`)
    }
    const used = new Set(plans.flatMap(plan => plan.indexes))
    for (const index of indexes) if (!used.has(index)) complaints.push(`${name}: does not use ${index}`)
  }
  return complaints
}

const time = async ({ sql }: Log, { prepare, run }: LogStep): Promise<number> => {
  await prepare?.(sql)
  const begun = performance.now()
  await run(sql)
  return performance.now() - begun
}

/** The medians of one step in the small and in the large log. */
const measure = async (logs: readonly [Log, Log], index: number): Promise<[number, number]> => {
  const times: [number[], number[]] = [[], []]
  for (let pair = -warmUps; pair < pairs; pair++) {
    for (const which of pair % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const step = logs[which].steps[index]
      if (!step) continue
      const taken = await time(logs[which], step)
      if (pair >= 0) times[which].push(taken)
    }
  }
  return [percentile(times[0], 0.5), percentile(times[1], 0.5)]
}

const main = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'contoso-growth-'))
  const server = await start({ folder, durable: false })
  const logs: Log[] = []
  try {
    const secret = () => randomBytes(32).toString('hex')
    const secrets = { AUTH_SECRET: secret(), CODE_PEPPER: secret(), CODE_KEY: secret(), PAYMENT_SECRET: secret() }
    const urls = { DATABASE_URL: server.url, PUBLIC_URL: 'http://localhost:3000' }
    provideSettings({ ...urls, ...secrets, PAYMENT_PROCESSOR: 'simulated', LOG_LEVEL: 'silent' })
    console.log(machine())
    for (const events of sizes) logs.push(await makeLog(server.url, events))
    const [small, large] = logs
    if (!small || !large) return
    const complaints = [...(await complaintsAbout(small)), ...(await complaintsAbout(large))]
    for (const complaint of complaints) console.error(complaint)
    console.log(`medians of ${pairs} pairs; load average ${loadavg()[0]?.toFixed(1)}`)
    let isWell = complaints.length === 0
    for (const [index, { name }] of small.steps.entries()) {
      const [before, after] = await measure([small, large], index)
      const times = after / before
      isWell = isWell && times <= mostTimes
      const figures = `${before.toFixed(2).padStart(8)} ms ${after.toFixed(2).padStart(8)} ms   × ${times.toFixed(2)}`
      console.log(`${name.padEnd(40)}${figures}${times > mostTimes ? '  over' : ''}`)
    }
    if (!isWell) process.exitCode = 1
  } finally {
    await Promise.all(logs.map(({ sql }) => sql.end()))
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

await main()
