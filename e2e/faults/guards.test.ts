import { expect, it, vi } from 'vitest'
import { shardOf } from '#domain/event-store'
import { connect, type Sql, sql, type Tx } from '#drizzle/db'
import { take } from '#drizzle/log'
import { useTestDatabase } from '#drizzle/testing/database'
import { start, stop } from '#workers/runtime'
import { aSellingConference } from '#workers/testing/a-selling-conference'

/** Guards that only whole processes need, each beside what happens without it. Others have theirs where they are tested. */
const database = useTestDatabase()

const patience = { timeout: 10_000, interval: 20 }

/** A process that has taken a consumer's place in a shard and stands still there; gives whether another one gets it in four seconds. */
const standStill = async (frozen: Sql, loosen: (tx: Tx) => Promise<unknown>): Promise<'taken over' | 'held'> => {
  const other = connect(database.url, 1)
  let hasBegun = false
  frozen
    .begin(async tx => {
      await take(tx, 'orders', 3, { limit: 500, skipLocked: false })
      await loosen(tx)
      hasBegun = true
      await new Promise(() => {})
    })
    .catch(() => {})
  await vi.waitUntil(() => hasBegun, patience)
  const begun = Date.now()
  let outcome: 'taken over' | 'held' = 'held'
  while (outcome === 'held' && Date.now() - begun < 4_000)
    outcome = await other
      .begin(tx => take(tx, 'orders', 3, { limit: 500, skipLocked: false }))
      .then(
        () => 'taken over' as const,
        () => 'held' as const,
      )
  await Promise.all([other.end(), frozen.end({ timeout: 0 })])
  return outcome
}

it('a process that stands still in a transaction loses its place to another one', async () => {
  const frozen = connect(database.url, 1)
  expect(await standStill(frozen, async () => {})).toBe('taken over')
})

it('and keeps it where the database does not end such transactions', async () => {
  const frozen = connect(database.url, 1)
  expect(await standStill(frozen, tx => tx`set local idle_in_transaction_session_timeout = 0`)).toBe('held')
})

it('an order whose poke was lost waits while nobody sweeps, and goes on when somebody does', async () => {
  const conference = await aSellingConference({ quota: 10 })
  const orderId = await conference.place(2)
  const read = async () => {
    const [row] = await sql()<{ handled: boolean; status?: string }[]>`
      select sequence is not null as handled, (select status from orders where order_id = ${orderId}) as status
      from outbox where shard = ${shardOf(orderId)} order by id desc limit 1`
    return row
  }
  const withoutSweep = Date.now() + 2_500
  while (Date.now() < withoutSweep) expect(await read()).toEqual({ handled: false, status: null })
  start()
  await vi.waitUntil(async () => (await read())?.status === 'reserved', patience)
  await stop()
})
