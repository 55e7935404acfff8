import type { Sql, Tx } from '#drizzle/db'
import { shardCount } from '#drizzle/log'
import { holdStill, removePastAttempts, removePastCommandIds, removePastCommands } from '#drizzle/retention'
import { forgetCommands, orderTimeline } from './projections/order-timeline.ts'

const atOnce = 500

/** The timeline is the one read model that tells of commands: what the log loses, it forgets in the same transaction. */
const removeCommands = async (tx: Tx, shard: number): Promise<number> => {
  if (!(await holdStill(tx, orderTimeline.name, shard))) return 0
  const removed = await removePastCommands(tx, shard, atOnce)
  if (removed.length > 0) await forgetCommands(tx, shard, removed)
  return removed.length
}

/**
 * Each call removes at most a batch of what nobody needs any more, of one shard; the next call goes on with the next shard, or with
 * the same one while it has full batches.
 */
export const retention = () => {
  let shard = 0
  return async (pool: Sql): Promise<void> => {
    const removed = [
      await pool.begin(tx => removeCommands(tx, shard)),
      await removePastCommandIds(pool, shard, atOnce),
      shard === 0 ? await removePastAttempts(pool, atOnce) : 0,
    ]
    if (removed.every(count => count < atOnce)) shard = (shard + 1) % shardCount
  }
}
