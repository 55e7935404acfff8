import { beforeAll, describe, expect, it } from 'vitest'
import { normaliseCode } from '#domain/codes'
import { openCode } from '#drizzle/codes'
import { sql } from '#drizzle/db'
import { listTimeline, type TimelineEntry } from '#drizzle/queries/order-timeline'
import { useTestDatabase } from '#drizzle/testing/database'
import { aSellingConference } from '../testing/a-selling-conference.ts'

useTestDatabase()

let conference: Awaited<ReturnType<typeof aSellingConference>>
let orderId: string
let timeline: TimelineEntry[]

const entry = (type: TimelineEntry['type']): TimelineEntry => {
  const found = timeline.find(each => each.type === type)
  if (!found) throw new Error(`no ${type} in ${timeline.map(each => each.type).join(', ')}`)
  return found
}

describe('the timeline of an order', () => {
  beforeAll(async () => {
    conference = await aSellingConference({ quota: 10 })
    orderId = await conference.place(3)
    await conference.place(1)
    await conference.settle()
    await conference.pay(orderId, 3)
    await conference.settle()
    await conference.assign(orderId, 0)
    await conference.settle()
    timeline = await listTimeline(orderId)
  })

  it('has every event and every command on its way, in the order of the log', () => {
    const inOrder = [...timeline].sort((one, other) => one.sequence - other.sequence)
    expect(timeline).toEqual(inOrder)
    expect(timeline.map(({ type }) => type)).toEqual([
      ...['OrderPlaced', 'OrderTotalsCalculated', 'StartRegistration'],
      ...['RegistrationStarted', 'SeatsRequested', 'DeadlineSet', 'MakeSeatReservation'],
      ...['SeatsReserved', 'SeatsHeld', 'MarkSeatsAsReserved', 'OrderReservationCompleted'],
      ...['PaymentInitiated', 'PaymentCompleted', 'ConfirmationRequested', 'ConfirmOrder', 'OrderConfirmed'],
      ...['RegistrationCompleted', 'CommitSeatReservation', 'CreateSeatAssignments'],
      ...['SeatsReservationCommitted', 'SeatAssignmentsCreated', 'SeatAssigned'],
    ])
  })

  it('tells events from commands, who did it and why', () => {
    expect(entry('OrderPlaced')).toMatchObject({ kind: 'event', actor: 'registrant', because: undefined })
    expect(entry('MakeSeatReservation')).toMatchObject({ kind: 'command', actor: 'system' })
    expect(entry('SeatsReserved').because).toBe(entry('MakeSeatReservation').words)
    expect(entry('OrderConfirmed').because).toBe(entry('ConfirmOrder').words)
    expect(entry('ConfirmationRequested').because).toBe(entry('PaymentCompleted').words)
  })

  it('says it with the names and the money of the order, in the time of the conference', () => {
    expect(entry('OrderConfirmed').words).toBe('The order was confirmed with 3 × General for $597.00.')
    expect(entry('SeatsReserved').words).toBe('The conference held for this order: 3 × General.')
    expect(entry('OrderPlaced').words).toMatch(/held until .* United Kingdom Time\.$/)
  })

  it('has the time at which each event was recorded and each command left', async () => {
    const [placed] = await sql()<{ recorded_at: Date }[]>`
      select recorded_at from events where stream = ${`order-${orderId}`} and version = 1`
    expect(entry('OrderPlaced').at).toBe(placed?.recorded_at.toISOString())
    const [left] = await sql()<{ published_at: Date }[]>`
      select published_at from outbox where sequence = ${entry('ConfirmOrder').sequence} and shard = ${Number.parseInt(orderId.charAt(0), 16)}`
    expect(entry('ConfirmOrder').at).toBe(left?.published_at.toISOString())
  })

  it('finds the way back of money that was paid for other seats', async () => {
    const other = await conference.place(2)
    await conference.settle()
    await conference.pay(other, 1)
    await conference.settle()
    timeline = await listTimeline(other)
    expect(entry('RefundPayment').because).toBe(entry('OrderPaymentRefused').words)
    expect(entry('PaymentRefundRequested')).toMatchObject({ actor: 'system', because: entry('RefundPayment').words })
    // The simulated company never took this payment, so it refuses to give it back.
    expect(entry('PaymentRefundFailed').actor).toBe('payment processor')
  })

  it('has no code, open or sealed', async () => {
    const rows = await sql()<{ data: string }[]>`select data::text as data from order_timeline`
    const sealed = await sql()<
      { sealed: string }[]
    >`select data->>'sealedOrderCode' as sealed from events where type = 'OrderPlaced'`
    const all = rows.map(({ data }) => data).join('\n')
    expect(sealed).toHaveLength(3)
    for (const code of sealed.flatMap(row => [row.sealed, normaliseCode(openCode(row.sealed))])) expect(all).not.toContain(code)
  })

  it('keeps each order to itself, and is empty for one that is not there', async () => {
    const [rows] = await sql()<{ orders: number }[]>`select count(distinct order_id)::int as orders from order_timeline`
    expect(rows?.orders).toBe(3)
    expect(await listTimeline(orderId.replace(/.{4}$/, '0000'))).toEqual([])
  })
})
