import type { AnyCommand, AnyEvent } from './messages.ts'

/** Where a message comes from. `actor` is who asked: a registrant, the owner, the processor, or the system itself. */
export type Metadata = Readonly<{ correlationId: string; causationId: string; actor: string }>

/** A command on its way out; without `dueAt` (ISO 8601, UTC) it is due at once. */
export type OutgoingCommand = Readonly<{ command: AnyCommand; dueAt?: string }>

/** Without events only the commands leave, and the stream's version does not matter. */
export type StreamAppend = Readonly<{
  stream: string
  /** The version the stream has exactly now: 0 for a stream that does not exist. */
  expectedVersion: number
  conferenceId: string
  events: readonly AnyEvent[]
  commands: readonly OutgoingCommand[]
  metadata: Metadata
}>

/** A command from outside: heard again with the same input it answers `outcome` of the first time. Both hashes are hex. */
export type ReceivedCommand = Readonly<{ idHash: string; inputHash: string; outcome: Readonly<Record<string, string>> }>

export type AppendResult = Readonly<{ repeated: false } | { repeated: true; outcome: Readonly<Record<string, string>> }>

export type LoadedStream = Readonly<{ version: number; events: readonly AnyEvent[]; snapshot?: unknown }>

/** What the domain asks of a store. All streams of one call belong to one conference. */
export interface EventStore {
  load(stream: string): Promise<LoadedStream>
  /** All or nothing. Throws VersionConflict when a stream is not at its expected version. */
  append(streams: readonly StreamAppend[], received?: ReceivedCommand): Promise<AppendResult>
  /** The first outcome of a command heard before; undefined when it is new. Throws Refusal when its input was another. */
  earlierOutcome(shard: number, received: ReceivedCommand): Promise<Readonly<Record<string, string>> | undefined>
}

export class VersionConflict extends Error {
  override name = 'VersionConflict'
}

/** One of 16, told by the first hex digit of a conference's id; the ids of its orders and payments begin with the same digit. */
export const shardOf = (id: string): number => {
  const shard = Number.parseInt(id.charAt(0), 16)
  if (Number.isNaN(shard)) throw new Error(`not an id: ${id}`)
  return shard
}

/** The shard of a stream called `<kind>-<uuid>`. */
export const shardOfStream = (stream: string): number => shardOf(stream.slice(-36))
