import { setTimeout as pause } from 'node:timers/promises'
import { VersionConflict } from '#domain/event-store'
import type { Sql } from '#drizzle/db'
import { appendEntries, type Entry } from './race-ledger.ts'

/** Which shards are raced in. */
export const racingShards: readonly number[] = [14, 15]
export const hotStreamsPerShard = 2

/** On purpose: a transaction that is taken back at its end. */
export class RolledBack extends Error {}

/** Whether writers go on, and whether those go on who drain what they wrote. */
export type Course = { writing: boolean; draining: boolean }
export type Next = () => number

/** The streams that all writers want, and in each shard one that only this writer has, whose versions it knows. */
export type Streams = Readonly<{ hot: readonly (readonly string[])[]; own: readonly string[]; versions: Map<string, number> }>

const versionOf = async (sql: Sql, stream: string): Promise<number> => {
  const [row] = await sql<{ version: number }[]>`
    select version from events where stream = ${stream} order by version desc limit 1`
  return row?.version ?? 0
}

/** Mostly some milliseconds, now and then a third of a second. */
const hold = (next: Next): Promise<void> => pause(next() < 0.02 ? 300 : next() * 25)

const chooseEntries = async (sql: Sql, next: Next, { hot, own, versions }: Streams): Promise<Entry[]> => {
  const at = Math.floor(next() * racingShards.length)
  const events = () => 1 + Math.floor(next() * 3)
  const command = () => (next() < 0.3 ? { commandDueInMs: next() < 0.5 ? 0 : next() * 300 } : {})
  const entries: Entry[] = []
  if (next() < 0.4) {
    const stream = hot[at]?.[Math.floor(next() * hotStreamsPerShard)] ?? ''
    entries.push({ stream, expected: await versionOf(sql, stream), events: events(), ...command() })
  }
  if (entries.length === 0 || next() < 0.3) {
    const stream = own[at] ?? ''
    entries.push({ stream, expected: versions.get(stream) ?? 0, events: events(), ...command() })
  }
  return entries
}

/** Of ten transactions three write elsewhere first, four are the append's own and held open, three are the append alone. */
const write = async (sql: Sql, next: Next, entries: readonly Entry[], mark: string): Promise<string[]> => {
  const kind = next()
  if (kind < 0.3) return appendEntries(sql, entries, mark)
  let names: string[] = []
  await sql.begin(async tx => {
    if (kind < 0.6) {
      await tx`insert into race.elsewhere (mark) values (${mark})`
      await hold(next)
    }
    names = await appendEntries(tx, entries, mark)
    await hold(next)
    // A tenth of all transactions: of those alone none can be taken back.
    if (next() < 0.1 / 0.7) throw new RolledBack()
  })
  return names
}

/** `acknowledged`: when each message was, by its name (milliseconds since 1970). The others count transactions. */
export type Tally = { readonly acknowledged: Map<string, number>; appends: number; rollbacks: number; conflicts: number }

type Writer = Readonly<{ name: string; next: Next; streams: Streams }>

/** Appends to hot streams and its own until the race is over. Throws when it is refused for anything but a moved stream. */
export const runWriter = async (sql: Sql, course: Course, { name, next, streams }: Writer, tally: Tally): Promise<void> => {
  for (let n = 0; course.writing; n++) {
    const entries = await chooseEntries(sql, next, streams)
    try {
      const names = await write(sql, next, entries, `${name}-${n}`)
      const at = Date.now()
      for (const message of names) tally.acknowledged.set(message, at)
      for (const { stream, expected, events } of entries) streams.versions.set(stream, expected + events)
      tally.appends++
    } catch (error) {
      if (error instanceof RolledBack) tally.rollbacks++
      else if (error instanceof VersionConflict) tally.conflicts++
      else throw error
    }
  }
}
