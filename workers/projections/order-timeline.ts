import type { AnyCommand, AnyEvent } from '#domain/messages'
import type { Tx } from '#drizzle/db'
import type { PublishedCommand, PublishedMessage } from '#drizzle/log'
import type { TimelineMessage } from '#drizzle/queries/timeline-words'
import { orderTimeline as table } from '#drizzle/schema/management-read-models'
import type { Projection } from './projection.ts'
import { saveRows } from './rows.ts'

type Row = typeof table.$inferSelect

/** What no timeline has; the compiler keeps the list complete. */
const ofNoOrder = {
  ConferenceCreated: true,
  ConferenceUpdated: true,
  ConferencePublished: true,
  ConferenceUnpublished: true,
  SeatCreated: true,
  SeatUpdated: true,
  SeatDrafted: true,
  SeatDraftChanged: true,
  SeatDraftDeleted: true,
  AccessCodeRenewed: true,
  AvailableSeatsChanged: true,
  ChangeSeatQuota: true,
  // The answers of the payment processor never leave with an event.
  CompletePayment: true,
  RejectPayment: true,
  ConfirmRefund: true,
  FailRefund: true,
} as const satisfies Readonly<Record<Exclude<(AnyEvent | AnyCommand)['type'], TimelineMessage['type']>, true>>

const hears = (type: string): boolean => !(type in ofNoOrder)

/** A reservation bears the id of its order; a refund knows only its payment, but whatever is about an order is correlated by its id. */
const orderOf = ({ message, metadata }: PublishedMessage): string | undefined => {
  if (!hears(message.type)) return undefined
  if ('orderId' in message.data) return message.data.orderId
  return 'reservationId' in message.data ? message.data.reservationId : metadata.correlationId
}

/** When the commands of a batch left: an event says itself when it was recorded. */
const departures = async (tx: Tx, shard: number, messages: readonly PublishedMessage[]): Promise<Map<number, string>> => {
  const sequences = messages.filter(({ kind }) => kind === 'command').map(({ sequence }) => String(sequence))
  if (sequences.length === 0) return new Map()
  const rows = await tx<{ sequence: string; published_at: Date }[]>`
    select sequence, published_at from outbox
    where shard = ${shard} and sequence in (
      select value::bigint from jsonb_array_elements_text(${JSON.stringify(sequences)}::text::jsonb)
    )`
  return new Map(rows.map(row => [Number(row.sequence), row.published_at.toISOString()]))
}

const withoutCode = ({ data }: PublishedMessage['message']): Row['data'] =>
  Object.fromEntries(Object.entries(data).filter(([name]) => name !== 'sealedOrderCode'))

/** Everything that happened to an order and every command on its way, as the published log has it. */
export const orderTimeline: Projection = {
  name: 'order-timeline',
  tables: [table],
  hears,
  keyOf: orderOf,
  async handle(tx, shard, messages) {
    const leftAt = await departures(tx, shard, messages)
    const rows = messages.flatMap((published): Row[] => {
      const orderId = orderOf(published)
      if (orderId === undefined) return []
      const { kind, message, conferenceId, metadata } = published
      const sequence = Number(published.sequence)
      const happenedAt = published.kind === 'event' ? published.recordedAt : leftAt.get(sequence)
      if (!happenedAt) throw new Error(`command ${shard}-${sequence} is not in the outbox any more`)
      const { actor, causationId: causation } = metadata
      return [
        {
          orderId,
          sequence,
          shard,
          conferenceId,
          kind,
          type: message.type,
          data: withoutCode(message),
          actor,
          causation,
          happenedAt,
        },
      ]
    })
    await saveRows(tx, table, rows)
    return undefined
  },
}

/** Lets go of commands that the log has no more, so that the table stays what a rebuild makes of the log. */
export const forgetCommands = async (tx: Tx, shard: number, commands: readonly PublishedCommand[]): Promise<void> => {
  const rows = commands.map(command => ({ orderId: orderOf(command), sequence: String(command.sequence) }))
  await tx`
    delete from order_timeline t using jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r("orderId" text, sequence bigint)
    where t.order_id = r."orderId" and t.sequence = r.sequence and t.shard = ${shard}`
}
