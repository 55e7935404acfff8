import { setTimeout as pause } from 'node:timers/promises'
import { shardOf } from '#domain/event-store'
import { now } from '#drizzle/clock'
import { type ConferenceCheck, listSlugs, saveCheck } from '#drizzle/conference-checks'
import { type Sql, sql } from '#drizzle/db'
import { withLocalDatabase } from '#drizzle/embedded'
import { allShards } from '#drizzle/log'
import { lastActivity, readLogHealth } from '#drizzle/log-health'
import { troublesIn } from './alarm.ts'
import { failureInWords } from './failure-words.ts'
import type { Projection } from './projections/projection.ts'
import { readModels } from './projections/read-models.ts'
import { keepFromRebuild } from './shadow-tables.ts'
import { inWords } from './verification/findings.ts'
import { checkShard } from './verification/shard-check.ts'

const secondLookMs = 2_000

/** What a person asked for cannot be done; the message says why. */
export class VerifyRefused extends Error {}

export type CheckedConference = ConferenceCheck & Readonly<{ name: string; payments: number }>

/** `elsewhere`: what is wrong and is of no conference. `notCompared`: read models that are being rebuilt. */
export type Verified = Readonly<{
  conferences: readonly CheckedConference[]
  elsewhere: readonly string[]
  notCompared: readonly string[]
  isWell: boolean
}>

/** `slugs`: these conferences, or all. `idleMs`: for how long nothing has been running, on purpose. `tell` hears of each when it is done. */
export type VerifyOptions = Readonly<{
  slugs?: readonly string[]
  idleMs?: number
  tell?: (conference: CheckedConference) => void
}>

/** What the log itself has standing about. After all workers were down everything is late until the first sweep: so it looks twice. */
const lateInLog = async (pool: Sql, idleMs: number): Promise<string[]> => {
  const look = async () => {
    const { unpublished, behind } = await readLogHealth(pool)
    const sooner = <Late extends { seconds: number }>(late: Late): Late => ({ ...late, seconds: late.seconds - idleMs / 1_000 })
    return troublesIn({ parked: [], unpublished: unpublished.map(sooner), behind: behind.map(sooner) })
  }
  const first = await look()
  if (first.length === 0) return []
  await pause(secondLookMs)
  const second = new Set((await look()).map(({ about }) => about))
  return first.filter(({ about }) => second.has(about)).map(({ sentence }) => `${sentence}: are workers running?`)
}

const findConferences = async (pool: Sql, slugs: readonly string[] | undefined): Promise<ReadonlyMap<string, string>> => {
  const found = await listSlugs(pool, slugs)
  const unknown = slugs?.filter(slug => !found.has(slug)) ?? []
  if (unknown.length > 0) throw new VerifyRefused(`There is no conference ${unknown.join(', ')}.`)
  return new Map(Array.from(found, ([slug, conferenceId]) => [conferenceId, slug]))
}

/**
 * Recounts conferences from their events while the site sells, compares every read model with what a rebuild would make of the log,
 * and keeps what it found for each conference. It holds nothing still and writes nothing else. A read model that is being rebuilt
 * is left out, and none begins to be while this runs. Throws VerifyRefused, and UnknownMessage when only a newer release can.
 */
export const verify = (pool: Sql, { slugs, idleMs = 0, tell = () => {} }: VerifyOptions = {}): Promise<Verified> =>
  pool.begin(async claims => {
    await claims`set local idle_in_transaction_session_timeout = 0`
    const names = await findConferences(pool, slugs)
    const compared: Projection[] = []
    for (const readModel of readModels) if (await keepFromRebuild(claims, readModel.name)) compared.push(readModel)
    const notCompared = readModels.filter(readModel => !compared.includes(readModel)).map(({ name }) => name)
    const conferenceIds = slugs && [...names.keys()]
    const shards = conferenceIds ? [...new Set(conferenceIds.map(shardOf))] : [...allShards]
    const elsewhere = await lateInLog(pool, idleMs)
    const conferences: CheckedConference[] = []
    for (const shard of shards) {
      const checked = await checkShard(pool, shard, { conferenceIds, readModels: compared, idleMs })
      elsewhere.push(...checked.elsewhere)
      for (const [conferenceId, { conference, events }] of checked.conferences) {
        const { findings, underWay, paymentCount: payments, figures } = conference
        const check = { conferenceId, findings: findings.sentences, notCompared, events, orders: figures.orders, underWay }
        await saveCheck(pool, check)
        const told = { ...check, payments, name: names.get(conferenceId) ?? conferenceId }
        conferences.push(told)
        tell(told)
      }
    }
    const isWell = elsewhere.length === 0 && conferences.every(({ findings }) => findings.length === 0)
    return { conferences, elsewhere, notCompared, isWell }
  }) as Promise<Verified>

const listed = (sentences: readonly string[]): string => sentences.map(sentence => `\n  - ${sentence}`).join('')

const conferenceInWords = ({ name, findings, events, orders, payments, underWay }: CheckedConference): string => {
  const counted = [inWords(events, 'event'), inWords(orders, 'order'), inWords(payments, 'payment')].join(', ')
  const open = underWay > 0 ? `, ${underWay} under way` : ''
  return `${name}: ${counted}${open}: ${findings.length === 0 ? 'everything adds up.' : `something is wrong.${listed(findings)}`}`
}

const outcomeInWords = ({ conferences, elsewhere, notCompared, isWell }: Verified, elapsedMs: number): string => {
  const events = conferences.reduce((sum, conference) => sum + conference.events, 0)
  const counted = `${inWords(conferences.length, 'conference')}, ${inWords(events, 'event')}, ${inWords(readModels.length - notCompared.length, 'read model')}, in ${(elapsedMs / 1_000).toFixed(1)} s`
  return [
    ...(elsewhere.length > 0 ? [`Not of one conference:${listed(elsewhere)}`] : []),
    ...(notCompared.length > 0
      ? [`Not compared, because they are being rebuilt: ${notCompared.join(', ')}. Run this again afterwards.`]
      : []),
    isWell ? `Everything adds up: ${counted}.` : `Something is wrong, as said above: ${counted}.`,
  ].join('\n')
}

/** `npm run verify`: prints what it finds, and sets the exit code 1 when something is wrong. */
export const main = async (slugs: readonly string[]): Promise<void> => {
  const begunAt = performance.now()
  const tell = (conference: CheckedConference) => console.log(conferenceInWords(conference))
  try {
    await withLocalDatabase(async isRunning => {
      const stoppedAt = isRunning ? undefined : await lastActivity(sql())
      if (stoppedAt) console.log(`Nothing is running: judged as of ${stoppedAt.toISOString()}, when something last happened.`)
      const idleMs = stoppedAt ? Math.max(0, now().getTime() - stoppedAt.getTime()) : 0
      const verified = await verify(sql(), { slugs: slugs.length > 0 ? slugs : undefined, idleMs, tell })
      console.log(outcomeInWords(verified, performance.now() - begunAt))
      if (!verified.isWell) process.exitCode = 1
    })
  } catch (error) {
    console.error(error instanceof VerifyRefused ? error.message : failureInWords(error))
    process.exitCode = 1
  }
}

if (process.argv[1]?.endsWith('verify.ts')) await main(process.argv.slice(2))
