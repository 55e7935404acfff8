import { setTimeout as pause } from 'node:timers/promises'
import { connect, type Sql } from '#drizzle/db'
import {
  type Account,
  appendEntries,
  hear,
  newStream,
  prepareRace,
  type Reader,
  readerByPosition,
  settle,
} from './race-ledger.ts'
import { productRelay, type Relay, relayInOneStatement, relayWithoutLock } from './race-relays.ts'

const patienceMs = 10_000

/** A gate that is passed when it is opened, and that tells when somebody has come to it. */
const gate = () => {
  let open = () => {}
  let come = () => {}
  const opened = new Promise<void>(resolve => {
    open = resolve
  })
  const reached = new Promise<void>(resolve => {
    come = resolve
  })
  return {
    open: () => open(),
    reached,
    pass: () => {
      come()
      return opened
    },
  }
}

/** A step of a relay in a transaction of its own, that stops where the relay pauses until it may `finish`. */
const beginStep = (sql: Sql, relay: Relay, shard: number) => {
  const { open, reached, pass } = gate()
  let pid = 0
  const step = sql.begin(async tx => {
    const [own] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`
    pid = own?.pid ?? 0
    await relay(tx, shard, 100, pass)
  })
  const isBlocked = async (): Promise<boolean> => {
    const [row] = await sql<{ blocked: boolean }[]>`select cardinality(pg_blocking_pids(${pid})) > 0 as blocked`
    return row?.blocked ?? false
  }
  /** Waits until it has come to its pause, or waits for a lock that another one holds. */
  const settled = async (): Promise<'paused' | 'blocked'> => {
    let hasPaused = false
    void reached.then(() => {
      hasPaused = true
    })
    const deadline = Date.now() + patienceMs
    while (Date.now() < deadline) {
      if (hasPaused) return 'paused'
      if (pid > 0 && (await isBlocked())) return 'blocked'
      await pause(1)
    }
    throw new Error('the relay neither paused nor waited')
  }
  return {
    settled,
    finish: async () => {
      open()
      await step
    },
  }
}

const publishAll = async (sql: Sql, relay: Relay, shard: number): Promise<void> => {
  await sql.begin(tx => relay(tx, shard, 100, async () => {}))
}

const hearAll = async (sql: Sql, shard: number): Promise<void> => {
  while ((await hear(sql, shard, 100)) > 0);
}

/** One event on a stream of its own, acknowledged when this returns. */
const appendOne = (sql: Sql, shard: number, mark: string) =>
  appendEntries(sql, [{ stream: newStream(shard), expected: 0, events: 1 }], mark)

/** An append that took its position early and commits late, behind one that took a later position. */
const lateCommit = async (sql: Sql, shard: number, reader: Reader): Promise<Account> => {
  const { open, reached, pass } = gate()
  const readByPosition = readerByPosition(sql)
  const read = async () => {
    await publishAll(sql, productRelay, shard)
    await (reader === 'published' ? hearAll(sql, shard) : readByPosition([shard]))
  }
  let early: string[] = []
  const earlyCommit = sql.begin(async tx => {
    early = await appendEntries(tx, [{ stream: newStream(shard), expected: 0, events: 1 }], 'early')
    await pass()
  })
  await reached
  const late = await appendOne(sql, shard, 'late')
  await read()
  open()
  await earlyCommit
  await read()
  return settle(sql, reader, [shard], new Set([...early, ...late]))
}

/** A relay that has looked and not yet numbered, while another one does its whole work. */
const overlappingRelays = async (sql: Sql, shard: number, relay: Relay): Promise<Account> => {
  const names = await appendOne(sql, shard, 'first')
  const slow = beginStep(sql, relay, shard)
  await slow.settled()
  names.push(...(await appendOne(sql, shard, 'second')))
  const quick = beginStep(sql, relay, shard)
  const mayGoFirst = (await quick.settled()) === 'paused'
  if (mayGoFirst) await quick.finish()
  await hearAll(sql, shard)
  await slow.finish()
  if (!mayGoFirst) await quick.finish()
  await hearAll(sql, shard)
  names.push(...(await appendOne(sql, shard, 'third')))
  await publishAll(sql, relay, shard)
  await hearAll(sql, shard)
  return settle(sql, 'published', [shard], new Set(names))
}

/** A relay that came while another one held the shard, and goes on when that one has committed. */
const relayBehindAnother = async (sql: Sql, shard: number, relay: Relay): Promise<Account> => {
  const names = await appendOne(sql, shard, 'first')
  const ahead = beginStep(sql, relay, shard)
  await ahead.settled()
  const behind = beginStep(sql, relay, shard)
  await behind.settled()
  await ahead.finish()
  await hearAll(sql, shard)
  await behind.finish()
  await hearAll(sql, shard)
  return settle(sql, 'published', [shard], new Set(names))
}

/** A guard of the log, the moment at which it matters, and what stands in its place where it is taken away. */
export type RaceControl = Readonly<{
  guard: string
  without: string
  withGuard(sql: Sql, shard: number): Promise<Account>
  withoutGuard(sql: Sql, shard: number): Promise<Account>
}>

export const raceControls: readonly RaceControl[] = [
  {
    guard: 'consumers read what was published, in its own numbering',
    without: 'a reader by position > checkpoint',
    withGuard: (sql, shard) => lateCommit(sql, shard, 'published'),
    withoutGuard: (sql, shard) => lateCommit(sql, shard, 'by-position'),
  },
  {
    guard: 'one publisher at a time holds the shard',
    without: 'two publishers without the shard lock',
    withGuard: (sql, shard) => overlappingRelays(sql, shard, productRelay),
    withoutGuard: (sql, shard) => overlappingRelays(sql, shard, relayWithoutLock),
  },
  {
    guard: 'the shard is locked by one statement and read by the next',
    without: 'a relay that locks and reads in one statement',
    withGuard: (sql, shard) => relayBehindAnother(sql, shard, productRelay),
    withoutGuard: (sql, shard) => relayBehindAnother(sql, shard, relayInOneStatement),
  },
]

/** Runs each control once with its guard and once without, on shards of its own of a migrated database that is of no other use. */
export const runRaceControls = async (databaseUrl: string) => {
  const sql = connect(databaseUrl, 8)
  try {
    await prepareRace(sql)
    const outcomes = []
    for (const [index, { guard, without, withGuard, withoutGuard }] of raceControls.entries()) {
      const kept = await withGuard(sql, 2 * index)
      outcomes.push({ guard, without, kept, broken: await withoutGuard(sql, 2 * index + 1) })
    }
    return outcomes
  } finally {
    await sql.end({ timeout: 5 })
  }
}
