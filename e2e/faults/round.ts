import { randomBytes } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { seeded } from '#domain/testing/seeded'
import { sql } from '#drizzle/db'
import { loadCatalogue } from '#drizzle/seed'
import { PlainBrowser } from '../plain/browser.ts'
import { gatherCrowd } from './crowd.ts'
import type { Fault } from './fault-list.ts'
import type { Fate } from './journey.ts'
import { longestWaitMs, untilPublished, untilQuiet } from './log-pace.ts'
import type { Problem } from './problem.ts'
import { recount } from './recount.ts'
import type { System } from './system.ts'

export type RoundOptions = Readonly<{
  registrants: number
  seed: number
  /** How long a frozen process stands still. */
  frozenMs: number
}>

export type RoundReport = Readonly<{ orders: number; recoveryMs: number; problems: readonly Problem[] }>

const arrivalsPerSecond = 6
const holdMinutes = 15
const patienceMs = 60_000
const answerWithinMs = 60_000

const freeSeatType = 'Student day'

/** A published conference of its own, with fewer seats than so many registrants want. */
export const openConference = async ({ url }: System, registrants: number) => {
  const slug = `fault-${randomBytes(4).toString('hex')}`
  const seatTypes = [
    { name: 'General admission', price: '199.00', quota: Math.ceil(registrants * 0.9) },
    { name: 'CQRS Workshop', price: '500.00', quota: Math.ceil(registrants * 0.2) },
    { name: 'Cocktail party', price: '50.00', quota: Math.ceil(registrants * 0.5) },
    { name: freeSeatType, price: '0.00', quota: Math.ceil(registrants * 0.08) },
  ]
  const conference = {
    ...{ slug, name: `Conference ${slug}`, ownerName: 'Owners', ownerEmail: 'owner@faults.example', published: true },
    ...{ description: 'Whatever happens.', location: 'Anywhere', timeZone: 'Europe/Zurich', currency: 'USD' },
    ...{ startsAt: '2030-03-10T09:00', endsAt: '2030-03-12T17:00', holdMinutes, seatTypes },
  }
  const file = join(tmpdir(), `${slug}.json`)
  writeFileSync(file, JSON.stringify([conference]))
  const problems = (await loadCatalogue([file])).flatMap(loaded => loaded.problems)
  rmSync(file)
  if (problems.length > 0) throw new Error(problems.join('\n'))
  const [row] = await sql()<{ id: string }[]>`select conference_id as id from management.slugs where slug = ${slug}`
  const deadline = Date.now() + patienceMs
  const isOpen = async () => {
    const { fields } = (await new PlainBrowser(url).open(`/${slug}/register`)).form('Order seats')
    return seatTypes.every(({ name }) => fields.has(`Quantity for ${name}`))
  }
  while (!(await isOpen().catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`the conference ${slug} is not on sale after ${patienceMs} ms`)
    await pause(50)
  }
  return { slug, conferenceId: row?.id ?? '', seatTypes: seatTypes.map(({ name }) => name).filter(name => name !== freeSeatType) }
}

/**
 * People come, order, change their minds, pay, are rejected, leave or pay late, and the fault strikes at a moment of its own in their
 * midst, and once more while the last ones pay after the deadline. When every deadline is over, all is recounted from the events.
 */
export const runRound = async (system: System, fault: Fault, options: RoundOptions): Promise<RoundReport> => {
  const { registrants, seed, frozenMs } = options
  const { next } = seeded(seed)
  const { slug, conferenceId, seatTypes } = await openConference(system, registrants)
  // People must lose patience before what is frozen goes on, or nothing would be asked twice.
  const patience = fault.standsStill ? Math.min(frozenMs / 2, answerWithinMs) : answerWithinMs
  const wanted = { site: system.url, slug, seatTypes, freeSeatType }
  const crowd = gatherCrowd({ ...wanted, size: registrants, next, answerWithinMs: patience })
  const arriveWithinMs = (registrants / arrivalsPerSecond) * 1_000
  const strikeAfterMs = (0.2 + next() * 0.5) * arriveWithinMs

  const arriving = crowd.each(async journey => {
    await pause(next() * arriveWithinMs)
    await journey.begin()
  })
  await pause(strikeAfterMs)
  const struck = await fault.strike(system, { next, frozenMs })
  await arriving
  await untilPublished(system.databaseUrl, patienceMs)
  const ahead = system.clockOffsetMs()
  const since = struck.ableSince + ahead
  const waitedMs = await longestWaitMs(system.databaseUrl, conferenceId, { since, until: Date.now() + ahead })

  const payLate = (fate: Fate) => crowd.each(async journey => (journey.fate === fate ? journey.payLate() : undefined))
  system.letPass(holdMinutes + 1)
  await payLate('pays after the hold')
  await untilQuiet(system.databaseUrl, patienceMs, system.clockOffsetMs())
  system.letPass(holdMinutes + 1)
  const paying = payLate('pays after the deadline')
  const again = fault.standsStill ? undefined : await fault.strike(system, { next, frozenMs })
  await paying
  await untilQuiet(system.databaseUrl, patienceMs, system.clockOffsetMs())

  const counted = await recount(system.databaseUrl, conferenceId, { ...crowd.known(), allDeadlinesOver: true })
  const accidents = [...crowd.gaveUp(), ...system.accidents()].map(sentence => ({ kind: 'other', sentence }) as const)
  return {
    orders: counted.orders,
    recoveryMs: Math.max(waitedMs, struck.recoveryMs, again?.recoveryMs ?? 0),
    problems: [...counted.problems, ...accidents],
  }
}
