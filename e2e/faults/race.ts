import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { seeded } from '#domain/testing/seeded'
import { connect, type Sql } from '#drizzle/db'
import { type Account, hear, newStream, prepareRace, readerByPosition, settle } from './race-ledger.ts'
import { productRelay, type Relay } from './race-relays.ts'
import { type Course, hotStreamsPerShard, type Next, RolledBack, racingShards, runWriter, type Tally } from './race-writers.ts'

const writers = 12
const relays = 3
const readers = 2
const foreignForMs = 2_000
const drainWithinMs = 20_000

export type RaceOptions = Readonly<{
  /** A migrated database in which nobody else is at work. It is of no other use afterwards. Settings must have been provided. */
  databaseUrl: string
  seconds: number
  seed: number
  relay?: Relay
}>

export type RaceReport = Account &
  Readonly<{
    /** Transactions that were acknowledged, that were rolled back on purpose, and whose stream had moved. */
    appends: number
    rollbacks: number
    conflicts: number
    messages: number
    /** Messages that were appended and heard while one and the same write transaction was open in another database. */
    heardBesideForeign: number
    longestWaitMs: number
    /** What a reader by `position > checkpoint` missed in the same race. */
    lostByPosition: number
  }>

/** A lock was waited for too long, or in a circle, as relays without their guard do: rolled back, and done again. */
const isTurnedAway = (error: unknown): boolean => ['55P03', '40P01'].includes((error as { code?: string }).code ?? '')

/** Some steps are held open before they commit, some die there. */
const runRelay = async (sql: Sql, course: Course, next: Next, relay: Relay) => {
  while (course.draining) {
    for (const shard of racingShards) {
      const fate = next()
      const step = sql.begin(tx =>
        relay(tx, shard, 5 + Math.floor(next() * 100), async () => {
          if (fate < 0.3) await pause(next() * 20)
          if (fate < 0.05) throw new RolledBack()
        }),
      )
      await step.catch(error => {
        if (!(error instanceof RolledBack || isTurnedAway(error))) throw error
      })
    }
    await pause(next() * 5)
  }
}

const runReader = async (sql: Sql, course: Course, next: Next) => {
  while (course.draining) {
    for (const shard of racingShards)
      await hear(sql, shard, 1 + Math.floor(next() * 200), next() < 0.05).catch(error => {
        if (!isTurnedAway(error)) throw error
      })
    await pause(next() * 5)
  }
}

type Span = { from: number; to: number }

/** One write transaction of two seconds after the other, in another database of the same server. */
const runForeign = async (databaseUrl: string, course: Course, spans: Span[]) => {
  const name = `foreign_${randomBytes(4).toString('hex')}`
  const administration = connect(databaseUrl, 1)
  await administration`create database ${administration(name)}`
  const foreign = connect(databaseUrl.replace(/[^/]*$/, name), 1)
  await foreign`create table written (n integer)`
  while (course.writing) {
    const span = { from: 0, to: 0 }
    await foreign.begin(async tx => {
      await tx`insert into written values (1)`
      span.from = Date.now()
      while (course.draining && Date.now() - span.from < foreignForMs) await pause(20)
      span.to = Date.now()
    })
    spans.push(span)
  }
  await foreign.end()
  await administration`drop database ${administration(name)}`
  await administration.end()
}

const untilDrained = async (sql: Sql): Promise<void> => {
  const deadline = Date.now() + drainWithinMs
  for (;;) {
    const [left] = await sql<{ n: number }[]>`
      select (select count(*) from outbox where sequence is null and shard = any(${racingShards}::smallint[]))::int
        + (select count(*) from checkpoints c join outbox o on o.shard = c.shard and o.sequence > c.sequence
           where c.consumer = 'race' and c.shard = any(${racingShards}::smallint[]))::int as n`
    if (left?.n === 0) return
    if (Date.now() > deadline) throw new Error(`${left?.n} messages of the race are not read after ${drainWithinMs} ms`)
    await pause(20)
  }
}

const timesOf = async (sql: Sql, acknowledged: Tally['acknowledged'], spans: readonly Span[]) => {
  const rows = await sql<
    { name: string; at: Date }[]
  >`select name, heard_at as at from race.heard where reader = 'published' and name not like 'command%'`
  let [longestWaitMs, heardBesideForeign] = [0, 0]
  for (const { name, at } of rows) {
    const [from, to] = [acknowledged.get(name) ?? Number.POSITIVE_INFINITY, at.getTime()]
    longestWaitMs = Math.max(longestWaitMs, to - from)
    if (spans.some(span => span.from <= from && to <= span.to)) heardBesideForeign++
  }
  return { longestWaitMs, heardBesideForeign }
}

/**
 * Twelve writers, three relays and two readers at once for so many seconds, and beside them a write transaction in another
 * database; then everything is drained and compared with what was acknowledged. All counts of Account are 0 when the log keeps its
 * promise. Throws when anything but a moved stream was answered to a writer.
 */
export const runRace = async ({ databaseUrl, seconds, seed, relay = productRelay }: RaceOptions): Promise<RaceReport> => {
  const sql = connect(databaseUrl, writers + relays + readers + 4)
  const course: Course = { writing: true, draining: true }
  const tally: Tally = { acknowledged: new Map(), appends: 0, rollbacks: 0, conflicts: 0 }
  const spans: Span[] = []
  const hot = racingShards.map(shard => Array.from({ length: hotStreamsPerShard }, () => newStream(shard)))
  const several = <Result>(count: number, run: (next: Next, index: number) => Promise<Result>, salt: number) =>
    Array.from({ length: count }, (_, index) => run(seeded(seed + salt + index).next, index))
  try {
    await prepareRace(sql)
    const byPosition = readerByPosition(sql)
    const runByPosition = async () => {
      for (; course.draining; await pause(3)) await byPosition(racingShards)
      await byPosition(racingShards)
    }
    const writing = several(
      writers,
      (next, index) => {
        const streams = { hot, own: racingShards.map(newStream), versions: new Map() }
        return runWriter(sql, course, { name: `${index}`, next, streams }, tally)
      },
      0,
    )
    const others = [
      ...several(relays, next => runRelay(sql, course, next, relay), 100),
      ...several(readers, next => runReader(sql, course, next), 200),
      runByPosition(),
      runForeign(databaseUrl, course, spans),
    ]
    const everybody = Promise.all([...writing, ...others])
    await Promise.race([pause(seconds * 1_000), everybody])
    course.writing = false
    await Promise.race([Promise.all(writing).then(() => untilDrained(sql)), everybody])
    course.draining = false
    await everybody
    const { acknowledged, ...counts } = tally
    const names = new Set(acknowledged.keys())
    return {
      ...counts,
      messages: acknowledged.size,
      ...(await settle(sql, 'published', racingShards, names)),
      ...(await timesOf(sql, acknowledged, spans)),
      lostByPosition: (await settle(sql, 'by-position', racingShards, names)).lost,
    }
  } finally {
    course.writing = false
    course.draining = false
    await sql.end({ timeout: 5 })
  }
}
