import { getTableConfig } from 'drizzle-orm/pg-core'
import { type Sql, sql } from '#drizzle/db'
import { withLocalDatabase } from '#drizzle/embedded'
import { allShards } from '#drizzle/log'
import { SettingsError } from '#drizzle/settings'
import { handleNext } from './consumers.ts'
import { conferenceHistory } from './projections/conference-history.ts'
import { conferenceStatistics } from './projections/conference-statistics.ts'
import { conferences } from './projections/conferences.ts'
import { orderTimeline } from './projections/order-timeline.ts'
import { orders } from './projections/orders.ts'
import type { Projection } from './projections/projection.ts'
import { seatAssignments } from './projections/seat-assignments.ts'
import { seatTypes } from './projections/seat-types.ts'

const messagesAtOnce = 2_000

export const readModels: readonly Projection[] = [
  conferences,
  seatTypes,
  orders,
  seatAssignments,
  conferenceHistory,
  orderTimeline,
  conferenceStatistics,
]

/**
 * Empties one shard of a read model and folds it from the log again, in one transaction: readers see the old rows until the new
 * ones are complete, and the living projection of that shard waits. Gives how many messages were read.
 */
const rebuildShard = async (pool: Sql, readModel: Projection, shard: number, limit: number): Promise<number> => {
  let read = 0
  await pool.begin(async tx => {
    await tx`update checkpoints set sequence = 0 where consumer = ${readModel.name} and shard = ${shard}`
    await tx`delete from parked where consumer = ${readModel.name} and shard = ${shard}`
    for (const table of readModel.tables) await tx`delete from ${tx(getTableConfig(table).name)} where shard = ${shard}`
    for (;;) {
      const { count } = await handleNext(tx, readModel, shard, { limit, skipLocked: false })
      if (count === 0) return
      read += count
    }
  })
  return read
}

/** Rebuilds a read model from the log, shard by shard, while the site goes on, `limit` messages at once. Gives how many were read. */
export const rebuild = async (pool: Sql, readModel: Projection, limit = messagesAtOnce): Promise<number> => {
  let read = 0
  for (const shard of allShards) read += await rebuildShard(pool, readModel, shard, limit)
  return read
}

const main = async (names: readonly string[]): Promise<void> => {
  const unknown = names.filter(name => !readModels.some(readModel => readModel.name === name))
  if (unknown.length > 0) {
    console.error(`There is no read model ${unknown.join(', ')}. There are: ${readModels.map(({ name }) => name).join(', ')}.`)
    process.exitCode = 1
    return
  }
  await withLocalDatabase(async () => {
    for (const readModel of readModels.filter(({ name }) => names.length === 0 || names.includes(name))) {
      const begun = Date.now()
      const read = await rebuild(sql(), readModel)
      console.log(`${readModel.name}: rebuilt from ${read} messages in ${((Date.now() - begun) / 1000).toFixed(1)} s`)
    }
  })
}

if (process.argv[1]?.endsWith('rebuild.ts'))
  main(process.argv.slice(2)).catch(error => {
    console.error(error instanceof SettingsError ? error.message : error)
    process.exitCode = 1
  })
