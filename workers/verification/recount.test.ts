import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { shardOf } from '#domain/event-store'
import type { AnyEvent } from '#domain/messages'
import { sql } from '#drizzle/db'
import { eventStore } from '#drizzle/event-store'
import { newId } from '#drizzle/ids'
import { publish } from '#drizzle/log'
import { useTestDatabase } from '#drizzle/testing/database'
import { setClockAhead, withTestClock } from '#drizzle/testing/test-clock'
import { aSellingConference } from '../testing/a-selling-conference.ts'
import { whatIsWrong } from '../testing/what-is-wrong.ts'

useTestDatabase(withTestClock)
afterEach(() => setClockAhead({ minutes: 0 }))

let slug: string
let conference: Awaited<ReturnType<typeof aSellingConference>>
let orderId: string

beforeEach(async () => {
  slug = `engines-${randomUUID().slice(0, 8)}`
  conference = await aSellingConference({ quota: 10, slug })
  orderId = await conference.place(3)
  await conference.settle()
  expect(await whatIsWrong(slug)).toEqual({ sentences: [], underWay: 0 })
})

/** Events that no command would have given. */
const insert = async (stream: string, ...events: AnyEvent[]): Promise<void> => {
  const { conferenceId } = conference
  const { version } = await eventStore(sql()).load(stream)
  const metadata = { correlationId: orderId, causationId: 'test', actor: 'test' }
  await eventStore(sql()).append([{ stream, expectedVersion: version, conferenceId, events, commands: [], metadata }])
}

/** What was published last never reaches these consumers. */
const loseFor = async (...consumers: string[]): Promise<void> => {
  const shard = shardOf(conference.conferenceId)
  await publish(sql(), shard)
  await sql()`
    update checkpoints set sequence = (select last_sequence from shards where shard = ${shard})
    where shard = ${shard} and consumer = any(${consumers}::text[])`
}

const seats = (quantity: number) => [{ seatTypeId: conference.seatTypeId, quantity }]
const seatsStream = () => `seats-availability-${conference.conferenceId}`

const anInitiatedPayment = (paymentId: string, quantity: number) => {
  const { conferenceId } = conference
  const terms = { amountMinor: quantity * 19_900, agreed: seats(quantity) }
  const begun = { paymentId, orderId, conferenceId, ...terms, description: 'Seats', items: [], currency: 'USD' }
  return {
    initiated: { type: 'PaymentInitiated', data: begun } as const,
    completed: { type: 'PaymentCompleted', data: { paymentId, orderId, conferenceId, ...terms } } as const,
  }
}

describe('seats', () => {
  it('are never sold without a hold', async () => {
    const other = newId(conference.conferenceId)
    await insert(seatsStream(), {
      type: 'SeatsReservationCommitted',
      data: { conferenceId: conference.conferenceId, reservationId: other, seats: seats(2) },
    })
    await conference.settle()
    expect((await whatIsWrong(slug)).sentences).toEqual([
      `Order ${other} was sold seats that were not held for it.`,
      `Order ${other} was sold seats that it was not confirmed for.`,
      'Of seat type “General” 10 are offered, but 7 left, 3 held and 2 sold are 12.',
      'Seat type “General” is shown with 7 left, 1 held and 2 sold of 10; the events say 7, 3 and 2 of 10.',
    ])
  })

  it('are given as the formula says, and never more than there are', async () => {
    const other = newId(conference.conferenceId)
    const { conferenceId } = conference
    await insert(seatsStream(), {
      type: 'SeatsReserved',
      data: {
        ...{ conferenceId, reservationId: other, attempt: 1 },
        reservationDetails: seats(8),
        availableSeatsChanged: seats(-8),
      },
    })
    await conference.settle()
    expect((await whatIsWrong(slug)).sentences).toEqual([
      `Order ${other} was given 8 seats of “General” where 0 were due.`,
      'Of seat type “General” 11 were held or sold at once, and never more than 10 offered.',
      `Seats are held for ${other}, which is no order.`,
    ])
  })

  it('are shown as the events say', async () => {
    await sql()`update seat_types set remaining = 5, sold = 2 where conference_id = ${conference.conferenceId}`
    expect((await whatIsWrong(slug)).sentences).toEqual([
      'Seat type “General” is shown with 5 left, 3 held and 2 sold of 10; the events say 7, 3 and 0 of 10.',
      `The read model seat-types differs from the events in 1 row, in remaining, sold (${conference.seatTypeId}).`,
    ])
  })

  it('are not held for ever', async () => {
    await insert(`order-${orderId}`, { type: 'OrderExpired', data: { orderId } })
    await conference.settle()
    expect(await whatIsWrong(slug)).toEqual({ sentences: [], underWay: 1 })
    setClockAhead({ minutes: 3 })
    expect((await whatIsWrong(slug)).sentences).toEqual([`Order ${orderId} expired 3 min ago, and seats are still held for it.`])
  })

  it('go back when the deadline is over', async () => {
    await sql()`delete from outbox where sequence is null`
    setClockAhead({ minutes: 29 })
    expect(await whatIsWrong(slug)).toEqual({ sentences: [], underWay: 0 })
    setClockAhead({ minutes: 33 })
    expect((await whatIsWrong(slug)).sentences).toEqual([
      `Order ${orderId} still holds its seats, 4 min after it should have expired.`,
    ])
  })
})

describe('money', () => {
  it('ends in a confirmed order or a refund', async () => {
    const paymentId = newId(conference.conferenceId)
    const { initiated, completed } = anInitiatedPayment(paymentId, 3)
    await insert(`payment-${paymentId}`, initiated, completed)
    await loseFor('registration-process')
    await conference.settle()
    expect(await whatIsWrong(slug)).toEqual({ sentences: [], underWay: 1 })
    setClockAhead({ minutes: 5 })
    expect(await whatIsWrong(slug)).toEqual({
      sentences: [`Payment ${paymentId} was completed 5 min ago and ended in no confirmed order and no refund.`],
      underWay: 0,
    })
  })

  it('that is to be returned is returned', async () => {
    const paymentId = newId(conference.conferenceId)
    const { initiated, completed } = anInitiatedPayment(paymentId, 3)
    const { orderId: ofOrder, conferenceId, amountMinor } = completed.data
    const asked = { paymentId, orderId: ofOrder, conferenceId, amountMinor, currency: 'USD', reason: 'test' }
    await insert(`payment-${paymentId}`, initiated, completed, { type: 'PaymentRefundRequested', data: asked })
    await loseFor('registration-process', 'refunds')
    await conference.settle()
    expect(await whatIsWrong(slug)).toEqual({ sentences: [], underWay: 1 })
    setClockAhead({ minutes: 2 })
    expect((await whatIsWrong(slug)).sentences).toEqual([
      `Payment ${paymentId} is to be returned since 2 min, and the payment processor has not answered.`,
    ])
    setClockAhead({ minutes: 0 })
    const failed = { paymentId, orderId, reason: 'closed' }
    await insert(`payment-${paymentId}`, { type: 'PaymentRefundFailed', data: failed })
    await conference.settle()
    expect((await whatIsWrong(slug)).sentences).toEqual([`Payment ${paymentId} could not be returned: a person must see to it.`])
    await insert(`payment-${paymentId}`, { type: 'PaymentRefunded', data: { paymentId, orderId } })
    await conference.settle()
    expect((await whatIsWrong(slug)).sentences).toEqual([])
  })

  it('is not returned for an order that it confirmed, nor in another amount', async () => {
    const paymentId = await conference.pay(orderId, 3)
    await conference.settle()
    const asked = { paymentId, orderId, conferenceId: conference.conferenceId, amountMinor: 1, currency: 'USD', reason: 'test' }
    await insert(
      `payment-${paymentId}`,
      { type: 'PaymentRefundRequested', data: asked },
      { type: 'PaymentRefunded', data: { paymentId, orderId } },
    )
    await loseFor('refunds')
    await conference.settle()
    expect((await whatIsWrong(slug)).sentences).toEqual([
      `Of payment ${paymentId} another amount is to be returned than was paid.`,
      `Payment ${paymentId} confirmed order ${orderId} and is returned all the same.`,
    ])
  })

  it('is what the order costs, for the seats that it has', async () => {
    const lines = [{ ...seats(3)[0], name: 'General', description: '', unitPriceMinor: 19_900, lineTotalMinor: 59_700 }]
    const confirmed = (paymentId: string) => {
      const data = { orderId, conferenceId: conference.conferenceId, paymentId, lines, totalMinor: 59_700 }
      return { type: 'OrderConfirmed', data } as AnyEvent
    }
    const paymentId = newId(conference.conferenceId)
    const { initiated, completed } = anInitiatedPayment(paymentId, 2)
    await insert(`payment-${paymentId}`, initiated, completed)
    await loseFor('registration-process')
    await insert(`order-${orderId}`, confirmed(paymentId), confirmed('nobody'))
    await conference.settle()
    expect((await whatIsWrong(slug)).sentences.slice(0, 3)).toEqual([
      `Order ${orderId} was paid for other seats than it has.`,
      `Order ${orderId} was confirmed twice.`,
      `Order ${orderId} was confirmed by no payment of its own.`,
    ])
  })
})

describe('an order', () => {
  it('does not wait for its seats', async () => {
    const waiting = await conference.place(1)
    await loseFor('commands', 'registration-process')
    await conference.settle()
    expect(await whatIsWrong(slug)).toEqual({ sentences: [], underWay: 1 })
    setClockAhead({ minutes: 4 })
    expect((await whatIsWrong(slug)).sentences).toEqual([`Order ${waiting} has been waiting for its seats for 4 min.`])
  })

  it('that is confirmed has its seats sold, and can assign them', async () => {
    await conference.pay(orderId, 3)
    await conference.settle()
    const [{ seq } = { seq: 0 }] = await sql()<{ seq: number }[]>`
      select o.sequence::int as seq from outbox o join events e on e.position = o.event_position
      where e.stream = ${`seat-assignments-${orderId}`}`
    expect(seq).toBeGreaterThan(0)
    await sql()`update outbox set kind = 'lost' where shard = ${shardOf(conference.conferenceId)} and sequence = ${seq}`
    await sql()`
      update checkpoints set sequence = 0 where consumer = 'seat-assignments' and shard = ${shardOf(conference.conferenceId)}`
    setClockAhead({ minutes: 2 })
    const { sentences } = await whatIsWrong(slug)
    expect(sentences).toContain(`Order ${orderId} was confirmed 2 min ago, and has no seats to assign.`)
    expect(sentences).toContain('1 event is in no outbox and will never be heard.')
  })

  it('is shown as often as it was placed, confirmed and paid', async () => {
    await conference.pay(orderId, 3)
    await conference.settle()
    await sql()`update orders set status = 'expired' where order_id = ${orderId}`
    await sql()`update order_payments set amount_minor = 1 where order_id = ${orderId}`
    await sql()`update conference_statistics set seats = 2, revenue_minor = 2 where conference_id = ${conference.conferenceId}`
    await sql()`delete from seat_assignments where order_id = ${orderId} and position = 0`
    expect((await whatIsWrong(slug)).sentences.slice(0, 6)).toEqual([
      'Confirmed orders: the read tables show 0, the events say 1.',
      'Expired orders: the read tables show 1, the events say 0.',
      'Money kept, in minor units: the read tables show 1, the events say 59700.',
      'Seats to assign: the read tables show 2, the events say 3.',
      'Seats sold by day: the read tables show 2, the events say 3.',
      'Money by day, in minor units: the read tables show 2, the events say 59700.',
    ])
  })
})
