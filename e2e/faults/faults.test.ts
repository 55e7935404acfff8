import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { seeded } from '#domain/testing/seeded'
import { Registrant } from '../load/registrant.ts'
import { type Fault, faults } from './fault-list.ts'
import { findingsAfterwards, runFault } from './fault-row.ts'
import { untilQuiet } from './log-pace.ts'
import { recount } from './recount.ts'
import { openConference } from './round.ts'
import { type System, type SystemKind, startSystem } from './system.ts'

/** `npm run faults` runs the same with more people and more rounds. */
const short = { rounds: 1, registrants: 40, frozenMs: 6_000, seed: Number(process.env.CROWD_SEED ?? 20_261_130) }

let system: System

const onOneSystem = (kind: SystemKind) => {
  beforeAll(async () => {
    system = await startSystem(kind, seeded(short.seed).next)
  })
  afterAll(() => system.stop())
  const here = faults.filter(fault => fault.system === kind)
  it.each(here)(`${short.registrants} registrants lose nothing: $name`, async (fault: Fault) => {
    const row = await runFault(system, fault, short)
    console.log(row)
    expect(row, `seed ${short.seed}`).toMatchObject({ lost: 0, doubled: 0, oversold: 0, problems: [] })
    expect(row.orders).toBeGreaterThan(short.registrants / 2)
  })

  it('afterwards every read model is as its rebuild, and everything adds up', async () => {
    expect(await findingsAfterwards()).toEqual([])
  })
}

describe('two web processes and two workers, with the queue on Redis', () => {
  onOneSystem('redis')

  it('whoever comes while the database is away is told that nothing is lost, without JavaScript too', async () => {
    const { slug } = await openConference(system, 40)
    const registrant = new Registrant(system.url)
    const form = await registrant.open(`/${slug}/register`)
    await system.postgres.kill()
    // Its processes live on for a moment.
    await vi.waitUntil(async () => (await registrant.open(`/${slug}/register`)).status === 503, { timeout: 10_000 })
    const answers = [
      await registrant.open(`/${slug}/register`),
      await registrant.submit(form, 'Order seats', { 'Quantity for General admission': '2' }),
    ]
    await system.postgres.start()
    for (const answer of answers) expect(answer).toMatchObject({ status: 503, heading: 'Not available at this moment' })
    const ordered = async () => (await registrant.submit(form, 'Order seats', { 'Quantity for General admission': '2' })).heading
    await vi.waitUntil(async () => (await ordered().catch(() => '')) === 'Checkout', { timeout: 20_000 })
  })
})

describe('two web processes and two workers, with the queue on PostgreSQL', () => {
  onOneSystem('postgres, through a proxy')

  const orderAndLoseTheAnswer = async (isNewForm: boolean) => {
    const { proxy } = system
    if (!proxy) throw new Error('this system has no proxy')
    const { slug, conferenceId } = await openConference(system, 40)
    const registrant = new Registrant(system.url)
    const seats = { 'Quantity for General admission': '2' }
    const form = await registrant.open(`/${slug}/register`)
    proxy.cutOffAtNextAppend()
    const cuts = proxy.cuts()
    const unanswered = await registrant.submit(form, 'Order seats', seats).catch(() => undefined)
    proxy.heal()
    expect(proxy.cuts()).toBe(cuts + 1)
    const pressedOn = isNewForm ? await registrant.open(`/${slug}/register`) : form
    const shown = await registrant.submit(pressedOn, 'Order seats', seats)
    await untilQuiet(system.databaseUrl, 20_000, system.clockOffsetMs())
    return { unanswered, shown, counted: await recount(system.databaseUrl, conferenceId, { formsSent: 1 }) }
  }

  it('an order whose answer is lost for good stands once, and the form pressed again shows it', async () => {
    const { unanswered, shown, counted } = await orderAndLoseTheAnswer(false)
    expect(unanswered?.heading).not.toBe('Checkout')
    expect(shown.heading).toBe('Checkout')
    expect(counted).toMatchObject({ orders: 1, problems: [] })
  })

  it('without the command id of the first try the same person has two orders, which the recount sees', async () => {
    const { counted } = await orderAndLoseTheAnswer(true)
    expect(counted.orders).toBe(2)
    expect(counted.problems.map(({ kind }) => kind)).toEqual(['doubled'])
  })
})
