import { type Decision, decideInTurn, type Running } from '#domain/handle'
import { type AggregateCommand, messageKinds } from '#domain/messages'
import { seatsAvailabilitySchemaVersion } from '#domain/registration/seats-availability/seats-availability'
import { address } from '#domain/send'
import type { Tx } from '#drizzle/db'
import { eventStore, expectHeads, loadStreams } from '#drizzle/event-store'
import { type PublishedMessage, positionOf, saveSnapshot } from '#drizzle/log'
import type { Consumer } from './consumers.ts'

const eventsBetweenSnapshots = 500
const hotStreams = 200

/** A hot stream's state, kept between batches; whoever decides on it checks that it is still the stream's. */
type Kept = Running & { snapshotVersion: number }

const hears = (type: string): boolean => (messageKinds as Readonly<Record<string, string>>)[type] === 'command'

const addressed = (published: PublishedMessage) =>
  hears(published.message.type) ? address(published.message as AggregateCommand) : undefined

/**
 * Handles the commands that the registration process and the policies sent. Many commands of one batch may want one stream (the
 * seats of a conference at an on-sale): they are decided in turn on the running state and appended together.
 */
export const commands = (): Consumer => {
  const kept = new Map<string, Kept>()

  const snapshot = async (tx: Tx, shard: number, stream: string, { version, state, snapshotVersion }: Kept): Promise<number> => {
    if (version - snapshotVersion < eventsBetweenSnapshots) return snapshotVersion
    await saveSnapshot(tx, { stream, shard, version, schemaVersion: seatsAvailabilitySchemaVersion, state })
    return version
  }

  return {
    name: 'commands',
    hears,
    keyOf: message => addressed(message)?.stream,
    async handle(tx, shard, messages) {
      const decisions: Decision[] = []
      for (const message of messages) {
        const command = addressed(message)
        if (!command) continue
        const metadata = { ...message.metadata, causationId: positionOf(message), actor: 'system' }
        decisions.push({ ...command, conferenceId: message.conferenceId, metadata })
      }
      const streams = [...new Set(decisions.map(decision => decision.stream))]
      // Looked up once: another drain of this process may forget the shard while this one waits for the database.
      const known = new Map<string, Kept>()
      for (const stream of streams) {
        const state = kept.get(stream)
        if (state) known.set(stream, state)
      }
      const loaded = await loadStreams(
        tx,
        shard,
        streams.filter(stream => !known.has(stream)),
      )
      const running = new Map<string, Running>(known)
      const appends = decideInTurn(decisions, loaded, running)
      await eventStore(tx).append(appends)
      // Another worker may have moved the stream; where nothing is appended, nothing else would notice.
      const unmoved = streams.filter(stream => known.has(stream) && !appends.some(append => append.stream === stream))
      const expected = unmoved.map(stream => ({ stream, expected: (running.get(stream) as Running).version }))
      await expectHeads(tx, shard, expected)
      const moved = new Map<string, Kept>()
      for (const stream of streams.filter(name => name.startsWith('seats-availability-'))) {
        const { version, state } = running.get(stream) as Running
        const loadedAt = loaded.get(stream)
        const snapshotVersion = known.get(stream)?.snapshotVersion ?? (loadedAt ? loadedAt.version - loadedAt.events.length : 0)
        moved.set(stream, {
          version,
          state,
          snapshotVersion: await snapshot(tx, shard, stream, { version, state, snapshotVersion }),
        })
      }
      return () => {
        for (const [stream, state] of moved) kept.set(stream, state)
        while (kept.size > hotStreams) kept.delete(kept.keys().next().value as string)
      }
    },
    forget: shard => {
      for (const stream of kept.keys()) if (stream.startsWith(`seats-availability-${shard.toString(16)}`)) kept.delete(stream)
    },
  }
}
