import { now } from '#drizzle/clock'
import type { Sql, Tx } from '#drizzle/db'
import type { Projection } from '../projections/projection.ts'
import { inWords } from './findings.ts'
import { compareWithRebuilt } from './rebuilt-read-models.ts'
import { type Recounted, recountShard } from './recount.ts'

/**
 * `conferenceIds`: none of them means all. `readModels`: those that are compared with their rebuild. `idleMs`: for how long the system
 * has been standing still on purpose; what is open is judged as of then.
 */
export type ShardCheck = Readonly<{
  conferenceIds: readonly string[] | undefined
  readModels: readonly Projection[]
  idleMs: number
}>

/** `elsewhere`: what is wrong and belongs to no conference that can be told. */
export type CheckedShard = Readonly<{ conferences: ReadonlyMap<string, Recounted>; elsewhere: readonly string[] }>

const inSnapshot = <Result>(pool: Sql, look: (tx: Tx) => Promise<Result>): Promise<Result> =>
  pool.begin('isolation level repeatable read', async tx => {
    await tx`set local idle_in_transaction_session_timeout = 0`
    await tx`set local statement_timeout = 0`
    return look(tx)
  }) as Promise<Result>

/** Two snapshots, one after the other: each is over sooner, and vacuum waits for no snapshot longer than it must. */
export const checkShard = async (
  pool: Sql,
  shard: number,
  { conferenceIds, readModels, idleMs }: ShardCheck,
): Promise<CheckedShard> => {
  const { conferences, parkedElsewhere } = await inSnapshot(pool, async tx => {
    await tx`set transaction read only`
    return recountShard(tx, shard, conferenceIds, now().getTime() - idleMs)
  })
  const { differences, unfoldable } = await inSnapshot(pool, tx => compareWithRebuilt(tx, shard, readModels))
  const elsewhere = [...parkedElsewhere]
  for (const [readModel, count] of unfoldable)
    if (count > 0)
      elsewhere.push(
        `The read model ${readModel} cannot take ${inWords(count, 'message')} of shard ${shard} any more that it took.`,
      )
  for (const { conferenceId, readModel, sentence } of differences) {
    const known = conferences.get(conferenceId ?? '')
    if (known) known.conference.findings.note(`rebuilt ${readModel}`, sentence)
    else if (!conferenceId || !conferenceIds) elsewhere.push(sentence)
  }
  return { conferences, elsewhere }
}
