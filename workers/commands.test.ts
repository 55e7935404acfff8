import { expect, it } from 'vitest'
import { shardOf } from '#domain/event-store'
import { sql } from '#drizzle/db'
import { useTestDatabase } from '#drizzle/testing/database'
import { commands } from './commands.ts'
import { drainShard } from './drain.ts'
import { processManager } from './process-manager.ts'
import { orders } from './projections/orders.ts'
import { aSellingConference } from './testing/a-selling-conference.ts'

useTestDatabase()

const isCommitted = async (orderId: string): Promise<boolean> => {
  const rows = await sql()`select 1 from events where type = 'SeatsReservationCommitted' and data->>'reservationId' = ${orderId}`
  return rows.length === 1
}

it('a worker decides on what other workers have decided meanwhile, also when it decides that nothing happens', async () => {
  const conference = await aSellingConference({ quota: 10 })
  const shard = shardOf(conference.conferenceId)
  const aWorker = () => {
    const lanes = [[processManager(), commands()], [orders]] as const
    return () => drainShard(sql(), lanes, shard, { skipLocked: false, until: () => false })
  }
  const [first, second] = [aWorker(), aWorker()]
  await conference.place(1)
  await first()
  const orderId = await conference.place(2)
  await second()
  await conference.pay(orderId, 2)
  await first()
  expect(await isCommitted(orderId)).toBe(true)
})

it('decides on what it knows of a stream though another drain of the same process forgets that meanwhile', async () => {
  const conference = await aSellingConference({ quota: 10 })
  const shard = shardOf(conference.conferenceId)
  const consumer = commands()
  const interrupted: typeof consumer = {
    ...consumer,
    handle: (tx, shard, messages) => {
      const handling = consumer.handle(tx, shard, messages)
      if (messages.some(({ message }) => message.type === 'CommitSeatReservation')) consumer.forget?.(shard)
      return handling
    },
  }
  const drain = (own: typeof consumer) =>
    drainShard(sql(), [[processManager(), own], [orders]], shard, { skipLocked: false, until: () => false })
  const orderId = await conference.place(2)
  await drain(consumer)
  await conference.pay(orderId, 2)
  await drain(interrupted)
  expect(await isCommitted(orderId)).toBe(true)
})
