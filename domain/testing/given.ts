import { expect } from 'vitest'
import { type Aggregate, fold, type Message } from '../aggregate.ts'
import { Refusal } from '../refusal.ts'

/** Nobody may change what was given: a decision that writes into its state throws here. */
const frozen = <Value>(value: Value): Value => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    Object.values(value).forEach(frozen)
  }
  return value
}

type Then<Event> = {
  then(...events: Event[]): void
  thenRefuses(sentence: string, field?: string): void
}

/**
 * An aggregate with a history hears a command: `then` these events and no others, or it `thenRefuses` with this sentence. Every
 * command is heard a second time, and the test fails when that changes anything.
 */
export const given = <State, Command extends Message, Event extends Message>(
  aggregate: Aggregate<State, Command, Event>,
  ...history: Event[]
) => ({
  when: (command: Command): Then<Event> => {
    const state = frozen(fold(aggregate, history.map(frozen)))
    frozen(command)
    const then = (...expected: Event[]): void => {
      const events = aggregate.process(state, command)
      expect(events).toStrictEqual(expected)
      expect(aggregate.process(fold(aggregate, events.map(frozen), state), command), `${command.type} heard again`).toEqual([])
    }
    const thenRefuses = (sentence: string, field?: string): void => {
      for (const hearing of ['the first time', 'heard again']) {
        let answer: unknown
        try {
          answer = aggregate.process(state, command)
        } catch (error) {
          answer = error
        }
        expect(answer, hearing).toBeInstanceOf(Refusal)
        expect(answer, hearing).toMatchObject({ message: sentence, field })
      }
    }
    return { then, thenRefuses }
  },
})
