import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openCode } from '#drizzle/codes'
import { closePools, sql } from '#drizzle/db'
import { start } from '#drizzle/embedded'
import { migrate } from '#drizzle/migrate'
import { listHistory } from '#drizzle/queries/conference-history'
import { listAttendees } from '#drizzle/queries/manage-attendees'
import { listOrders } from '#drizzle/queries/manage-orders'
import { getOverview } from '#drizzle/queries/manage-overview'
import { getOrderAsOf } from '#drizzle/queries/order-history'
import { listTimeline } from '#drizzle/queries/order-timeline'
import { provideSettings } from '#drizzle/settings'
import { stop as stopWorkers } from '#workers/runtime'
import { type CrowdedConference, crowdConference } from './crowded-conference.ts'
import { openManagedSite } from './management-pages.ts'
import { machine, milliseconds, percentile } from './measure.ts'

/**
 * How long the questions of the management pages take when one conference has very many orders. Loads the orders through the
 * domain into a throw-away database of its own, or into an empty one that is given, and asks.
 *
 * With --pages it asks the pages too, of the present production build (npm run build).
 *
 *   npx tsx e2e/load/management.ts --orders 50000 --runs 100 [--pages] [--database postgres://…]
 */
const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '50000' },
    runs: { type: 'string', default: '100' },
    database: { type: 'string' },
    pages: { type: 'boolean', default: false },
  },
})
const size = Number(values.orders)
const runs = Number(values.runs)
const atOnce = 1_000
const days = 60
const mostMs = 200

const folder = mkdtempSync(join(tmpdir(), 'contoso-load-'))
const clockFile = join(folder, 'clock')
let aheadMs = 0
/** At least long enough for what is unpaid to expire. */
const goOn = () => {
  aheadMs += Math.max(45 * 60_000, Math.round((days * 86_400_000 * atOnce) / size))
  writeFileSync(clockFile, String(aheadMs))
}

const measure = async (name: string, question: () => Promise<unknown>): Promise<boolean> => {
  for (let warmUp = 0; warmUp < 3; warmUp++) await question()
  const times: number[] = []
  for (let run = 0; run < runs; run++) {
    const begun = performance.now()
    await question()
    times.push(performance.now() - begun)
  }
  const [median, p99] = [percentile(times, 0.5), percentile(times, 0.99)]
  const well = p99 <= mostMs
  console.log(
    `${name.padEnd(48)} median ${milliseconds(median).padStart(9)}  p99 ${milliseconds(p99).padStart(9)}${well ? '' : '  over'}`,
  )
  return well
}

const pages: readonly (readonly [address: string, heading: string])[] = [
  ['', 'Crowded 2027'],
  ['/orders', 'Orders'],
  ['/orders?page=700', 'Orders'],
  ['/orders?search=babbage', 'Orders'],
  ['/orders?search=nobody+at+all', 'Orders'],
  ['/orders?status=expired', 'Orders'],
  ['/attendees', 'Attendees'],
  ['/attendees?page=900', 'Attendees'],
  ['/history', 'History'],
]

const askPages = async (conference: CrowdedConference, env: NodeJS.ProcessEnv): Promise<boolean> => {
  const site = await openManagedSite(conference, { env, folder })
  try {
    let well = true
    for (const [address, heading] of pages)
      well = (await measure(`page /manage/{slug}${address}`, () => site.open(address, heading))) && well
    return well
  } finally {
    await site.stop()
  }
}

const ask = async (conferenceId: string): Promise<boolean> => {
  const lastPage = Math.ceil((await listOrders({ conferenceId, page: 1 })).total / 50)
  const lastAttendees = Math.ceil((await listAttendees({ conferenceId, page: 1 })).total / 50)
  const somewhere = await listOrders({ conferenceId, status: 'confirmed', page: Math.ceil(lastPage / 3) })
  const { orderId = '', sealedCode = '' } = somewhere.orders[0] ?? {}
  const timeline = await listTimeline(orderId)
  const amidst = new Date(timeline[Math.floor(timeline.length / 2)]?.at ?? 0)
  const questions: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['overview', () => getOverview(conferenceId)],
    ['orders, first page', () => listOrders({ conferenceId, page: 1 })],
    [`orders, last page (${lastPage})`, () => listOrders({ conferenceId, page: lastPage })],
    ['orders by code', () => listOrders({ conferenceId, search: openCode(sealedCode), page: 1 })],
    ['orders by a name that many have', () => listOrders({ conferenceId, search: 'babbage', page: 1 })],
    ['orders by a name, last page', () => listOrders({ conferenceId, search: 'babbage', page: Math.floor(lastPage / 12) })],
    ['orders by an e-mail that one has', () => listOrders({ conferenceId, search: 'guest.777@', page: 1 })],
    ['orders by what nobody is called', () => listOrders({ conferenceId, search: 'nobody at all', page: 1 })],
    ['orders expired, first page', () => listOrders({ conferenceId, status: 'expired', page: 1 })],
    ['orders confirmed, deep', () => listOrders({ conferenceId, status: 'confirmed', page: Math.floor(lastPage * 0.8) })],
    ['orders expired by name', () => listOrders({ conferenceId, status: 'expired', search: '민수 김', page: 1 })],
    ['attendees, first page', () => listAttendees({ conferenceId, page: 1 })],
    [`attendees, last page (${lastAttendees})`, () => listAttendees({ conferenceId, page: lastAttendees })],
    ['history', () => listHistory(conferenceId, 1)],
    [`timeline of one order (${timeline.length} entries)`, () => listTimeline(orderId)],
    ['one order as of a moment', () => getOrderAsOf(orderId, amidst)],
  ]
  let well = true
  for (const [name, question] of questions) well = (await measure(name, question)) && well
  return well
}

/** Others at work on the machine make every figure worse. */
const sayHowBusy = () => console.log(`the machine's load average at this moment: ${loadavg()[0]?.toFixed(1)}`)

const main = async (): Promise<void> => {
  const server = values.database ? undefined : await start({ folder: join(folder, 'database'), durable: false })
  const url = values.database ?? server?.url ?? ''
  try {
    writeFileSync(clockFile, '0')
    const secret = () => randomBytes(32).toString('hex')
    const secrets = { AUTH_SECRET: secret(), CODE_PEPPER: secret(), CODE_KEY: secret(), PAYMENT_SECRET: secret() }
    const clock = { ALLOW_TEST_CLOCK: '1', TEST_CLOCK_FILE: clockFile }
    const environment = { DATABASE_URL: url, PUBLIC_URL: 'http://localhost:3000', PAYMENT_PROCESSOR: 'simulated' }
    const given = { ...environment, ...secrets, ...clock, LOG_LEVEL: 'silent' }
    provideSettings(given)
    await migrate(url)
    console.log(machine())
    const begun = performance.now()
    const report = (orders: number) => {
      const perSecond = orders / ((performance.now() - begun) / 1_000)
      if (orders % 10_000 < atOnce) console.log(`${orders} orders, ${perSecond.toFixed(0)} a second so far`)
    }
    const conference = await crowdConference(size, { atOnce, goOn, report })
    const [stored] = await sql()<{ version: string; events: number; seats: number }[]>`
      select current_setting('server_version') as version, (select count(*)::int from events) as events,
        (select count(*)::int from seat_assignments) as seats`
    console.log(`PostgreSQL ${stored?.version}: ${size} orders, ${stored?.events} events, ${stored?.seats} purchased seats`)
    const { ordersByStatus, returned, reinstated } = await getOverview(conference.conferenceId)
    console.log(JSON.stringify({ ...ordersByStatus, returned: returned.total, reinstated: reinstated.total }))
    console.log(`each question ${runs} times after 3 to warm up; at most ${mostMs} ms are wanted`)
    sayHowBusy()
    const well = await ask(conference.conferenceId)
    // The site's workers stay off: what it shows is what was loaded.
    const env = { ...process.env, ...given, NODE_ENV: 'production', WORKERS_IN_PROCESS: '0', REDIS_URL: '' } as const
    const wellShown = !values.pages || (await askPages(conference, env))
    sayHowBusy()
    if (!well || !wellShown) process.exitCode = 1
  } finally {
    await stopWorkers()
    await closePools()
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

await main()
