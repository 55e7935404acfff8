import type { LoadedStream, OutgoingCommand, StreamAppend } from '../event-store.ts'
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

export const consumers = ['registration-process', 'commands'] as const
export type Consumer = (typeof consumers)[number]

/** What a consumer hears instead of a message, or nothing: how a guard is taken away to see that it is missed. */
export type Tamper = (log: SimulatedLog, entry: Entry) => Entry | undefined

/** One shard in memory: what is committed, what waits to be published, the published order, and how far each consumer has read it. */
export type SimulatedLog = {
  conferenceId: string
  nowMs: number
  events: AnyEvent[]
  streams: Map<string, Running>
  history: Map<string, AnyEvent[]>
  waiting: { entry: Entry; dueMs: number }[]
  published: Entry[]
  checkpoints: Record<Consumer, number>
  /** The checkpoint rows that a transaction has locked. */
  locked: Set<Consumer>
  tamper: Tamper
}

const metadata = { correlationId: '', causationId: '', actor: 'system' }
const noon = Date.parse('2027-03-10T12:00:00.000Z')

export const simulatedLog = (conferenceId: string, tamper: Tamper = (_, entry) => entry): SimulatedLog => ({
  conferenceId,
  nowMs: noon,
  events: [],
  streams: new Map(),
  history: new Map(),
  waiting: [],
  published: [],
  checkpoints: { 'registration-process': 0, commands: 0 },
  locked: new Set(),
  tamper,
})

export const nowOf = (log: SimulatedLog): string => new Date(log.nowMs).toISOString()

export const stateOf = <State>(log: SimulatedLog, stream: string, initial: State): State =>
  (log.streams.get(stream)?.state as State | undefined) ?? initial

export const orderIn = (log: SimulatedLog, orderId: string): Order => stateOf(log, orderStream(orderId), order.initial)

export const processIn = (log: SimulatedLog, orderId: string): RegistrationProcess =>
  stateOf(log, registrationProcessStream(orderId), registrationProcess.initial)

export const seatsIn = (log: SimulatedLog): SeatsAvailability =>
  stateOf(log, seatsAvailabilityStream(log.conferenceId), seatsAvailability.initial)

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

/** What a batch decided and has not committed yet. `keptAt`: at which version it thought the streams that it did not load. */
export type Pending = Readonly<{
  appends: readonly StreamAppend[]
  commands: readonly OutgoingCommand[]
  after: ReadonlyMap<string, Running>
  keptAt: ReadonlyMap<string, number>
}>

/** States that a process keeps from its last batch, to save itself the loading. */
export type Kept = Map<string, Running>

type Addressed = Omit<Decision, 'conferenceId' | 'metadata'>

const decide = (
  log: SimulatedLog,
  decisions: readonly Addressed[],
  commands: readonly OutgoingCommand[] = [],
  kept: Kept = new Map(),
): Pending => {
  const after = new Map<string, Running>()
  const keptAt = new Map<string, number>()
  for (const { stream, initial } of decisions) {
    const own = kept.get(stream)
    after.set(stream, { ...(own ?? log.streams.get(stream) ?? { version: 0, state: initial }) })
    if (own) keptAt.set(stream, own.version)
  }
  const { conferenceId } = log
  const whole = decisions.map(decision => ({ ...decision, conferenceId, metadata }))
  return { appends: decideInTurn(whole, new Map<string, LoadedStream>(), after), commands, after, keptAt }
}

/** All or nothing, as the log appends. False: someone was faster at one of the streams. */
export const commit = (log: SimulatedLog, { appends, commands, after, keptAt }: Pending): boolean => {
  const heads = new Map([...keptAt, ...appends.toReversed().map(each => [each.stream, each.expectedVersion] as const)])
  for (const [stream, expected] of heads) if ((log.streams.get(stream)?.version ?? 0) !== expected) return false
  for (const { stream, events } of appends) {
    log.history.set(stream, [...(log.history.get(stream) ?? []), ...events])
    for (const event of events) announce(log, event)
    log.streams.set(stream, after.get(stream) as Running)
  }
  for (const append of appends) leave(log, append.commands)
  leave(log, commands)
  return true
}

/** A person's command: loaded, decided and appended, again if someone was faster, so that nobody comes between. */
export const send = (log: SimulatedLog, command: AggregateCommand): void => {
  commit(log, decide(log, [address(command)]))
}

/** A consumer's batch: what follows from its messages, each decided on what those before it left. */
export const decideBatch = (log: SimulatedLog, consumer: Consumer, batch: readonly Entry[], kept?: Kept): Pending => {
  const decisions: Addressed[] = []
  const reactions: OutgoingCommand[] = []
  for (const published of batch) {
    const entry = log.tamper(log, published)
    if (!entry) continue
    const forProcess = asProcessMessage(entry.message, nowOf(log))
    if (consumer === 'commands') {
      if (entry.kind === 'command' && !forProcess) decisions.push(address(entry.message as AggregateCommand))
      continue
    }
    if (forProcess) decisions.push(addressProcess(forProcess))
    if (entry.kind === 'event') reactions.push(...policies(entry.message).map(command => ({ command })))
  }
  return decide(log, decisions, reactions, kept)
}

/** A message is heard once more, long after its time and without anybody's checkpoint. */
export const hear = (log: SimulatedLog, consumer: Consumer, entry: Entry): void => {
  commit(log, decideBatch(log, consumer, [entry]))
}

/** The relay's step: what is due takes its place in the one published order. Gives how many there were. */
export const publish = (log: SimulatedLog): number => {
  const due = log.waiting.filter(({ dueMs }) => dueMs <= log.nowMs)
  if (due.length === 0) return 0
  log.waiting = log.waiting.filter(({ dueMs }) => dueMs > log.nowMs)
  log.published.push(...due.map(({ entry }) => entry))
  return due.length
}

/** Something is due to be published, or a consumer is behind: what the sweep looks for. */
export const hasWork = (log: SimulatedLog): boolean =>
  log.waiting.some(({ dueMs }) => dueMs <= log.nowMs) || consumers.some(each => log.checkpoints[each] < log.published.length)
