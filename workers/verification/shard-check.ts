import { now } from '#drizzle/clock'
import type { Sql, Tx } from '#drizzle/db'
import { orderTimeline } from '../projections/order-timeline.ts'
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

/** The timeline has as many rows as all other read models together. */
const inTwoParts = (readModels: readonly Projection[]): (readonly Projection[])[] => [
  readModels.filter(readModel => readModel !== orderTimeline),
  readModels.filter(readModel => readModel === orderTimeline),
]

/** Snapshots of their own at the same time: each is over sooner than one for all, and a second core has something to do. */
export const checkShard = async (
  pool: Sql,
  shard: number,
  { conferenceIds, readModels, idleMs }: ShardCheck,
): Promise<CheckedShard> => {
  const recounting = inSnapshot(pool, async tx => {
    await tx`set transaction read only`
    return recountShard(tx, shard, conferenceIds, now().getTime() - idleMs)
  })
  const comparing = inTwoParts(readModels).map(part => inSnapshot(pool, tx => compareWithRebuilt(tx, shard, part)))
  const [{ conferences, parkedElsewhere }, ...compared] = await Promise.all([recounting, ...comparing])
  const elsewhere = [...parkedElsewhere]
  for (const [readModel, count] of compared.flatMap(({ unfoldable }) => [...unfoldable]))
    if (count > 0)
      elsewhere.push(
        `The read model ${readModel} cannot take ${inWords(count, 'message')} of shard ${shard} any more that it took.`,
      )
  for (const { conferenceId, readModel, sentence } of compared.flatMap(({ differences }) => differences)) {
    const known = conferences.get(conferenceId ?? '')
    if (known) known.conference.findings.note(`rebuilt ${readModel}`, sentence)
    else if (!conferenceId || !conferenceIds) elsewhere.push(sentence)
  }
  return { conferences, elsewhere }
}
