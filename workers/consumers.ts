import { VersionConflict } from '#domain/event-store'
import { messageKinds } from '#domain/messages'
import type { Sql, Tx } from '#drizzle/db'
import { isLostConnection } from '#drizzle/dead-connections'
import { type ConsumerName, type PublishedMessage, type ReaderName, take } from '#drizzle/log'
import { park } from '#drizzle/parked'
import { errorInWords, log } from './log.ts'

/** A reader of the published log. What it does in `handle` commits together with its checkpoint. */
export type Reader = Readonly<{
  name: ReaderName
  /** False for message types that never concern it, whatever they say. */
  hears(type: string): boolean
  /**
   * What must be handled in order, and is set aside alone when it cannot be: an order's id, a command's target stream.
   * Undefined: not for this consumer.
   */
  keyOf(message: PublishedMessage): string | undefined
  /** The effects of a batch. What it gives back runs after the commit; `forget` when the transaction is rolled back. */
  handle(tx: Tx, shard: number, messages: readonly PublishedMessage[]): Promise<(() => void) | undefined>
  forget?(shard: number): void
}>

/** A reader with a place of its own among all consumers. */
export type Consumer = Reader & Readonly<{ name: ConsumerName }>

/** A message type that only a newer build knows: this build leaves the rest of the shard to it. */
export class UnknownMessage extends Error {
  override name = 'UnknownMessage'
}

const batchSize = 500
const tries = 3

/** Others were at work: rolled back and decided again, nothing is wrong with the message. */
export const isTransient = (error: unknown): boolean =>
  error instanceof VersionConflict || ['40001', '40P01', '55P03', '57014'].includes((error as { code?: string }).code ?? '')

type TakeOptions = Readonly<{ limit: number; skipLocked: boolean }>
type AfterCommit = (() => void) | undefined
type HandledBatch = Readonly<{ last: bigint | undefined; count: number; afterCommit: AfterCommit }>
type Handle = (mine: readonly PublishedMessage[]) => Promise<AfterCommit>

export const isKnown = (type: string): boolean => type in messageKinds

/** Takes a consumer's next messages and handles what is its own, in the caller's transaction. */
export const handleNext = async (
  tx: Tx,
  consumer: Reader,
  shard: number,
  options: TakeOptions,
  handle: Handle = mine => consumer.handle(tx, shard, mine),
): Promise<HandledBatch> => {
  const { messages, parkedKeys } = await take(tx, consumer.name, shard, options)
  const mine: PublishedMessage[] = []
  const waiting = new Map<string, PublishedMessage[]>()
  for (const message of messages) {
    if (!isKnown(message.message.type)) throw new UnknownMessage(message.message.type)
    if (!consumer.hears(message.message.type)) continue
    const key = consumer.keyOf(message)
    if (key === undefined) continue
    if (parkedKeys.has(key)) waiting.set(key, [...(waiting.get(key) ?? []), message])
    else mine.push(message)
  }
  for (const [key, behind] of waiting) await park(tx, consumer.name, key, behind, null)
  const afterCommit = mine.length > 0 ? await handle(mine) : undefined
  return { last: messages.at(-1)?.sequence, count: messages.length, afterCommit }
}

const handleBatch = async (sql: Sql, consumer: Reader, shard: number, options: TakeOptions): Promise<bigint | undefined> => {
  const { last, afterCommit } = await sql.begin(tx => handleNext(tx, consumer, shard, options))
  afterCommit?.()
  return last
}

/**
 * Handles messages inside the caller's transaction, or leaves no trace of having tried and gives `fault` what was thrown. Throws
 * on when others were at work, or the database is away: that is nobody's fault.
 */
export const tryToHandle = async (
  tx: Tx,
  consumer: Reader,
  shard: number,
  messages: readonly PublishedMessage[],
): Promise<Readonly<{ afterCommit: AfterCommit } | { fault: unknown }>> => {
  try {
    return { afterCommit: await tx.savepoint(inner => consumer.handle(inner, shard, messages)) }
  } catch (error) {
    consumer.forget?.(shard)
    if (isTransient(error) || isLostConnection(error)) throw error
    return { fault: error }
  }
}

/**
 * Handles the very next message by itself and sets it aside if it fails again. One transaction: of two processes that met the same
 * poisoned message, the later one finds it parked and must not park the innocent one behind it.
 */
const handleOrPark = async (sql: Sql, consumer: Reader, shard: number): Promise<void> => {
  const { afterCommit } = await sql.begin(tx =>
    handleNext(tx, consumer, shard, { limit: 1, skipLocked: false }, async mine => {
      const tried = await tryToHandle(tx, consumer, shard, mine)
      if ('afterCommit' in tried) return tried.afterCommit
      const [message] = mine
      const key = message && consumer.keyOf(message)
      if (!message || key === undefined) return undefined
      await park(tx, consumer.name, key, mine, errorInWords(tried.fault))
      return () =>
        log().error({ consumer: consumer.name, shard, key, type: message.message.type, err: tried.fault }, 'a message was parked')
    }),
  )
  afterCommit?.()
}

/**
 * Handles what a consumer has not read yet of a shard, batch by batch, up to the sequence `upTo`: who publishes more sees to it that
 * it is consumed. False: another one was at it (only with `skipLocked`).
 * A batch that meets others is decided again, three times, then halved; one that fails is bisected to the message, whose key is
 * parked. Throws when the database is away, when others keep winning, and UnknownMessage.
 */
export const consume = async (
  sql: Sql,
  consumer: Reader,
  shard: number,
  { skipLocked, upTo }: { skipLocked: boolean; upTo: bigint },
): Promise<boolean> => {
  let limit = batchSize
  let failures = 0
  for (;;) {
    try {
      const last = await handleBatch(sql, consumer, shard, { limit, skipLocked })
      if (last === undefined) return !skipLocked
      if (last >= upTo) return true
      failures = 0
      limit = Math.min(batchSize, limit * 2)
    } catch (error) {
      consumer.forget?.(shard)
      if (isLostConnection(error)) throw error
      failures++
      if (isTransient(error)) {
        if (failures % tries !== 0) continue
        if (limit === 1) throw error
        limit = Math.ceil(limit / 2)
      } else if (limit > 1) limit = Math.ceil(limit / 2)
      else if (error instanceof UnknownMessage) throw error
      else {
        await handleOrPark(sql, consumer, shard)
        failures = 0
      }
    }
  }
}
