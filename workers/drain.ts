import type { Sql } from '#drizzle/db'
import { type Published, publish, skipTo } from '#drizzle/log'
import { lookNow } from '#drizzle/ticker'
import { type Consumer, consume, isKnown } from './consumers.ts'

export type DrainOptions = Readonly<{ skipLocked: boolean; until: () => boolean }>

/** People wait for the chain of decisions; what they will read follows when that is quiet, or after so long. */
const followAfterMs = 50

/** How far this drain knows that nothing waits for a consumer, though its checkpoint may stand before that. */
type Progress = { checkpoint: bigint; clearUpTo: bigint; concerned: boolean; givenUp: boolean }

/** Consumers that run together, and whom of them the newest messages concern. */
class Lane {
  private readonly progress: ReadonlyMap<Consumer, Progress>
  readonly errors: unknown[] = []

  constructor(
    private readonly sql: Sql,
    consumers: readonly Consumer[],
    private readonly shard: number,
    private readonly skipLocked: boolean,
  ) {
    const unknown = () => ({ checkpoint: -1n, clearUpTo: -1n, concerned: false, givenUp: false })
    this.progress = new Map(consumers.map(consumer => [consumer, unknown()]))
  }

  note({ head, published, types, checkpoints }: Published): void {
    for (const [consumer, progress] of this.progress) {
      progress.checkpoint = checkpoints.get(consumer.name) ?? -1n
      if (progress.clearUpTo < progress.checkpoint) progress.clearUpTo = progress.checkpoint
      const sawAllBefore = progress.clearUpTo >= head - BigInt(published)
      const heard = types.some(type => !isKnown(type) || consumer.hears(type))
      if (sawAllBefore && !heard) progress.clearUpTo = head
      progress.concerned = progress.clearUpTo < head && !progress.givenUp
    }
  }

  get concerned(): boolean {
    return [...this.progress.values()].some(progress => progress.concerned)
  }

  /** Runs those whom something concerns, all at once. One that fails, or that another is at, is left alone from then on. */
  async run(head: bigint): Promise<void> {
    const run = async ([consumer, progress]: [Consumer, Progress]) => {
      if (!progress.concerned) return
      progress.concerned = false
      try {
        if (await consume(this.sql, consumer, this.shard, { skipLocked: this.skipLocked, upTo: head })) progress.clearUpTo = head
        else progress.givenUp = true
      } catch (error) {
        progress.givenUp = true
        this.errors.push(error)
      }
    }
    await Promise.all(Array.from(this.progress, run))
  }

  /** The checkpoints that still stand before the head though nothing up to it is for their consumer. */
  idleBefore(head: bigint): { consumer: string; from: bigint }[] {
    return Array.from(this.progress)
      .filter(([, { checkpoint, clearUpTo }]) => checkpoint >= 0n && checkpoint < head && clearUpTo >= head)
      .map(([{ name }, { checkpoint }]) => ({ consumer: name, from: checkpoint }))
  }
}

/** Groups of consumers in the order of their urgency: those that decide, those that show what people wait for, those that record. */
export type Lanes = readonly [deciding: readonly Consumer[], ...following: (readonly Consumer[])[]]

/**
 * Publishes a shard's messages and runs its consumers until all is quiet. `skipLocked` (the sweep) leaves alone what others are
 * at; a poke waits for them, else its wake-up would be lost between another's last read and its commit. A consumer that fails
 * does not hold up the others; its error is thrown at the end.
 */
export const drainShard = async (sql: Sql, groups: Lanes, shard: number, { skipLocked, until }: DrainOptions): Promise<void> => {
  const lanes = groups.map(consumers => new Lane(sql, consumers, shard, skipLocked))
  const [deciding, ...following] = lanes
  let followedAt = Date.now()
  while (!until()) {
    const relayed = await publish(sql, shard, { skipLocked })
    if (!relayed) return
    const { head, published } = relayed
    for (const lane of lanes) lane.note(relayed)
    const isDeciding = deciding?.concerned ?? false
    if (isDeciding) await deciding?.run(head)
    const behind = following.filter(lane => lane.concerned)
    const isOverdue = Date.now() - followedAt > followAfterMs
    // One lane at a time, the most urgent first, unless decisions never end.
    for (const lane of isOverdue ? behind : behind.slice(0, isDeciding ? 0 : 1)) {
      await lane.run(head)
      lookNow()
      followedAt = Date.now()
    }
    if (isDeciding || behind.length > 0 || published > 0) continue
    const idle = lanes.flatMap(lane => lane.idleBefore(head))
    if (idle.length > 0) await skipTo(sql, shard, idle, head)
    break
  }
  for (const error of lanes.flatMap(lane => lane.errors)) throw error
}
