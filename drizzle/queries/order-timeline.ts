import { and, asc, eq } from 'drizzle-orm'
import { shardOf } from '#domain/event-store'
import { db } from '../db.ts'
import { orderTimeline } from '../schema/management-read-models.ts'
import { conferences } from '../schema/read-models.ts'
import { ask } from './ask.ts'
import { type OrderTerms, type TimelineMessage, wordsOf } from './timeline-words.ts'

const columns = {
  sequence: orderTimeline.sequence,
  shard: orderTimeline.shard,
  kind: orderTimeline.kind,
  type: orderTimeline.type,
  data: orderTimeline.data,
  actor: orderTimeline.actor,
  causation: orderTimeline.causation,
  happenedAt: orderTimeline.happenedAt,
  timeZone: conferences.timeZone,
}

/** Seat types are called what the order calls them: its lines keep the names they had when it was placed or changed. */
const termsOf = (messages: readonly TimelineMessage[], timeZone: string): OrderTerms => {
  const seatNames = new Map<string, string>()
  let currency = ''
  for (const message of messages) {
    if (message.type === 'OrderPlaced') currency = message.data.currency
    if (message.type === 'OrderPlaced' || message.type === 'OrderUpdated')
      for (const { seatTypeId, name } of message.data.lines) if (!seatNames.has(seatTypeId)) seatNames.set(seatTypeId, name)
  }
  return { seatNames, currency, timeZone }
}

/**
 * What happened to an order, in the order of the log: events, and the commands that left with them. `words` is a sentence for a
 * person; `because` that of what caused it, where that is of this timeline too (otherwise the actor did it of itself). `at` has the
 * milliseconds, so that the order can be asked for as it was right after.
 */
export const listTimeline = async (orderId: string) => {
  const rows = await ask(() =>
    db()
      .select(columns)
      .from(orderTimeline)
      .innerJoin(
        conferences,
        and(eq(conferences.conferenceId, orderTimeline.conferenceId), eq(conferences.shard, orderTimeline.shard)),
      )
      .where(and(eq(orderTimeline.orderId, orderId), eq(orderTimeline.shard, shardOf(orderId))))
      .orderBy(asc(orderTimeline.sequence)),
  )
  const messages = rows.map(({ type, data }) => ({ type, data }) as unknown as TimelineMessage)
  const terms = termsOf(messages, rows[0]?.timeZone ?? 'UTC')
  const words = messages.map(message => wordsOf(message, terms))
  const wordsAt = new Map(rows.map(({ shard, sequence }, index) => [`${shard}-${sequence}`, words[index]]))
  return rows.map(({ sequence, kind, type, actor, causation, happenedAt }, index) => ({
    sequence,
    kind,
    type: type as TimelineMessage['type'],
    at: new Date(happenedAt).toISOString(),
    actor,
    words: words[index] ?? '',
    because: wordsAt.get(causation),
  }))
}

export type TimelineEntry = Awaited<ReturnType<typeof listTimeline>>[number]
