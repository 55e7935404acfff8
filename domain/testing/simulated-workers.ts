import { seatsAvailabilityStream } from '../registration/seats-availability/seats-availability.ts'
import type { Chance } from './seeded.ts'
import {
  type Consumer,
  commit,
  consumers,
  decideBatch,
  type Entry,
  hasWork,
  type Kept,
  type Pending,
  publish,
  type SimulatedLog,
} from './simulated-log.ts'

/** Work of one process that others come between, or that is killed, at every `yield`. Waiting for a lock is a yield too. */
type Job = Generator<void, unknown>

/** How a batch's effects and its checkpoint are committed: together, or one after the other, with room for a death between them. */
export type CommitOrder = 'together' | 'checkpoint first' | 'effects first'

/** `trustsKept`: a process does not check that the seats it keeps are still those of the log. */
export type Mechanics = Readonly<{ commitOrder: CommitOrder; trustsKept: boolean }>

/** A process with its jobs, and with the seats that it keeps in memory between two batches of commands. */
type Process = Readonly<{ jobs: Job[]; kept: Kept }>

export type Machinery = Mechanics & {
  logs: readonly SimulatedLog[]
  chance: Chance
  /** Shards that somebody was told have work; a shard may stand here several times, or was forgotten. */
  pokes: SimulatedLog[]
  processes: readonly Process[]
  /** How likely a consumer hears a message twice in a row. */
  doubles: number
  /** What befell the machinery so far, for those who want to know that a story was a hard one. */
  befell: Set<string>
}

export const machinery = (logs: readonly SimulatedLog[], chance: Chance, mechanics: Partial<Mechanics> = {}): Machinery => ({
  commitOrder: 'together',
  trustsKept: false,
  ...mechanics,
  logs,
  chance,
  pokes: [],
  processes: Array.from({ length: 3 }, () => ({ jobs: [], kept: new Map() })),
  doubles: chance.oneOf([0, 0.1, 0.3]) ?? 0,
  befell: new Set(),
})

const doubled = ({ chance, doubles }: Machinery, batch: readonly Entry[]): Entry[] =>
  batch.flatMap(entry => (chance.happens(doubles) ? [entry, entry] : [entry]))

/**
 * One batch in one transaction: lock the checkpoint, read, decide, commit effects and checkpoint. Killed before the commit, nothing
 * of it happened; the lock falls with the process. Gives how many messages were read, undefined when someone was faster.
 */
function* consumeBatch(
  machine: Machinery,
  { kept }: Process,
  log: SimulatedLog,
  consumer: Consumer,
): Generator<void, number | undefined> {
  const from = log.checkpoints[consumer]
  const batch = log.published.slice(from, from + 1 + machine.chance.below(6))
  if (batch.length === 0) return 0
  yield
  const seats = seatsAvailabilityStream(log.conferenceId)
  const decided = decideBatch(log, consumer, doubled(machine, batch), consumer === 'commands' ? kept : undefined)
  const pending: Pending = machine.trustsKept ? { ...decided, keptAt: new Map() } : decided
  yield
  const commitEffects = (): boolean => {
    if (!commit(log, pending)) {
      kept.delete(seats)
      return false
    }
    const moved = pending.after.get(seats)
    if (moved) kept.set(seats, moved)
    return true
  }
  const move = () => {
    log.checkpoints[consumer] = from + batch.length
  }
  switch (machine.commitOrder) {
    case 'together':
      if (!commitEffects()) return undefined
      move()
      break
    case 'checkpoint first':
      move()
      yield
      if (!commitEffects()) return undefined
      break
    case 'effects first':
      if (!commitEffects()) return undefined
      yield
      move()
  }
  return batch.length
}

/** Reads on until nothing is left. `skipLocked` (the sweep) leaves alone what another is at, a poke waits for it. */
function* consume(
  machine: Machinery,
  process: Process,
  log: SimulatedLog,
  consumer: Consumer,
  skipLocked: boolean,
): Generator<void, boolean> {
  let hasRead = false
  for (;;) {
    while (log.locked.has(consumer)) {
      machine.befell.add(skipLocked ? 'a sweep left a consumer to another process' : 'a poke waited for another process')
      if (skipLocked) return hasRead
      yield
    }
    log.locked.add(consumer)
    let isKilled = true
    try {
      const read = yield* consumeBatch(machine, process, log, consumer)
      isKilled = false
      if (read === 0) return hasRead
      if (read === undefined) machine.befell.add('someone was faster than a batch')
      hasRead = true
    } finally {
      log.locked.delete(consumer)
      if (isKilled) machine.befell.add('a process was killed in a transaction')
    }
    yield
  }
}

/** Relay and consumers of a shard, until all is quiet. */
function* drainShard(machine: Machinery, process: Process, log: SimulatedLog, skipLocked: boolean): Job {
  for (;;) {
    const published = publish(log)
    yield
    let consumed = false
    for (const consumer of consumers) consumed = (yield* consume(machine, process, log, consumer, skipLocked)) || consumed
    if (published === 0 && !consumed) return
  }
}

/** The ring after a commit: often it comes through, sometimes twice, sometimes not at all. */
export const ring = ({ pokes, chance, befell }: Machinery, log: SimulatedLog): void => {
  const times = chance.oneOf([0, 1, 1, 2]) ?? 0
  if (times !== 1) befell.add(times === 0 ? 'a poke was lost' : 'a poke came twice')
  for (let time = 0; time < times; time++) pokes.push(log)
}

const begin = (machine: Machinery, log: SimulatedLog, skipLocked: boolean): void => {
  const process = machine.chance.oneOf(machine.processes)
  process?.jobs.push(drainShard(machine, process, log, skipLocked))
}

/** Any of the pokes comes up next, whichever was sent first. */
export const takePoke = (machine: Machinery): void => {
  const at = machine.chance.below(machine.pokes.length)
  if (at > 0) machine.befell.add('a poke overtook another')
  const [log] = machine.pokes.splice(at, 1)
  if (log) begin(machine, log, false)
}

export const sweep = (machine: Machinery): void => {
  for (const log of machine.logs) if (hasWork(log)) begin(machine, log, true)
}

/** One job of one process goes on to the next moment at which others may come between. */
export const step = ({ processes, chance }: Machinery): void => {
  const jobs = chance.oneOf(processes.filter(process => process.jobs.length > 0))?.jobs
  const job = jobs && chance.oneOf(jobs)
  if (jobs && job?.next().done) jobs.splice(jobs.indexOf(job), 1)
}

/** A process dies with all it was at, wherever it stood, and with all it kept. */
export const kill = ({ processes, chance }: Machinery): void => {
  const process = chance.oneOf(processes)
  for (const job of process?.jobs.splice(0) ?? []) job.return(undefined)
  process?.kept.clear()
}

const maximumSteps = 50_000

/** Nobody is told anything any more: the sweep alone finds what is left. Throws when it never becomes quiet. */
export const settle = (machine: Machinery): void => {
  machine.pokes.length = 0
  for (let steps = 0; steps < maximumSteps; steps++) {
    if (machine.processes.every(({ jobs }) => jobs.length === 0)) {
      if (!machine.logs.some(hasWork)) return
      sweep(machine)
    }
    step(machine)
  }
  throw new Error('it never becomes quiet')
}
