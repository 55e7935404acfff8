import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { closePools, sql } from '#drizzle/db'
import { start } from '#drizzle/embedded'
import { migrate } from '#drizzle/migrate'
import { provideSettings } from '#drizzle/settings'
import { orders } from '#workers/projections/orders'
import { rebuild } from '#workers/rebuild'
import { stop as stopWorkers } from '#workers/runtime'
import { crowdConference } from './crowded-conference.ts'
import { machine } from './measure.ts'

/**
 * How many events a second a rebuild of the orders folds: of one conference, which is one shard, the hardest case. Loads the orders
 * through the domain into a throw-away database and compares the rebuilt tables with those that the workers had kept.
 *
 *   npx tsx e2e/load/rebuild.ts --orders 50000 --runs 3
 */
const { values } = parseArgs({
  options: { orders: { type: 'string', default: '50000' }, runs: { type: 'string', default: '3' } },
})
const size = Number(values.orders)

const folder = mkdtempSync(join(tmpdir(), 'contoso-load-'))
const clockFile = join(folder, 'clock')
let aheadMs = 0
/** Long enough for what is unpaid to expire. */
const goOn = () => {
  aheadMs += 45 * 60_000
  writeFileSync(clockFile, String(aheadMs))
}

const hashOf = async (): Promise<unknown> =>
  (
    await sql()`
      select (select md5(string_agg(md5(t::text), '' order by order_id)) from orders t) as orders,
        (select md5(string_agg(md5(t::text), '' order by order_id, seat_type_id)) from order_lines t) as lines,
        (select md5(string_agg(md5(t::text), '' order by payment_id)) from order_payments t) as payments`
  )[0]

const measure = async (): Promise<void> => {
  const before = JSON.stringify(await hashOf())
  for (let run = 0; run < Number(values.runs); run++) {
    const { progress, switchMs } = await rebuild(sql(), orders)
    console.log(
      `${progress.events} events of orders and payments in ${progress.elapsedMs.toFixed(0)} ms: ${progress.eventsPerSecond} a second; ` +
        `switched over in ${switchMs.toFixed(1)} ms`,
    )
  }
  const same = JSON.stringify(await hashOf()) === before
  console.log(same ? 'The rebuilt tables equal the living ones.' : 'The rebuilt tables DIFFER from the living ones.')
  if (!same) process.exitCode = 1
}

const main = async (): Promise<void> => {
  const server = await start({ folder: join(folder, 'database'), durable: false })
  try {
    writeFileSync(clockFile, '0')
    const secret = () => randomBytes(32).toString('hex')
    const secrets = { AUTH_SECRET: secret(), CODE_PEPPER: secret(), CODE_KEY: secret(), PAYMENT_SECRET: secret() }
    const clock = { ALLOW_TEST_CLOCK: '1', TEST_CLOCK_FILE: clockFile }
    const environment = { DATABASE_URL: server.url, PUBLIC_URL: 'http://localhost:3000', PAYMENT_PROCESSOR: 'simulated' }
    provideSettings({ ...environment, ...secrets, ...clock, LOG_LEVEL: 'silent' })
    await migrate(server.url)
    console.log(machine())
    await crowdConference(size, { atOnce: 1_000, goOn, report: () => {} })
    const [stored] = await sql()<{ events: number }[]>`select count(*)::int as events from events`
    console.log(`${size} orders, ${stored?.events} events in the log`)
    await measure()
  } finally {
    await stopWorkers()
    await closePools()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

await main()
