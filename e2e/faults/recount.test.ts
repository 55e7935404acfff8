import { randomUUID } from 'node:crypto'
import { beforeEach, expect, it } from 'vitest'
import { shardOf } from '#domain/event-store'
import { sql } from '#drizzle/db'
import { useTestDatabase } from '#drizzle/testing/database'
import { drain } from '#workers/runtime'
import { aSellingConference, unitPriceMinor } from '#workers/testing/a-selling-conference'
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

const sentencesOf = async (known = {}) =>
  (await recount(database.url, conference.conferenceId, known)).problems.map(({ sentence }) => sentence)

/** Appends what no command would, behind everything else in its stream. */
const forge = async (stream: string, type: string, data: object): Promise<void> => {
  await sql()`
    insert into events (stream, version, shard, conference_id, type, schema_version, data, metadata, recorded_at)
    select ${stream}, coalesce(max(version), 0) + 1, ${shardOf(orderId)}, ${conference.conferenceId}, ${type}, 1,
      ${JSON.stringify(data)}::text::jsonb, '{}', now()
    from events where stream = ${stream}`
}

const paymentOf = async (): Promise<{ paymentId: string; amountMinor: number }> => {
  const [paid] = await sql()<{ paymentId: string; amountMinor: number }[]>`
    select data->>'paymentId' as "paymentId", (data->>'totalMinor')::int as "amountMinor"
    from events where type = 'OrderConfirmed' and data->>'orderId' = ${orderId}`
  return paid ?? { paymentId: '', amountMinor: 0 }
}

/** A payment for one seat more of the order, with amounts as they come. Nobody keeps it. */
const forgePayment = async (amounts: { initiated: number; completed: number; asked?: number }): Promise<string> => {
  const paymentId = randomUUID()
  const agreed = [{ seatTypeId: conference.seatTypeId, quantity: 1 }]
  const steps = { PaymentInitiated: 'initiated', PaymentCompleted: 'completed', PaymentRefundRequested: 'asked' } as const
  for (const [type, step] of Object.entries(steps))
    if (amounts[step]) await forge(`payment-${paymentId}`, type, { paymentId, orderId, agreed, amountMinor: amounts[step] })
  return paymentId
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

it('misses an attendee who was said to have a seat', async () => {
  await conference.assign(orderId, 1)
  const acknowledged = { orderIds: new Set(), confirmed: new Set(), attendees: new Map([[orderId, 'ada@example.org']]) }
  expect(await problemsOf({ acknowledged })).toEqual([])
  await forge(`seat-assignments-${orderId}`, 'SeatUnassigned', { orderId, position: 1 })
  expect(await problemsOf({ acknowledged })).toEqual(['lost'])
})

it('counts orders against the forms they came from', async () => {
  expect(await problemsOf({ formsSent: 0 })).toEqual(['doubled'])
})

it('sees money that bought nothing and was not given back', async () => {
  await forgePayment({ initiated: unitPriceMinor, completed: unitPriceMinor })
  expect(await problemsOf()).toEqual(['lost'])
})

it('sees a payment that was kept and returned', async () => {
  const paid = await paymentOf()
  await forge(`payment-${paid.paymentId}`, 'PaymentRefundRequested', paid)
  expect(await problemsOf()).toEqual(['doubled'])
})

it('sees a payment that was counted twice', async () => {
  const { paymentId } = await paymentOf()
  const [completed] = await sql()<{ data: object }[]>`
    select data from events where type = 'PaymentCompleted' and data->>'paymentId' = ${paymentId}`
  await forge(`payment-${paymentId}`, 'PaymentCompleted', completed?.data ?? {})
  expect(await problemsOf()).toEqual(['doubled'])
})

it('sees a payment of another amount than its seats cost, or than was asked for', async () => {
  await forgePayment({ initiated: 100, completed: 100, asked: 100 })
  expect(await problemsOf()).toEqual(['other'])
  await forgePayment({ initiated: 100, completed: unitPriceMinor, asked: unitPriceMinor })
  expect(await sentencesOf()).toHaveLength(2)
})

it('sees an order that was confirmed for another total than was paid', async () => {
  await forge(`order-${orderId}`, 'OrderTotalsCalculated', { orderId, totalMinor: 1 })
  await sql()`update orders set total_minor = 1 where order_id = ${orderId}`
  expect(await problemsOf()).toEqual(['other'])
})

it('sees money of which other money is given back, or which was never given back', async () => {
  const paymentId = await forgePayment({ initiated: unitPriceMinor, completed: unitPriceMinor, asked: unitPriceMinor })
  expect(await problemsOf()).toEqual([])
  expect(await problemsOf({ allDeadlinesOver: true })).toEqual(['lost'])
  await forge(`payment-${paymentId}`, 'PaymentRefunded', { paymentId, orderId })
  expect(await problemsOf({ allDeadlinesOver: true })).toEqual([])
  await forgePayment({ initiated: unitPriceMinor, completed: unitPriceMinor, asked: 100 })
  expect(await problemsOf()).toEqual(['lost'])
})

it('sees money that was given back though nobody asked for that', async () => {
  const { paymentId } = await paymentOf()
  await forge(`payment-${paymentId}`, 'PaymentRefunded', { paymentId, orderId })
  expect(await problemsOf()).toEqual(['lost'])
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

it('sees an order that never ends', async () => {
  await conference.place(1)
  await drain(10_000)
  expect(await problemsOf()).toEqual([])
  expect(await problemsOf({ allDeadlinesOver: true })).toEqual(['lost', 'other'])
})

it('sees by the events whether an order ends, whatever the read table shows', async () => {
  const open = await conference.place(1)
  await drain(10_000)
  await sql()`update orders set status = 'confirmed' where order_id = ${open}`
  const sentence = `order ${open} is reserved and never comes to an end`
  expect(await sentencesOf({ allDeadlinesOver: true })).toContain(sentence)
  const unheard = await conference.place(1)
  expect(await sentencesOf()).toContain(`order ${unheard} is placed and never comes to an end`)
})

it('sees a hold that nobody will end: its order has ended, or has no deadline', async () => {
  const open = await conference.place(1)
  await drain(10_000)
  await forge(`order-${open}`, 'OrderExpired', { orderId: open })
  await sql()`update orders set status = 'expired' where order_id = ${open}`
  expect(await sentencesOf()).toEqual([`order ${open} is expired, and nothing will end its hold`])
  const [reservationId, seats] = [randomUUID(), [{ seatTypeId: conference.seatTypeId, quantity: 1 }]]
  const reserved = { reservationId, attempt: 1, reservationDetails: seats }
  await forge(`seats-availability-${conference.conferenceId}`, 'SeatsReserved', reserved)
  expect(await sentencesOf()).toContain(`order ${reservationId} is never placed, and nothing will end its hold`)
})

it('sees read tables that show something else than the events: seats, a status, a total, an order too few', async () => {
  await sql()`update seat_types set held = held + 1 where seat_type_id = ${conference.seatTypeId}`
  expect(await problemsOf()).toEqual(['other'])
  await sql()`update seat_types set held = held - 1 where seat_type_id = ${conference.seatTypeId}`
  await sql()`update orders set status = 'expired' where order_id = ${orderId}`
  expect(await problemsOf()).toEqual(['other'])
  await sql()`update orders set status = 'confirmed', total_minor = total_minor + 1 where order_id = ${orderId}`
  expect(await problemsOf()).toEqual(['other'])
  await sql()`delete from orders where order_id = ${orderId}`
  expect(await problemsOf()).toEqual(['other'])
})
