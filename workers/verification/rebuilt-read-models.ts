import type { Tx } from '#drizzle/db'
import type { PublishedMessage } from '#drizzle/log'
import { tryToHandle } from '../consumers.ts'
import { type Hearer, stepsOf } from '../fold.ts'
import type { Projection } from '../projections/projection.ts'
import { makePassingShadows, tablesOf } from '../shadow-tables.ts'
import { type Difference, listDifferences } from './differences.ts'

const eventsAtOnce = 10_000

/** A read model as far as it is built from one shard: up to where the living one has read, around what is set aside there. */
type Building = Readonly<{
  readModel: Projection
  upTo: bigint
  /** By key, the first message of it that is left out, and with it what comes later for the same key. */
  aside: Map<string, bigint>
  unfoldable: { count: number }
}>

const heardByAny = (readModels: readonly Projection[]): Hearer => ({
  hears: type => readModels.some(readModel => readModel.hears(type)),
  keyOf: published =>
    readModels
      .filter(readModel => readModel.hears(published.message.type))
      .map(readModel => readModel.keyOf(published))
      .find(key => key !== undefined),
})

const begin = async (tx: Tx, shard: number, readModel: Projection): Promise<Building> => {
  const { name } = readModel
  const [[checkpoint], parked] = await Promise.all([
    tx<{ sequence: string }[]>`select sequence from checkpoints where consumer = ${name} and shard = ${shard}`,
    tx<{ key: string; first: string }[]>`
      select key, min(sequence) as first from parked where consumer = ${name} and shard = ${shard} group by key`,
  ])
  return {
    readModel,
    upTo: BigInt(checkpoint?.sequence ?? 0),
    aside: new Map(parked.map(({ key, first }) => [key, BigInt(first)])),
    unfoldable: { count: 0 },
  }
}

const isForIt = ({ readModel, upTo, aside }: Building, published: PublishedMessage): boolean => {
  if (published.sequence > upTo || !readModel.hears(published.message.type)) return false
  const key = readModel.keyOf(published)
  if (key === undefined) return false
  const leftOutFrom = aside.get(key)
  return leftOutFrom === undefined || published.sequence < leftOutFrom
}

/** As a consumer does it: what cannot be folded is set aside with its key, and the rest goes on. */
const fold = async (tx: Tx, shard: number, building: Building, messages: readonly PublishedMessage[]): Promise<void> => {
  const mine = messages.filter(message => isForIt(building, message))
  const [first] = mine
  if (!first || !('fault' in (await tryToHandle(tx, building.readModel, shard, mine)))) return
  if (mine.length === 1) {
    building.aside.set(building.readModel.keyOf(first) ?? '', first.sequence)
    building.unfoldable.count++
    return
  }
  const half = Math.ceil(mine.length / 2)
  await fold(tx, shard, building, mine.slice(0, half))
  await fold(tx, shard, building, mine.slice(half))
}

/** `unfoldable`: by read model, how many messages it took once and cannot take any more. */
export type Compared = Readonly<{ differences: readonly Difference[]; unfoldable: ReadonlyMap<string, number>; events: number }>

/**
 * Builds read models anew from a shard's log, in tables that only the caller's transaction sees, and compares them with the living
 * ones. In a snapshot (repeatable read) what the living tables show and how far they have read belong together, so nothing is held
 * still; from the first row on the transaction can write to no table of anybody else.
 */
export const compareWithRebuilt = async (tx: Tx, shard: number, readModels: readonly Projection[]): Promise<Compared> => {
  if (readModels.length === 0) return { differences: [], unfoldable: new Map(), events: 0 }
  const home = await makePassingShadows(tx, readModels.flatMap(tablesOf))
  await tx`set transaction read only`
  const buildings = await Promise.all(readModels.map(readModel => begin(tx, shard, readModel)))
  const farthest = buildings.map(({ upTo }) => upTo).sort((one, other) => Number(one - other))
  let events = 0
  for await (const { messages } of stepsOf(tx, heardByAny(readModels), shard, {
    from: 0n,
    to: farthest.at(-1) ?? 0n,
    eventsAtOnce,
  })) {
    for (const building of buildings) await fold(tx, shard, building, messages)
    events += messages.length
  }
  const differences = []
  for (const { readModel } of buildings)
    for (const table of readModel.tables) differences.push(...(await listDifferences(tx, shard, { readModel, table, home })))
  const unfoldable = new Map(buildings.map(({ readModel, unfoldable: { count } }) => [readModel.name, count]))
  return { differences, unfoldable, events }
}
