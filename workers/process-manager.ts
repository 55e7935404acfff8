import type { StreamAppend } from '#domain/event-store'
import { type Decision, decideInTurn } from '#domain/handle'
import { policies } from '#domain/registration/policies'
import { asProcessMessage, orderIdOf, type ProcessMessage } from '#domain/registration/registration-process/registration-process'
import { addressProcess } from '#domain/send'
import { now } from '#drizzle/clock'
import { eventStore, loadStreams } from '#drizzle/event-store'
import { type PublishedMessage, positionOf } from '#drizzle/log'
import type { Consumer } from './consumers.ts'

/** What the registration process listens to, and what the policies react to. */
const heard: ReadonlySet<string> = new Set<PublishedMessage['message']['type']>([
  'StartRegistration',
  'ExpireRegistration',
  'OrderUpdated',
  'SeatsReserved',
  'PaymentCompleted',
  'PaymentRejected',
  'OrderConfirmed',
  'OrderPaymentRefused',
  'SeatCreated',
  'SeatUpdated',
])

const decision = (published: PublishedMessage, message: ProcessMessage): Decision => ({
  ...addressProcess(message),
  conferenceId: published.conferenceId,
  metadata: { ...published.metadata, causationId: positionOf(published), actor: 'system' },
})

const reactions = (published: PublishedMessage): StreamAppend[] => {
  if (published.kind !== 'event') return []
  const { stream, version: expectedVersion, conferenceId } = published
  const commands = policies(published.message).map(command => ({ command }))
  if (commands.length === 0) return []
  const metadata = { ...published.metadata, causationId: positionOf(published), actor: 'system' }
  return [{ stream, expectedVersion, conferenceId, events: [], commands, metadata }]
}

/**
 * Routes messages to the registration process of their order, and lets the policies react. A batch costs one query for the
 * processes it needs and one append for all they decided.
 */
export const processManager = (): Consumer => ({
  name: 'registration-process',
  hears: type => heard.has(type),
  keyOf: published => {
    const message = asProcessMessage(published.message, '')
    if (message) return orderIdOf(message)
    return reactions(published).length > 0 ? published.conferenceId : undefined
  },
  async handle(tx, shard, messages) {
    const at = now().toISOString()
    const decisions: Decision[] = []
    const reacted: StreamAppend[] = []
    for (const published of messages) {
      const message = asProcessMessage(published.message, at)
      if (message) decisions.push(decision(published, message))
      reacted.push(...reactions(published))
    }
    const streams = [...new Set(decisions.map(({ stream }) => stream))]
    const loaded = await loadStreams(tx, shard, streams)
    await eventStore(tx).append([...decideInTurn(decisions, loaded, new Map()), ...reacted])
    return undefined
  },
})
