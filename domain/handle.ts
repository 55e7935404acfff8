import {
  type EventStore,
  type LoadedStream,
  type Metadata,
  type ReceivedCommand,
  type StreamAppend,
  shardOf,
  VersionConflict,
} from './event-store.ts'
import type { AggregateCommand } from './messages.ts'
import { type Addressed, address } from './send.ts'

/** Something that decides on the running state of its stream: an addressed command, or a message to the registration process. */
export type Decision = Addressed & Readonly<{ conferenceId: string; metadata: Metadata }>

/** A stream's state between two decisions of a batch. */
export type Running = { version: number; state: unknown }

const resume = (decision: Addressed, loaded: LoadedStream | undefined): Running => {
  // Taken for a stream that does not exist, a command for which nothing happens then would be dropped.
  if (!loaded) throw new Error(`${decision.stream} was not loaded`)
  let state = loaded.snapshot ?? decision.initial
  for (const event of loaded.events) state = decision.apply(state, event)
  return { version: loaded.version, state }
}

/**
 * Decides in turn, each on what those before it left, and gives what to append: one entry for each decision with events. Every
 * stream must be `running` or `loaded` (one that does not exist at version 0).
 * `running` (empty, or states kept from an earlier batch) is filled and moved on; drop it when the append fails.
 */
export const decideInTurn = (
  decisions: readonly Decision[],
  loaded: ReadonlyMap<string, LoadedStream>,
  running: Map<string, Running>,
): StreamAppend[] => {
  const appends: StreamAppend[] = []
  for (const decision of decisions) {
    const { stream, conferenceId, metadata } = decision
    const current = running.get(stream) ?? resume(decision, loaded.get(stream))
    const events = decision.process(current.state)
    const commands = []
    let state = current.state
    for (const event of events) {
      state = decision.apply(state, event)
      commands.push(...decision.leavingWith(event, state))
    }
    running.set(stream, { version: current.version + events.length, state })
    if (events.length > 0) appends.push({ stream, expectedVersion: current.version, conferenceId, events, commands, metadata })
  }
  return appends
}

const attempts = 5

export type Handled = Readonly<{ repeated: boolean; outcome: Readonly<Record<string, string>>; version: number }>

/**
 * One command from outside: load, decide, append, and again from the start if someone was faster. Heard before (`received`), it
 * answers the first outcome. Throws Refusal when the business says no, VersionConflict when others were faster five times.
 */
export const handle = async (
  store: EventStore,
  command: AggregateCommand,
  from: Readonly<{ conferenceId: string; metadata: Metadata; received?: ReceivedCommand }>,
): Promise<Handled> => {
  const { conferenceId, metadata, received } = from
  const decision = { ...address(command), conferenceId, metadata }
  for (let attempt = 1; ; attempt++) {
    const [earlier, loaded] = await Promise.all([
      received && store.earlierOutcome(shardOf(conferenceId), received),
      store.load(decision.stream),
    ])
    if (earlier) return { repeated: true, outcome: earlier, version: 0 }
    const running = new Map<string, Running>()
    const appends = decideInTurn([decision], new Map([[decision.stream, loaded]]), running)
    const version = running.get(decision.stream)?.version ?? loaded.version
    try {
      const result = await store.append(appends, received)
      if (result.repeated) return { repeated: true, outcome: result.outcome, version: 0 }
      return { repeated: false, outcome: received?.outcome ?? {}, version }
    } catch (error) {
      if (!(error instanceof VersionConflict) || attempt === attempts) throw error
    }
  }
}
