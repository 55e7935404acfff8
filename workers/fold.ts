import { messageKinds } from '#domain/messages'
import type { Sql, Tx } from '#drizzle/db'
import type { PublishedMessage } from '#drizzle/log'
import { readPublished } from '#drizzle/published-log'
import { isKnown, type Reader, UnknownMessage } from './consumers.ts'

/** Whose business a message is: a read model's, or that of several at once. */
export type Hearer = Pick<Reader, 'hears' | 'keyOf'>
export type Step = Readonly<{ from: bigint; to: bigint; messages: readonly PublishedMessage[] }>
export type Way = Readonly<{ from: bigint; to: bigint; eventsAtOnce: number }>

/** Few of them may be heard, all of them are looked at. */
const mostMessages = 200_000

const everyType = Object.keys(messageKinds)

/** What of a stretch of the log is a read model's business. Throws UnknownMessage. */
const heardBy = (readModel: Hearer, messages: readonly PublishedMessage[]): PublishedMessage[] =>
  messages.filter(published => {
    const { type } = published.message
    if (!isKnown(type)) throw new UnknownMessage(type)
    return readModel.hears(type) && readModel.keyOf(published) !== undefined
  })

/**
 * A shard's published log in large steps, each with what a read model hears of it: about `eventsAtOnce` messages. The next step is
 * read while the last one is worked on.
 */
export async function* stepsOf(sql: Sql | Tx, readModel: Hearer, shard: number, { from, to, eventsAtOnce }: Way) {
  const leaveOut = everyType.filter(type => !readModel.hears(type))
  // The first step is short: nothing is worked on while it is read.
  let size = Math.ceil(eventsAtOnce / 4)
  const begin = (after: bigint) => {
    const upTo = after + BigInt(size) < to ? after + BigInt(size) : to
    const messages = after < to ? readPublished(sql, shard, { after, upTo, leaveOut }) : Promise.resolve([])
    // Nobody waits for it any more when the step before it fails.
    messages.catch(() => {})
    return { upTo, messages }
  }
  let next = begin(from)
  for (let after = from; after < to; ) {
    const { upTo, messages } = next
    const heard = heardBy(readModel, await messages)
    if (heard.length < eventsAtOnce / 2) size = Math.min(size * 2, mostMessages)
    if (heard.length > eventsAtOnce) size = Math.ceil(size / 2)
    next = begin(upTo)
    yield { from: after, to: upTo, messages: heard } satisfies Step
    after = upTo
  }
}
