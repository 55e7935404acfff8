import { randomUUID } from 'node:crypto'
import { beforeEach, expect, it } from 'vitest'
import { shardOf } from '#domain/event-store'
import { sql } from '#drizzle/db'
import { useTestDatabase } from '#drizzle/testing/database'
import { drain } from '#workers/runtime'
import { aSellingConference } from '#workers/testing/a-selling-conference'
import { recount } from './recount.ts'

/** A recount that finds nothing proves nothing unless it finds what is wrong. */
const database = useTestDatabase()

let conference: Awaited<ReturnType<typeof aSellingConference>>
let orderId: string

beforeEach(async () => {
  conference = await aSellingConference({ quota: 10, slug: `recounted-${randomUUID().slice(0, 8)}` })
  orderId = await conference.place(2)
  await drain(10_000)
  await conference.pay(orderId, 2)
  await drain(10_000)
})

const problemsOf = async (known = {}) => {
  const { problems } = await recount(database.url, conference.conferenceId, known)
  return [...new Set(problems.map(({ kind }) => kind))].sort()
}

/** Appends what no command would, behind everything else in its stream. */
const forge = async (stream: string, type: string, data: object): Promise<void> => {
  await sql()`
    insert into events (stream, version, shard, conference_id, type, schema_version, data, metadata, recorded_at)
    select ${stream}, coalesce(max(version), 0) + 1, ${shardOf(orderId)}, ${conference.conferenceId}, ${type}, 1,
      ${JSON.stringify(data)}::text::jsonb, '{}', now()
    from events where stream = ${stream}`
}

it('finds nothing where every promise was kept', async () => {
  const acknowledged = { orderIds: new Set([orderId]), confirmed: new Set([orderId]) }
  expect(await problemsOf({ acknowledged, formsSent: 1, allDeadlinesOver: true })).toEqual([])
})

it('misses an order that somebody was shown, and a confirmation', async () => {
  const acknowledged = { orderIds: new Set([orderId, randomUUID()]), confirmed: new Set<string>() }
  expect(await problemsOf({ acknowledged })).toEqual(['lost'])
  const open = await conference.place(1)
  await drain(10_000)
  expect(await problemsOf({ acknowledged: { orderIds: new Set([open]), confirmed: new Set([open]) } })).toEqual(['lost'])
})

it('counts orders against the forms they came from', async () => {
  expect(await problemsOf({ formsSent: 0 })).toEqual(['doubled'])
})

it('sees money that bought nothing and was not given back', async () => {
  await forge(`payment-${randomUUID()}`, 'PaymentCompleted', { paymentId: randomUUID(), orderId, agreed: [] })
  expect(await problemsOf()).toEqual(['lost'])
})

it('sees a payment that was kept and returned', async () => {
  const [paid] = await sql()<{ id: string }[]>`
    select data->>'paymentId' as id from events where type = 'OrderConfirmed' and data->>'orderId' = ${orderId}`
  await forge(`payment-${paid?.id}`, 'PaymentRefundRequested', { paymentId: paid?.id })
  expect(await problemsOf()).toEqual(['doubled'])
})

it('sees an order that was confirmed twice', async () => {
  const [confirmed] = await sql()<{ data: object }[]>`
    select data from events where type = 'OrderConfirmed' and data->>'orderId' = ${orderId}`
  await forge(`order-${orderId}`, 'OrderConfirmed', confirmed?.data ?? {})
  expect(await problemsOf()).toContain('doubled')
})

it('sees more seats given than there are', async () => {
  const seats = [{ seatTypeId: conference.seatTypeId, quantity: 11 }]
  const stream = `seats-availability-${conference.conferenceId}`
  const reservationId = randomUUID()
  await forge(stream, 'SeatsReserved', { reservationId, attempt: 1, reservationDetails: seats, availableSeatsChanged: [] })
  await forge(stream, 'SeatsReservationCommitted', { reservationId, seats })
  expect(await problemsOf()).toContain('oversold')
})

it('sees a hold that nobody will end', async () => {
  await conference.place(1)
  await drain(10_000)
  expect(await problemsOf()).toEqual([])
  expect(await problemsOf({ allDeadlinesOver: true })).toEqual(['lost', 'other'])
})

it('sees a read table that shows other seats than the events', async () => {
  await sql()`update seat_types set held = held + 1 where seat_type_id = ${conference.seatTypeId}`
  expect(await problemsOf()).toEqual(['other'])
})
