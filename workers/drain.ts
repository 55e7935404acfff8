import type { Sql } from '#drizzle/db'
import { type Published, publish, skipTo } from '#drizzle/log'
import { type Consumer, consume, isKnown } from './consumers.ts'

export type DrainOptions = Readonly<{ skipLocked: boolean; until: () => boolean }>

/** People wait for the senders' chain of decisions; what they will read follows when that is quiet, or after so long. */
const projectionsAfterMs = 50

/** Where a consumer stands as far as this drain knows. Unknown (no `at`), it must look for itself. */
type Progress = { at?: bigint; concerned: boolean }

class Lane {
  private readonly progress = new Map<Consumer, Progress>()

  constructor(
    private readonly sql: Sql,
    readonly consumers: readonly Consumer[],
    private readonly shard: number,
    private readonly skipLocked: boolean,
    private readonly failures: Map<Consumer, unknown>,
  ) {
    for (const consumer of consumers) this.progress.set(consumer, { concerned: true })
  }

  /** `unbroken`: nobody else published between the last look and this one, so that `types` tells all that is new. */
  note({ types }: Published, unbroken: boolean): void {
    for (const [consumer, progress] of this.progress)
      if (!unbroken || types.some(type => !isKnown(type) || consumer.hears(type))) progress.concerned = true
  }

  get concerned(): boolean {
    return this.consumers.some(consumer => this.progress.get(consumer)?.concerned && !this.failures.has(consumer))
  }

  /** Runs those whom something concerns, all at once. */
  async run(head: bigint): Promise<void> {
    const run = async (consumer: Consumer, progress: Progress) => {
      if (!progress.concerned || this.failures.has(consumer)) return
      const last = await consume(this.sql, consumer, this.shard, { skipLocked: this.skipLocked })
      progress.at = last !== undefined && last > head ? last : head
      // Not before: a consumer that failed must come back to these messages.
      progress.concerned = false
    }
    await Promise.all(
      Array.from(this.progress, ([consumer, progress]) =>
        run(consumer, progress).catch(error => this.failures.set(consumer, error)),
      ),
    )
  }

  /** Checkpoints of consumers whom nothing concerned up to the head, with where they stand. */
  unconcernedBefore(head: bigint): { consumer: string; from: bigint }[] {
    return Array.from(this.progress, ([{ name }, { at, concerned }]) => ({ consumer: name, from: at, concerned })).flatMap(
      ({ consumer, from, concerned }) => (from !== undefined && from < head && !concerned ? [{ consumer, from }] : []),
    )
  }
}

/**
 * Publishes a shard's messages and runs its consumers until all is quiet. `skipLocked` (the sweep) leaves alone what others are
 * at; a poke waits for them, else its wake-up would be lost between another's last read and its commit. A consumer that fails
 * does not hold up the others; its error is thrown at the end.
 */
export const drainShard = async (
  sql: Sql,
  { senders, projections }: { senders: readonly Consumer[]; projections: readonly Consumer[] },
  shard: number,
  { skipLocked, until }: DrainOptions,
): Promise<void> => {
  const failures = new Map<Consumer, unknown>()
  const deciding = new Lane(sql, senders, shard, skipLocked, failures)
  const showing = new Lane(sql, projections, shard, skipLocked, failures)
  let head = -1n
  let shownAt = Date.now()
  while (!until()) {
    const relayed = await publish(sql, shard, { skipLocked })
    if (!relayed) return
    const unbroken = relayed.head - BigInt(relayed.published) === head
    head = relayed.head
    deciding.note(relayed, unbroken)
    showing.note(relayed, unbroken)
    const busy = deciding.concerned
    if (busy) await deciding.run(head)
    if (showing.concerned && (!busy || Date.now() - shownAt > projectionsAfterMs)) {
      await showing.run(head)
      shownAt = Date.now()
    }
    if (!busy && !showing.concerned && relayed.published === 0) break
  }
  const behind = [...deciding.unconcernedBefore(head), ...showing.unconcernedBefore(head)]
  if (behind.length > 0) await skipTo(sql, shard, behind, head)
  for (const error of failures.values()) throw error
}
