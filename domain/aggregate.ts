/** What travels: a command (imperative) or an event (past tense), told apart by its type. */
export type Message<Type extends string = string, Data = unknown> = Readonly<{ type: Type; data: Readonly<Data> }>

/**
 * A thing that decides alone. `process` answers a command with what happened (nothing, when it was heard before) and throws
 * `Refusal` when a person asks for what cannot be; `apply` folds what happened into the state. Both are pure: time, ids and
 * codes come in with the command.
 */
export type Aggregate<State, Command extends Message, Event extends Message> = Readonly<{
  initial: State
  process(state: State, command: Command): Event[]
  apply(state: State, event: Event): State
}>

export const fold = <State, Command extends Message, Event extends Message>(
  aggregate: Aggregate<State, Command, Event>,
  events: Iterable<Event>,
  from: State = aggregate.initial,
): State => {
  let state = from
  for (const event of events) state = aggregate.apply(state, event)
  return state
}
