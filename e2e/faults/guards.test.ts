import { setTimeout as pause } from 'node:timers/promises'
import { expect, it, vi } from 'vitest'
import { fold } from '#domain/aggregate'
import { shardOf, VersionConflict } from '#domain/event-store'
import type { OrderEvent } from '#domain/registration/order/events'
import { order, orderStream } from '#domain/registration/order/order'
import { connect, type Sql, sql, type Tx } from '#drizzle/db'
import { eventStore } from '#drizzle/event-store'
import { publish, take } from '#drizzle/log'
import { useTestDatabase } from '#drizzle/testing/database'
import { drainShard } from '#workers/drain'
import { runErrand } from '#workers/errands'
import { lanes } from '#workers/lanes'
import { openQueues, openWorkers, type Poke } from '#workers/queues'
import { start, stop } from '#workers/runtime'
import { aSellingConference, unitPriceMinor } from '#workers/testing/a-selling-conference'
import { recount } from './recount.ts'

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

/** As if consumers did not lock their checkpoint before they read it. */
const withoutCheckpointLock = async () => {
  const [row] = await sql()<{ definition: string }[]>`
    select pg_get_functiondef('take_messages(text, smallint, integer, boolean)'::regprocedure) as definition`
  const definition = row?.definition ?? ''
  await sql().unsafe(definition.replace(/ for update( skip locked)?;/g, ';'))
  return () => sql().unsafe(definition)
}

/** How many messages two processes take as one and the same consumer, the second while the first has not committed. */
const takenByTwo = async (): Promise<number[]> => {
  const conference = await aSellingConference({ quota: 10 })
  const shard = shardOf(await conference.place(1))
  await publish(sql(), shard)
  await sql()`
    insert into checkpoints (consumer, shard, sequence) values ('twins', ${shard}, 0)
    on conflict (consumer, shard) do update set sequence = 0`
  const taken: number[] = []
  const takeAll = async (tx: Tx) =>
    taken.push((await take(tx, 'twins', shard, { limit: 500, skipLocked: false })).messages.length)
  let commit = () => {}
  const first = sql().begin(async tx => {
    await takeAll(tx)
    await new Promise<void>(resolve => {
      commit = resolve
    })
  })
  await vi.waitUntil(() => taken.length === 1, patience)
  const second = sql().begin(takeAll)
  const waiting = () => sql()`
    select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  await vi.waitUntil(async () => (await waiting()).length > 0, patience)
  commit()
  await Promise.all([first, second])
  return taken
}

it('of two processes that meet at a checkpoint the second takes nothing that the first has taken', async () => {
  const [first, second] = await takenByTwo()
  expect(first).toBeGreaterThan(0)
  expect(second).toBe(0)
})

it('and takes everything once more where the checkpoint is not locked', async () => {
  const lockAgain = await withoutCheckpointLock()
  const [first, second] = await takenByTwo().finally(lockAgain)
  expect(first).toBeGreaterThan(0)
  expect(second).toBe(first)
})

/** A change of seats that was decided before the order was paid, and comes to the log afterwards. */
const aZombie = async () => {
  const conference = await aSellingConference({ quota: 10 })
  const { conferenceId, seatTypeId } = conference
  const orderId = await conference.place(2)
  await conference.settle()
  const read = () => eventStore(sql()).load(orderStream(orderId))
  const { version, events } = await read()
  const lines = [{ seatTypeId, quantity: 1, name: 'General', description: '', unitPriceMinor }]
  const change = { type: 'ChangeOrderSeats', data: { orderId, lines, now: new Date().toISOString() } } as const
  const decided = order.process(fold(order, events as OrderEvent[]), change)
  await conference.pay(orderId, 2)
  await conference.settle()
  const metadata = { correlationId: orderId, causationId: 'zombie', actor: 'registrant' }
  const append = (expectedVersion: number) =>
    eventStore(sql()).append([
      { stream: orderStream(orderId), expectedVersion, conferenceId, events: decided, commands: [], metadata },
    ])
  const problems = async () => {
    await conference.settle()
    return (await recount(database.url, conferenceId)).problems.map(({ kind }) => kind)
  }
  return { append, version, versionNow: async () => (await read()).version, problems }
}

it('what a process decided before others went on is refused, for it expects the version that it read', async () => {
  const { append, version, problems } = await aZombie()
  await expect(append(version)).rejects.toBeInstanceOf(VersionConflict)
  expect(await problems()).toEqual([])
})

it('and undoes a paid order where any version will do', async () => {
  const { append, versionNow, problems } = await aZombie()
  await append(await versionNow())
  expect(await problems()).toContain('lost')
})

/** All that `start` starts but the sweep. */
const startWithoutSweep = () => {
  const own = lanes()
  const onPoke = ({ shard }: Poke) => drainShard(sql(), own, shard, { skipLocked: false, until: () => false })
  return { queues: openQueues(), workers: openWorkers(onPoke, runErrand) }
}

const isReserved = async (orderId: string): Promise<boolean> =>
  (await sql()`select 1 from orders where order_id = ${orderId} and status = 'reserved'`).length === 1

it('an order whose poke was lost waits while nobody sweeps, though all else runs, and goes on when somebody does', async () => {
  const waits = await aSellingConference({ quota: 10 })
  let poked = await aSellingConference({ quota: 100 })
  while (shardOf(poked.conferenceId) === shardOf(waits.conferenceId)) poked = await aSellingConference({ quota: 100 })
  const { queues, workers } = startWithoutSweep()
  const orderId = await waits.place(2)
  const isUntouched = async () => {
    const [row] = await sql()<{ untouched: boolean }[]>`
      select sequence is null as untouched from outbox where shard = ${shardOf(orderId)} order by id desc limit 1`
    return row?.untouched && !(await isReserved(orderId))
  }
  const withoutSweep = Date.now() + 4_000
  for (let others = 0; others < 2 || Date.now() < withoutSweep; others++) {
    const other = await poked.place(1)
    await queues.poke(shardOf(other))
    await vi.waitUntil(() => isReserved(other), patience)
    expect(await isUntouched()).toBe(true)
    await pause(500)
  }
  start()
  await vi.waitUntil(() => isReserved(orderId), patience)
  await Promise.all([workers.close(), queues.close(), stop()])
})
