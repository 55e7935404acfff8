import { sql } from '#drizzle/db'
import { verify } from '#workers/verify'
import type { Fault } from './fault-list.ts'
import type { Problem } from './problem.ts'
import { runRace } from './race.ts'
import { openRacePlace } from './race-place.ts'
import { type RoundOptions, runRound } from './round.ts'
import type { System } from './system.ts'

/** A line of the table: what so many rounds of one fault came to. `recoveryMs`: the longest of them. */
export type FaultRow = Readonly<{
  name: string
  rounds: number
  orders: number
  lost: number
  doubled: number
  oversold: number
  recoveryMs: number
  problems: readonly string[]
}>

/** Where nobody ordered, nothing was shown. */
export const isBroken = ({ orders, lost, doubled, oversold, problems }: FaultRow): boolean =>
  orders === 0 || lost + doubled + oversold + problems.length > 0

const numberOf = (problems: readonly Problem[], kind: Problem['kind']): number =>
  problems.filter(problem => problem.kind === kind).length

type Rounds = Omit<RoundOptions, 'seed'> & Readonly<{ seed: number; rounds: number }>

/** So many rounds of one fault on a running system, each with chances of its own. A round that does not come to its end is broken. */
export const runFault = async (system: System, fault: Fault, { rounds, seed, ...options }: Rounds): Promise<FaultRow> => {
  const problems: Problem[] = []
  let [orders, recoveryMs] = [0, 0]
  for (let round = 0; round < rounds; round++) {
    try {
      const report = await runRound(system, fault, { ...options, seed: seed + round })
      problems.push(...report.problems)
      orders += report.orders
      recoveryMs = Math.max(recoveryMs, report.recoveryMs)
    } catch (error) {
      problems.push({ kind: 'other', sentence: `round ${round + 1}: ${error instanceof Error ? error.message : error}` })
    }
  }
  return {
    name: fault.name,
    rounds,
    orders,
    lost: numberOf(problems, 'lost'),
    doubled: numberOf(problems, 'doubled'),
    oversold: numberOf(problems, 'oversold'),
    recoveryMs,
    problems: problems.map(({ sentence }) => sentence),
  }
}

/** What `npm run verify` finds when all rounds are over: every read model against its rebuild, every sum and payment. */
export const findingsAfterwards = async (): Promise<string[]> => {
  const { conferences, elsewhere } = await verify(sql())
  return [...elsewhere, ...conferences.flatMap(({ name, findings }) => findings.map(finding => `${name}: ${finding}`))]
}

export const raceName = 'twelve writers and three relays'

/** The race of the log as a line of the table: its orders are the streams' appends, its recovery the longest wait for a message. */
export const runRaceRow = async (seconds: number, seed: number): Promise<FaultRow> => {
  const place = await openRacePlace()
  try {
    const race = await runRace({ databaseUrl: await place.aDatabase(), seconds, seed })
    const { lost, unstored, doubled, outOfOrder, invented } = race
    const problems = Object.entries({ lost, unstored, doubled, outOfOrder, invented })
    return {
      name: raceName,
      rounds: 1,
      orders: race.appends,
      lost: lost + unstored,
      doubled: doubled + invented,
      oversold: 0,
      recoveryMs: Math.round(race.longestWaitMs),
      problems: problems.filter(([, count]) => count > 0).map(([what, count]) => `${what}: ${count}`),
    }
  } finally {
    await place.stop()
  }
}
