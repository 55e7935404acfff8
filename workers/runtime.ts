import { shardOf } from '#domain/event-store'
import { sql } from '#drizzle/db'
import { shardsWithWork } from '#drizzle/log'
import type { Mail } from '#drizzle/queries/mails'
import { alarm } from './alarm.ts'
import { UnknownMessage } from './consumers.ts'
import { drainShard, type Lanes } from './drain.ts'
import { dueErrands, runErrand } from './errands.ts'
import { lanes } from './lanes.ts'
import { log } from './log.ts'
import { type ComposedMail, composeMail } from './mail-composition.ts'
import { mailsLeave, mailsUnderWay } from './mailer.ts'
import { type Errand, openQueues, openWorkers, type Queues } from './queues.ts'
import { retention } from './retention.ts'

const sweepEveryMs = 1_000
const ringBudgetMs = 50
const pokeBudgetMs = 5_000

/** `again`: somebody rang or poked since. */
type Draining = { again: boolean; done: Promise<void> }

type Runtime = {
  lanes: Lanes
  queues?: Queues
  working?: { workers: ReturnType<typeof openWorkers>; stopSweep: () => Promise<void> }
  /** The shards that are being drained because somebody rang or poked. */
  draining: Map<number, Draining>
  missedRings: number
  removePast: ReturnType<typeof retention>
  watch: ReturnType<typeof alarm>
}

const key = Symbol.for('contoso.runtime')
const registry = globalThis as { [key]?: Runtime }

/** One per process: a page, a route and the instrumentation each have their own copy of this module. */
const runtime = (): Runtime => {
  registry[key] ??= {
    lanes: lanes(),
    draining: new Map(),
    missedRings: 0,
    removePast: retention(),
    watch: alarm(),
  }
  return registry[key]
}

const queues = (): Queues => {
  const own = runtime()
  own.queues ??= openQueues()
  return own.queues
}

const within = async (milliseconds: number, work: Promise<unknown>): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>(resolve => {
    timer = setTimeout(resolve, milliseconds, false)
  })
  const done = work.then(
    () => true,
    () => false,
  )
  return Promise.race([done, late]).finally(() => clearTimeout(timer))
}

/**
 * Says that a shard has work. A process that has workers begins at once; another pokes the queue, best effort within 50 ms. A ring
 * that is lost is made good by the sweep, so it never throws and is only counted.
 */
export const ring = async (shard: number): Promise<void> => {
  // What fails here the sweep meets again, and says.
  if (runtime().working) drainRung(shard).catch(() => {})
  else if (!(await within(ringBudgetMs, queues().poke(shard)))) runtime().missedRings++
}

/** How many rings of this process were lost. */
export const missedRings = (): number => runtime().missedRings

/**
 * Hands errands to the queue, or runs them here when the queue does not answer; mails then without waiting for them, since a mail
 * server may take its time.
 */
const sendOnErrands = async (errands: readonly Errand[]): Promise<void> => {
  await Promise.all(
    errands.map(async errand => {
      if (await within(ringBudgetMs, queues().post(errand))) return
      const done = runErrand(errand)
      if (errand.kind !== 'mail') await done
    }),
  )
}

const drainNow = async (shard: number): Promise<void> => {
  const deadline = Date.now() + pokeBudgetMs
  let outOfTime = false
  await drainShard(sql(), runtime().lanes, shard, {
    skipLocked: false,
    until: () => {
      outOfTime = Date.now() > deadline
      return outOfTime
    },
  })
  await sendOnErrands(await dueErrands(sql(), shard))
  if (outOfTime) await ring(shard)
}

/** Drains a shard once at a time in this process: who comes while that runs waits for it, and it begins again for them. */
const drainRung = (shard: number): Promise<void> => {
  const { draining } = runtime()
  const running = draining.get(shard)
  if (running) {
    running.again = true
    return running.done
  }
  const own: Draining = { again: true, done: Promise.resolve() }
  draining.set(shard, own)
  own.done = (async () => {
    try {
      while (own.again) {
        own.again = false
        await drainNow(shard)
      }
    } finally {
      draining.delete(shard)
    }
  })()
  return own.done
}

const onErrand = async (errand: Errand): Promise<void> => {
  await runErrand(errand)
  if (errand.kind !== 'mail') await ring(shardOf(errand.id))
}

/** Says a trouble once a minute, not once a second. */
const troubles = new Map<string, number>()
const report = (what: string, error: unknown): void => {
  const trouble = `${what} ${error instanceof Error ? error.message : error}`
  if (Date.now() - (troubles.get(trouble) ?? 0) < 60_000) return
  troubles.set(trouble, Date.now())
  if (troubles.size > 1_000) troubles.clear()
  log().error({ err: error }, what)
}

/**
 * Drains, straight from PostgreSQL, every shard that is behind or has something due, sends on the errands that are due, and
 * removes some of what nobody needs any more.
 */
const sweep = async (until: () => boolean): Promise<void> => {
  const shards = await shardsWithWork(sql())
  await Promise.all(
    shards.map(shard =>
      drainShard(sql(), runtime().lanes, shard, { skipLocked: true, until }).catch(error => {
        // A newer build is at work on it; where there is none, the alarm says so after a minute.
        if (!(error instanceof UnknownMessage))
          report(`shard ${shard} could not be drained; it is tried again every second`, error)
      }),
    ),
  )
  await sendOnErrands(await dueErrands(sql()))
  await runtime().removePast(sql())
}

const startSweep = (): (() => Promise<void>) => {
  let stopped = false
  let wake = () => {}
  const loop = (async () => {
    while (!stopped) {
      const deadline = Date.now() + pokeBudgetMs
      await sweep(() => stopped || Date.now() > deadline).catch(error => report('the sweep failed; it is tried again', error))
      await runtime()
        .watch(sql())
        .catch(error => report('whether the log keeps up could not be seen', error))
      if (stopped) return
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, sweepEveryMs)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  })()
  return async () => {
    stopped = true
    wake()
    await loop
  }
}

/** Starts this process's workers: the queue's, and the sweep that needs no queue. */
export const start = (): void => {
  const own = runtime()
  if (!mailsLeave()) log().info('without SMTP_URL mails wait in their table')
  own.working ??= { workers: openWorkers(({ shard }) => drainRung(shard), onErrand), stopSweep: startSweep() }
}

/** Does what there is to do, at most until the deadline (milliseconds from now), without a queue. True: nothing is left. */
export const drain = async (deadlineMs: number): Promise<boolean> => {
  const deadline = Date.now() + deadlineMs
  const until = () => Date.now() > deadline
  while (!until()) {
    const shards = await shardsWithWork(sql())
    const errands = await dueErrands(sql())
    if (shards.length === 0 && errands.length === 0) {
      await runtime().removePast(sql())
      return true
    }
    await Promise.all(shards.map(shard => drainShard(sql(), runtime().lanes, shard, { skipLocked: false, until })))
    await within(deadline - Date.now(), Promise.all(errands.map(runErrand)))
  }
  return false
}

/** Lets what runs finish its batch, at most two seconds, and closes the queues. */
export const stop = async (): Promise<void> => {
  const { working, draining, queues: open } = runtime()
  registry[key] = undefined
  const drained = Promise.allSettled(Array.from(draining.values(), ({ done }) => done))
  const ended = Promise.all([working?.stopSweep(), working?.workers.close(), drained, mailsUnderWay()]).then(() => open?.close())
  await within(2_000, ended)
}

/** What a mail says, for the page that shows the mails of a system that sends none. */
export const readMail = (mail: Mail): ComposedMail => composeMail(mail)
