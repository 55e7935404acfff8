import { fileURLToPath } from 'node:url'
import { type Sql, sql, type Tx } from '#drizzle/db'
import { isLostConnection } from '#drizzle/dead-connections'
import { withLocalDatabase } from '#drizzle/embedded'
import type { PublishedMessage } from '#drizzle/log'
import { checkpointsOf, publishedHeads } from '#drizzle/published-log'
import { consume, type Reader } from './consumers.ts'
import { failureInWords } from './failure-words.ts'
import { stepsOf } from './fold.ts'
import { log } from './log.ts'
import type { Projection } from './projections/projection.ts'
import { readModels } from './projections/read-models.ts'
import { Progress } from './rebuild-progress.ts'
import { claimForRebuild, dropShadows, finishShadows, makeShadows, tablesOf, writeToShadows } from './shadow-tables.ts'
import { switchOver } from './switch-over.ts'

const shardsAtOnce = 2
const lanesOfShard = 2
const patienceMs = 300_000

/** A person can do something about it; the message says what. */
export class RebuildRefused extends Error {}

/** The read model as a second consumer of the log, which writes to the tables beside the living ones. */
const besideThe = (readModel: Projection): Reader => ({
  ...readModel,
  name: `${readModel.name}@2`,
  async handle(tx, shard, messages) {
    await writeToShadows(tx)
    return readModel.handle(tx, shard, messages)
  },
})

type Options = Readonly<{ eventsAtOnce: number; report: (progress: Progress) => void }>

/** The lock ends with the connection, so whoever was killed holds nothing up. */
const takeTurn = async (lock: Tx, name: string): Promise<void> => {
  await lock`set local idle_in_transaction_session_timeout = 0`
  if (!(await claimForRebuild(lock, name)))
    throw new RebuildRefused(`${name} is being rebuilt or verified just now: wait for that to end, or end it, and start again.`)
}

const forget = async (tx: Tx, { name }: Reader, tables: readonly string[]): Promise<void> => {
  await dropShadows(tx, tables)
  await tx`delete from checkpoints where consumer = ${name}`
  await tx`delete from parked where consumer = ${name}`
}

/** Begins anew, whatever an earlier rebuild may have left behind. */
const begin = (pool: Sql, beside: Reader, { name }: Projection, tables: readonly string[]) =>
  pool.begin(async tx => {
    // Whoever forgets old messages together with what a read model tells of them has done so, or sees that this has begun.
    await tx`select 1 from checkpoints where consumer = ${name} order by shard for update`
    await forget(tx, beside, tables)
    await makeShadows(tx, tables)
    await tx`insert into checkpoints (consumer, shard, sequence) select ${beside.name}, shard, 0 from shards`
  })

/** Which release's schema the tables have: what was begun with another must not take their place. */
const releaseOf = async (sql: Sql | Tx): Promise<string | undefined> =>
  (await sql<{ release: string }[]>`select max(created_at)::text as release from drizzle.__drizzle_migrations`)[0]?.release

/** A message could not be folded; nothing tells which one. */
class Unfoldable extends Error {}

const laneOf = (key: string): number => key.charCodeAt(key.length - 1) % lanesOfShard

/** What must be handled in order stays in one lane. */
const inLanes = (readModel: Projection, messages: readonly PublishedMessage[]): PublishedMessage[][] => {
  const lanes = new Map<number, PublishedMessage[]>()
  for (const message of messages) {
    const lane = laneOf(readModel.keyOf(message) ?? '')
    const known = lanes.get(lane)
    if (known) known.push(message)
    else lanes.set(lane, [message])
  }
  return [...lanes.values()]
}

type Build = Readonly<
  { pool: Sql; readModel: Projection; beside: Reader; tables: readonly string[]; progress: Progress } & Options
>
type BringTo = (shard: number, from: bigint, to: bigint) => Promise<void>

/** In large steps, several at once: a step that fails may be half done, and then all of it begins anew. */
const inBulk =
  ({ pool, readModel, beside, eventsAtOnce, progress, report }: Build): BringTo =>
  async (shard, from, to) => {
    for await (const step of stepsOf(pool, readModel, shard, { from, to, eventsAtOnce })) {
      const write = (messages: readonly PublishedMessage[]) =>
        pool.begin(async tx => {
          await tx`set local synchronous_commit = off`
          await beside.handle(tx, shard, messages)
        })
      const written = await Promise.allSettled(inLanes(readModel, step.messages).map(write))
      const failed = written.find(result => result.status === 'rejected')
      if (failed) throw isLostConnection(failed.reason) ? failed.reason : new Unfoldable(`${failed.reason}`)
      await pool`update checkpoints set sequence = ${String(step.to)} where consumer = ${beside.name} and shard = ${shard}`
      progress.note(Number(step.to - step.from), step.messages.length)
      report(progress)
    }
  }

/** As a consumer does it: what cannot be handled is parked, and the rest goes on. */
const carefully =
  ({ pool, beside, progress, report }: Build): BringTo =>
  async (shard, from, to) => {
    await consume(pool, beside, shard, { skipLocked: false, upTo: to })
    progress.note(Number(to - from), 0)
    report(progress)
  }

const bringAll = async ({ pool, beside }: Build, bring: BringTo, targets: ReadonlyMap<number, bigint>): Promise<void> => {
  const reached = await checkpointsOf(pool, beside.name)
  const waiting = [...targets].filter(([shard, to]) => (reached.get(shard) ?? 0n) < to)
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await bring(next[0], reached.get(next[0]) ?? 0n, next[1])
  }
  await Promise.all(Array.from({ length: shardsAtOnce }, work))
}

/** Fills the shadows from the log and puts them in their place. Gives how long that last step took, in milliseconds. */
const build = async (lock: Tx, plan: Build, bring: BringTo): Promise<number> => {
  const { pool, readModel, beside, tables } = plan
  const release = await releaseOf(pool)
  await begin(pool, beside, readModel, tables)
  await bringAll(plan, bring, await publishedHeads(pool))
  await finishShadows(pool, tables)
  await bringAll(plan, bring, await publishedHeads(pool))
  const catchUp = async () => bringAll(plan, bring, await checkpointsOf(pool, readModel.name))
  const check = async (tx: Tx) => {
    if ((await releaseOf(tx)) !== release)
      throw new RebuildRefused(`The database was migrated while ${readModel.name} was being rebuilt: start again.`)
  }
  return switchOver(lock, { consumer: readModel.name, successor: beside.name, tables, catchUp, check }, patienceMs)
}

export type Rebuilt = Readonly<{ progress: Progress; switchMs: number }>

/**
 * Builds a read model anew from the log, beside the living one, and puts it in the living one's place. Pages and workers go on; the
 * switch-over keeps them waiting for some milliseconds. What could not be folded is parked as it is for a consumer. Throws
 * RebuildRefused when it is being rebuilt already, and UnknownMessage when only a newer release can.
 */
export const rebuild = (
  pool: Sql,
  readModel: Projection,
  options: Options = { eventsAtOnce: 40_000, report: () => {} },
): Promise<Rebuilt> =>
  pool.begin(async lock => {
    await takeTurn(lock, readModel.name)
    const beside = besideThe(readModel)
    const tables = tablesOf(readModel)
    const total = Number([...(await publishedHeads(pool)).values()].reduce((sum, head) => sum + head, 0n))
    const plan = () => ({ pool, readModel, beside, tables, progress: new Progress(total), ...options })
    const attempt = async (way: (plan: Build) => BringTo): Promise<Rebuilt> => {
      const own = plan()
      return { progress: own.progress, switchMs: await build(lock, own, way(own)) }
    }
    try {
      return await attempt(inBulk).catch(error => {
        if (!(error instanceof Unfoldable)) throw error
        log().error({ readModel: readModel.name, err: error }, 'a message cannot be folded: begun anew, message by message')
        return attempt(carefully)
      })
    } catch (error) {
      await pool.begin(tx => forget(tx, beside, tables)).catch(() => {})
      throw error
    }
  }) as Promise<Rebuilt>

const refuseUnknown = (names: readonly string[]): void => {
  const unknown = names.filter(name => !readModels.some(readModel => readModel.name === name))
  if (unknown.length > 0)
    throw new RebuildRefused(
      `There is no read model ${unknown.join(', ')}. There are: ${readModels.map(({ name }) => name).join(', ')}.`,
    )
}

const sayEveryMs = 2_000

/** What the new tables lack, in a sentence; undefined when nothing. */
const parkedInWords = async (readModel: Projection): Promise<string | undefined> => {
  const [parked] = await sql()<{ messages: number; keys: number }[]>`
    select count(*)::int as messages, count(distinct key)::int as keys from parked where consumer = ${readModel.name}`
  if (!parked?.messages) return
  return `${readModel.name}: ${parked.messages} messages of ${parked.keys} keys could not be folded and are parked, so the tables lack them: npm run parked.`
}

const main = async (names: readonly string[]): Promise<void> => {
  refuseUnknown(names)
  await withLocalDatabase(async () => {
    for (const readModel of readModels.filter(({ name }) => names.length === 0 || names.includes(name))) {
      let saidAt = Date.now()
      const report = (progress: Progress) => {
        if (Date.now() - saidAt < sayEveryMs) return
        saidAt = Date.now()
        console.log(`${readModel.name}: ${progress.words}`)
      }
      const { progress, switchMs } = await rebuild(sql(), readModel, { eventsAtOnce: 40_000, report })
      const events = progress.events.toLocaleString('en-US')
      const from = progress.events > 0 ? `from ${events} events, ${progress.eventsPerSecond} a second` : 'message by message'
      console.log(`${readModel.name}: rebuilt ${from}; switched over in ${switchMs.toFixed(0)} ms`)
      const parked = await parkedInWords(readModel)
      if (parked) {
        console.error(parked)
        process.exitCode = 1
      }
    }
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  main(process.argv.slice(2)).catch(error => {
    console.error(error instanceof RebuildRefused ? error.message : failureInWords(error))
    process.exitCode = 1
  })
