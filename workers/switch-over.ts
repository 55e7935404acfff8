import { setTimeout as pause } from 'node:timers/promises'
import type { Tx } from '#drizzle/db'
import { replaceByShadows } from './shadow-tables.ts'

/** So long may pages and the living projection be kept waiting by an attempt that does not succeed. */
const lockTimeoutMs = 200
const lookEveryMs = 2
const pauseMs = 250

/** Somebody else needed the tables for longer than anybody may be kept waiting. */
class Occupied extends Error {}

const isOccupied = (error: unknown): boolean =>
  error instanceof Occupied || ['55P03', '40P01'].includes((error as { code?: string }).code ?? '')

/**
 * Waits for whoever looks at the database as it was before this moment: such a transaction would find the new tables without the
 * rows that were written last. Whoever waits for a lock writes, and each statement of a writer looks anew.
 */
const waitForOldViews = async (tx: Tx): Promise<void> => {
  const views = async (of: readonly string[] | null) => {
    // Within a transaction the answer would be that of the first time.
    await tx`select pg_stat_clear_snapshot()`
    const rows = await tx<{ view: string }[]>`
    select pid || ' ' || xact_start as view from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid() and backend_xmin is not null
      and wait_event_type is distinct from 'Lock'
      and (${of}::text[] is null or pid || ' ' || xact_start = any(${of}::text[]))`
    return rows.map(({ view }) => view)
  }
  const deadline = Date.now() + lockTimeoutMs
  let old = await views(null)
  while (old.length > 0) {
    if (Date.now() > deadline) throw new Occupied('Another transaction still looks at the tables as they were.')
    await pause(lookEveryMs)
    old = await views(old)
  }
}

export type Switch = Readonly<{
  consumer: string
  successor: string
  tables: readonly string[]
  /** Brings the successor to where the consumer stands, which is kept still meanwhile. */
  catchUp(): Promise<void>
  /** Throws when the successor must not take that place. */
  check(tx: Tx): Promise<void>
}>

const attempt = async (tx: Tx, { consumer, successor, tables, catchUp, check }: Switch): Promise<void> => {
  await tx`select set_config('lock_timeout', ${`${lockTimeoutMs}ms`}, true)`
  await tx`select 1 from checkpoints where consumer = ${consumer} order by shard for update`
  await catchUp()
  await waitForOldViews(tx)
  await replaceByShadows(tx, tables)
  await check(tx)
  await tx`
    update checkpoints c set sequence = s.sequence
    from checkpoints s where c.consumer = ${consumer} and s.consumer = ${successor} and s.shard = c.shard`
  await tx`delete from checkpoints where consumer = ${successor}`
  // What was parked already has been so since then, and not since this.
  await tx`
    update parked p set parked_at = least(p.parked_at, before.parked_at)
    from parked before
    where p.consumer = ${successor} and before.consumer = ${consumer} and before.shard = p.shard and before.sequence = p.sequence`
  await tx`delete from parked where consumer = ${consumer}`
  await tx`update parked set consumer = ${consumer} where consumer = ${successor}`
}

/**
 * Puts the tables of `successor`, which were filled beside the living ones, in their place. The caller's transaction ends directly
 * afterwards and with it all waiting. An attempt that would keep others waiting gives way, and the next one follows until
 * `patienceMs` are over. Gives how long the last one took so far, in milliseconds.
 */
export const switchOver = async (tx: Tx, change: Switch, patienceMs: number): Promise<number> => {
  const deadline = Date.now() + patienceMs
  for (;;) {
    const begun = performance.now()
    try {
      await tx.savepoint(inner => attempt(inner, change))
      return performance.now() - begun
    } catch (error) {
      if (!isOccupied(error) || Date.now() > deadline) throw error
      await pause(pauseMs)
      await change.catchUp()
    }
  }
}
