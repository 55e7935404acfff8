import type { Sql, Tx } from '#drizzle/db'
import type { PublishedMessage } from '#drizzle/log'
import { noteFailure, takeParked, unpark } from '#drizzle/parked'
import { type Consumer, isKnown, isTransient, tryToHandle, UnknownMessage } from './consumers.ts'
import { errorInWords } from './log.ts'

/** `handled` of the key's messages are done; `left` stay parked behind the one that failed with `error`. */
export type Retried = Readonly<{ handled: number; dropped: number; left: number; error?: string }>

/** The message named is not the first of its key, so it is not the one that failed. */
export class NotTheFirst extends Error {
  override name = 'NotTheFirst'
}

const atOnce = 500
const tries = 5

type Standing = { handled: number; error?: string }

/** Handles what can be handled of these, in their order, and removes it. A set that fails is taken apart to the one that does. */
const work = async (tx: Tx, consumer: Consumer, messages: readonly PublishedMessage[], standing: Standing): Promise<void> => {
  const [first] = messages
  if (!first || standing.error !== undefined) return
  const tried = await tryToHandle(tx, consumer, first.shard, messages)
  if ('afterCommit' in tried) {
    // What it would do after the commit only keeps a cache, and this consumer's work ends here.
    await unpark(tx, consumer.name, messages)
    standing.handled += messages.length
    return
  }
  if (messages.length === 1) {
    standing.error = errorInWords(tried.fault)
    await noteFailure(tx, consumer.name, first, standing.error)
    return
  }
  const half = Math.ceil(messages.length / 2)
  await work(tx, consumer, messages.slice(0, half), standing)
  await work(tx, consumer, messages.slice(half), standing)
}

const retryIn = async (tx: Tx, consumer: Consumer, key: string, drop: bigint | undefined): Promise<Retried> => {
  const parked = await takeParked(tx, consumer.name, key)
  const unknown = parked.find(({ message }) => !isKnown(message.type))
  if (unknown) throw new UnknownMessage(unknown.message.type)
  const [first] = parked
  if (drop !== undefined && first && first.sequence !== drop) throw new NotTheFirst(String(first.sequence))
  const dropped = drop === undefined ? [] : parked.slice(0, 1)
  await unpark(tx, consumer.name, dropped)
  const waiting = parked.slice(dropped.length)
  const standing: Standing = { handled: 0 }
  for (let begin = 0; begin < waiting.length; begin += atOnce)
    await work(tx, consumer, waiting.slice(begin, begin + atOnce), standing)
  return { ...standing, dropped: dropped.length, left: waiting.length - standing.handled }
}

/**
 * Handles a key's parked messages again, in their order, in one transaction with their removal: all of them, or those before the
 * first that fails again, which stays with one attempt more and its new error. What is published meanwhile for the key waits.
 * `drop`: the sequence of the first one, which is removed without being handled. Throws NotTheFirst when it is not, UnknownMessage
 * when only a newer build can handle one of them, and what others did when they were faster five times.
 */
export const retryParked = async (pool: Sql, consumer: Consumer, key: string, drop?: bigint): Promise<Retried> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await pool.begin(tx => retryIn(tx, consumer, key, drop))
    } catch (error) {
      if (!isTransient(error) || attempt === tries) throw error
    }
  }
}
