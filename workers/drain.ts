import type { Sql } from '#drizzle/db'
import { publish } from '#drizzle/log'
import { type Consumer, consume } from './consumers.ts'

/**
 * Publishes a shard's messages and runs its consumers until all is quiet. `skipLocked` (the sweep) leaves alone what others are
 * at; a poke waits for them, else its wake-up would be lost between another's last read and its commit. A consumer that fails
 * does not hold up the others; its error is thrown at the end.
 */
export const drainShard = async (
  sql: Sql,
  consumers: readonly Consumer[],
  shard: number,
  { skipLocked, until }: { skipLocked: boolean; until: () => boolean },
): Promise<void> => {
  const seen = new Map<Consumer, bigint>()
  const failures = new Map<Consumer, unknown>()
  for (let first = true; !until(); first = false) {
    const relayed = await publish(sql, shard, { skipLocked })
    if (!relayed) return
    const { head, published } = relayed
    const behind = consumers.filter(consumer => !failures.has(consumer) && (first || (seen.get(consumer) ?? 0n) < head))
    if (behind.length === 0 && published === 0) break
    const run = async (consumer: Consumer) => {
      const last = await consume(sql, consumer, shard, { skipLocked })
      seen.set(consumer, last !== undefined && last > head ? last : head)
    }
    await Promise.all(behind.map(consumer => run(consumer).catch(error => failures.set(consumer, error))))
  }
  for (const error of failures.values()) throw error
}
