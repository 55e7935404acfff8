import type { Sql } from '#drizzle/db'
import { type BehindInShard, type LogHealth, readLogHealth, toleratedSeconds } from '#drizzle/log-health'
import { isKnown } from './consumers.ts'
import { log } from './log.ts'

const lookEveryMs = 5_000
const sayEveryMs = 60_000

/** `about` stays the same for as long as the trouble lasts. */
export type Trouble = Readonly<{ about: string; sentence: string }>

const minutes = (seconds: number): string => `${Math.floor(seconds / 60)} min`

const behind = (consumer: string, shards: readonly BehindInShard[]): Trouble => {
  const messages = shards.reduce((sum, shard) => sum + shard.messages, 0)
  const longest = Math.max(...shards.map(({ seconds }) => seconds))
  const unknown = [...new Set(shards.map(({ nextType }) => nextType))].filter(type => !isKnown(type))
  const why = unknown.length > 0 ? ` (only a newer build knows ${unknown.join(', ')})` : ''
  const where = shards.map(({ shard }) => shard).join(', ')
  const sentence = `consumer ${consumer} is ${messages} messages behind in shard ${where} for ${minutes(longest)}${why}`
  return { about: `behind ${consumer}`, sentence }
}

/** What has been standing for more than a minute. */
export const troublesIn = (health: LogHealth): Trouble[] => {
  const isLong = ({ seconds }: { seconds: number }) => seconds > toleratedSeconds
  const late = health.behind.filter(isLong)
  return [
    ...health.parked.filter(isLong).map(({ consumer, keys, messages, seconds }) => ({
      about: `parked ${consumer}`,
      sentence: `consumer ${consumer} has ${keys} keys with ${messages} messages parked for ${minutes(seconds)}`,
    })),
    ...health.unpublished.filter(isLong).map(({ shard, seconds }) => ({
      about: `unpublished ${shard}`,
      sentence: `shard ${shard} has unpublished messages for ${minutes(seconds)}`,
    })),
    ...[...new Set(late.map(({ consumer }) => consumer))].map(consumer =>
      behind(
        consumer,
        late.filter(shard => shard.consumer === consumer),
      ),
    ),
  ]
}

/**
 * Each call may look, once in five seconds, whether something is parked, unpublished or unread for more than a minute, and says so in
 * one line a minute for as long as it lasts. What is seen only once is left alone: after all workers were down, and when a test's
 * clock is set ahead, everything is late until the first sweep.
 */
export const alarm = (elapsedMs: () => number = () => performance.now()) => {
  let lookedAt = Number.NEGATIVE_INFINITY
  let saidAt = Number.NEGATIVE_INFINITY
  let seen: ReadonlySet<string> = new Set()
  return async (pool: Sql): Promise<void> => {
    const at = elapsedMs()
    if (at - lookedAt < lookEveryMs) return
    lookedAt = at
    const troubles = troublesIn(await readLogHealth(pool))
    const lasting = troubles.filter(({ about }) => seen.has(about)).map(({ sentence }) => sentence)
    seen = new Set(troubles.map(({ about }) => about))
    if (lasting.length === 0 || at - saidAt < sayEveryMs) return
    saidAt = at
    log().error({ troubles: lasting }, 'the log needs attention: see workers/OPERATING.md')
  }
}
