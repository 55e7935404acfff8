import { type Aggregate, fold, type Message } from '#domain/aggregate'
import { type Handled, handle } from '#domain/handle'
import type { AggregateCommand, AnyEvent } from '#domain/messages'
import { sql } from './db.ts'
import { isLostConnection } from './dead-connections.ts'
import { eventStore } from './event-store.ts'
import { commandIdHash, inputHash } from './ids.ts'

/**
 * Who sends a command from outside. With a `commandId` a repeat with the same `input` is answered with the first `outcome`, and
 * one with another input is refused (AlreadyStarted).
 */
export type Sender = Readonly<{
  conferenceId: string
  actor: string
  correlationId: string
  received?: Readonly<{ commandId: string; input: unknown; outcome: Readonly<Record<string, string>> }>
}>

/**
 * Sends a command to its aggregate. Every command is safe to hear twice, so a connection lost in the middle is answered by
 * sending once more. Throws Refusal with a sentence for the person.
 */
export const sendCommand = async (command: AggregateCommand, sender: Sender): Promise<Handled> => {
  const { conferenceId, actor, correlationId } = sender
  const received = sender.received && {
    idHash: commandIdHash(sender.received.commandId),
    inputHash: inputHash(sender.received.input),
    outcome: sender.received.outcome,
  }
  const metadata = { correlationId, causationId: `${actor}:${command.type}`, actor }
  const attempt = () => handle(eventStore(sql()), command, { conferenceId, metadata, received })
  try {
    return await attempt()
  } catch (error) {
    if (!isLostConnection(error)) throw error
    return attempt()
  }
}

/** An aggregate's state as it is now, from its stream and not from a read table. */
export const loadState = async <State, Command extends Message, Event extends AnyEvent>(
  aggregate: Aggregate<State, Command, Event>,
  stream: string,
): Promise<State> => {
  const { events, snapshot } = await eventStore(sql()).load(stream)
  return fold(aggregate, events as readonly AnyEvent[] as readonly Event[], (snapshot as State | undefined) ?? aggregate.initial)
}
