import { execFile } from 'node:child_process'
import { beforeAll, expect, it } from 'vitest'
import { shardOf } from '#domain/event-store'
import { sql } from '#drizzle/db'
import { publish } from '#drizzle/log'
import { getOverview } from '#drizzle/queries/manage-overview'
import { changeSeatType } from '#drizzle/seat-types'
import { aSeatType, write } from '#drizzle/testing/a-conference'
import { useTestDatabase } from '#drizzle/testing/database'
import { orders } from './projections/orders.ts'
import { rebuild } from './rebuild.ts'
import { keepFromRebuild } from './shadow-tables.ts'
import { aSellingConference } from './testing/a-selling-conference.ts'
import { everyRow } from './testing/every-row.ts'
import { typed } from './testing/typed.ts'
import { main, verify } from './verify.ts'

useTestDatabase()

const slug = 'engines-verified'
let conference: Awaited<ReturnType<typeof aSellingConference>>

beforeAll(async () => {
  conference = await aSellingConference({ quota: 10, slug })
  const [first, second, third] = [await conference.place(3), await conference.place(4), await conference.place(9)]
  await conference.settle()
  await conference.change(second, 2)
  await conference.pay(first, 3)
  await conference.settle()
  await conference.pay(third, 3)
  await conference.settle()
  await conference.identify(first, { firstName: 'Ada', lastName: 'Byron', email: 'ada@example.org' })
  await conference.assign(first, 1)
  await write(tx => changeSeatType(tx, conference.conferenceId, conference.seatTypeId, 1, aSeatType({ quota: 4 }), 'owner'))
  await conference.settle()
})

const run = (...args: string[]) => typed(main, ...args)

const lastCheck = async () => (await getOverview(conference.conferenceId)).lastCheck

it('finds that everything adds up in a conference that has sold, and changes nothing', async () => {
  const before = await everyRow()
  expect(await verify(sql())).toMatchObject({
    conferences: [{ name: slug, findings: [], orders: 3, payments: 2, underWay: 0 }],
    ...{ elsewhere: [], notCompared: [], isWell: true },
  })
  expect(await everyRow()).toEqual(before)
  expect(await sql()`select 1 from pg_class where relname = 'orders' and relkind = 'r'`).toHaveLength(1)
})

it('keeps what it found, for the overview of the conference', async () => {
  const other = await aSellingConference({ quota: 1 })
  expect((await getOverview(other.conferenceId)).lastCheck).toBeUndefined()
  const begun = Date.now()
  await verify(sql(), { slugs: [slug] })
  expect(await lastCheck()).toMatchObject({ findings: [], notCompared: [], orders: 3, underWay: 0 })
  expect(Date.parse((await lastCheck())?.checkedAt ?? '')).toBeGreaterThanOrEqual(begun)
  expect((await getOverview(other.conferenceId)).lastCheck).toBeUndefined()
  const [events] = await sql()`select count(*)::int as events from events where conference_id = ${conference.conferenceId}`
  expect(await lastCheck()).toMatchObject(events ?? {})
})

it('says in words that all is well, and ends with 0', async () => {
  const { code, out, err } = await run()
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toMatch(/^engines-verified: \d+ events, 3 orders, 2 payments: everything adds up\.$/m)
  expect(out).toMatch(/^Everything adds up: 2 conferences, \d+ events, 7 read models, in \d+\.\d s\.$/m)
})

it('says in words what is wrong and nothing about anybody, ends with 1, and forgets it when it is mended', async () => {
  await sql()`update orders set last_name = 'Lovelace' where last_name = 'Byron'`
  const { code, out, err } = await run(slug)
  expect({ code, err }).toEqual({ code: 1, err: '' })
  expect(out).toMatch(
    /: something is wrong\.\n {2}- The read model orders differs .* in 1 row, in last_name \([0-9a-f-]{36}\)\.$/m,
  )
  expect(out).toMatch(/^Something is wrong, as said above: 1 conference, /m)
  expect(out).not.toMatch(/Ada|Byron|Lovelace|ada@/)
  expect((await lastCheck())?.findings).toHaveLength(1)
  await rebuild(sql(), orders)
  expect(await run(slug)).toMatchObject({ code: 0 })
  expect((await lastCheck())?.findings).toEqual([])
})

it('answers a slug that there is not with a sentence and 1', async () => {
  const refused = { code: 1, out: '', err: 'There is no conference nowhere.' }
  expect(await run(slug, 'nowhere')).toEqual(refused)
  const answer = await new Promise(resolve => {
    execFile(process.execPath, ['--import', 'tsx', 'workers/verify.ts', slug, 'nowhere'], (error, out, err) =>
      resolve({ code: error?.code, out: out.trim(), err: err.trim() }),
    )
  })
  expect(answer).toEqual(refused)
})

it('raises no false alarm while orders come in, are paid and wait for workers', async () => {
  const busy = await aSellingConference({ quota: 5_000, slug: 'engines-busy' })
  let over = false
  const selling = (async () => {
    while (!over) {
      const orderId = await busy.place(2)
      await publish(sql(), shardOf(busy.conferenceId))
      await busy.place(1)
      await busy.settle()
      await busy.pay(orderId, 2)
      await busy.settle()
    }
  })()
  const wrong: string[] = []
  const checking = (async () => {
    for (let time = 0; time < 10; time++) {
      const { conferences, elsewhere } = await verify(sql(), { slugs: ['engines-busy'] })
      wrong.push(...elsewhere, ...conferences.flatMap(({ findings }) => findings))
    }
  })().finally(() => {
    over = true
  })
  await Promise.all([selling, checking])
  expect(wrong).toEqual([])
  expect((await getOverview(busy.conferenceId)).lastCheck?.orders).toBeGreaterThan(4)
})

it('leaves out a read model that is being rebuilt, and says so', async () => {
  let meanwhile: Promise<Awaited<ReturnType<typeof verify>>> | undefined
  const report = () => {
    meanwhile ??= verify(sql(), { slugs: [slug] })
  }
  await rebuild(sql(), orders, { eventsAtOnce: 10, report })
  expect(await meanwhile).toMatchObject({ notCompared: ['orders'], isWell: true })
  expect(await lastCheck()).toMatchObject({ notCompared: ['orders'] })
  expect(await verify(sql(), { slugs: [slug] })).toMatchObject({ notCompared: [], isWell: true })
})

it('keeps a rebuild waiting while it looks', async () => {
  await sql().begin(async tx => {
    expect(await keepFromRebuild(tx, 'orders')).toBe(true)
    await expect(rebuild(sql(), orders)).rejects.toThrow('orders is being rebuilt or verified just now')
    expect(await verify(sql(), { slugs: [slug] })).toMatchObject({ notCompared: [] })
  })
})
