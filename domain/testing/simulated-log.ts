import type { OutgoingCommand } from '../event-store.ts'
import { type Decision, decideInTurn, type Running } from '../handle.ts'
import type { AggregateCommand, AnyCommand, AnyEvent } from '../messages.ts'
import { type Order, order, orderStream } from '../registration/order/order.ts'
import { policies } from '../registration/policies.ts'
import {
  asProcessMessage,
  type RegistrationProcess,
  registrationProcess,
  registrationProcessStream,
} from '../registration/registration-process/registration-process.ts'
import {
  type SeatsAvailability,
  seatsAvailability,
  seatsAvailabilityStream,
} from '../registration/seats-availability/seats-availability.ts'
import { address, addressProcess } from '../send.ts'

export type Entry = Readonly<{ kind: 'event'; message: AnyEvent } | { kind: 'command'; message: AnyCommand }>

export const consumers = ['registration-process', 'commands', 'policies'] as const
export type Consumer = (typeof consumers)[number]

/** One shard in memory: streams, what waits to be published, the published order, and how far each consumer has read it. */
export type SimulatedLog = {
  nowMs: number
  events: AnyEvent[]
  streams: Map<string, Running>
  waiting: { entry: Entry; dueMs: number }[]
  published: Entry[]
  checkpoints: Record<Consumer, number>
}

export const conferenceId = 'c0000000-0000-4000-8000-000000000000'
const metadata = { correlationId: '', causationId: '', actor: 'system' }

export const simulatedLog = (): SimulatedLog => ({
  nowMs: Date.parse('2027-03-10T12:00:00.000Z'),
  events: [],
  streams: new Map(),
  waiting: [],
  published: [],
  checkpoints: { 'registration-process': 0, commands: 0, policies: 0 },
})

export const nowOf = (log: SimulatedLog): string => new Date(log.nowMs).toISOString()

const stateOf = <State>(log: SimulatedLog, stream: string, initial: State): State =>
  (log.streams.get(stream)?.state as State | undefined) ?? initial

export const orderIn = (log: SimulatedLog, orderId: string): Order => stateOf(log, orderStream(orderId), order.initial)

export const processIn = (log: SimulatedLog, orderId: string): RegistrationProcess =>
  stateOf(log, registrationProcessStream(orderId), registrationProcess.initial)

export const seatsIn = (log: SimulatedLog): SeatsAvailability =>
  stateOf(log, seatsAvailabilityStream(conferenceId), seatsAvailability.initial)

const leave = (log: SimulatedLog, commands: readonly OutgoingCommand[]): void => {
  for (const { command, dueAt } of commands)
    log.waiting.push({
      entry: { kind: 'command', message: command },
      dueMs: dueAt ? Date.parse(dueAt) : Number.NEGATIVE_INFINITY,
    })
}

/** What happened outside the aggregates, such as a quota that its owner changed. */
export const announce = (log: SimulatedLog, event: AnyEvent): void => {
  log.events.push(event)
  log.waiting.push({ entry: { kind: 'event', message: event }, dueMs: Number.NEGATIVE_INFINITY })
}

const decide = (log: SimulatedLog, decision: Omit<Decision, 'conferenceId' | 'metadata'>): void => {
  for (const { events, commands } of decideInTurn([{ ...decision, conferenceId, metadata }], new Map(), log.streams)) {
    for (const event of events) announce(log, event)
    leave(log, commands)
  }
}

export const send = (log: SimulatedLog, command: AggregateCommand): void => decide(log, address(command))

export const hear = (log: SimulatedLog, consumer: Consumer, entry: Entry): void => {
  const forProcess = asProcessMessage(entry.message, nowOf(log))
  switch (consumer) {
    case 'registration-process':
      if (forProcess) decide(log, addressProcess(forProcess))
      return
    case 'commands':
      if (entry.kind === 'command' && !forProcess) send(log, entry.message as AggregateCommand)
      return
    case 'policies':
      if (entry.kind === 'event')
        leave(
          log,
          policies(entry.message).map(command => ({ command })),
        )
      return
  }
}

/** The relay's step: what is due takes its place in the one published order. */
export const publish = (log: SimulatedLog): boolean => {
  const due = log.waiting.filter(({ dueMs }) => dueMs <= log.nowMs)
  if (due.length === 0) return false
  log.waiting = log.waiting.filter(({ dueMs }) => dueMs > log.nowMs)
  log.published.push(...due.map(({ entry }) => entry))
  return true
}

/** The next message of a consumer, if there is one, is heard `times` times in a row. */
export const consume = (log: SimulatedLog, consumer: Consumer, times = 1): boolean => {
  const entry = log.published[log.checkpoints[consumer]]
  if (!entry) return false
  for (let hearing = 0; hearing < times; hearing++) hear(log, consumer, entry)
  log.checkpoints[consumer]++
  return true
}

const maximumSteps = 20_000

/** Relay and consumers work until all is quiet. Throws when that never happens. */
export const drain = (log: SimulatedLog): void => {
  for (let step = 0; step < maximumSteps; step++) {
    const published = publish(log)
    const consumed = consumers.filter(consumer => consume(log, consumer))
    if (!published && consumed.length === 0) return
  }
  throw new Error('it never becomes quiet')
}
