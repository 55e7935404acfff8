import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '../db.ts'
import { orderLines, orderPayments, orders, seatAssignments } from '../schema/read-models.ts'
import { sendCommand } from '../send.ts'
import { useTestDatabase } from '../testing/database.ts'
import { getOrder } from './order.ts'
import { getPayment } from './payment.ts'

useTestDatabase()

const shard = 10
const conferenceId = 'a1111111-1111-4111-8111-111111111111'
const orderId = 'a2222222-2222-4222-8222-222222222222'
const otherOrder = 'a3333333-3333-4333-8333-333333333333'

const order = (id: string) => ({
  orderId: id,
  shard,
  conferenceId,
  version: 4,
  status: 'confirmed' as const,
  wasReinstated: false,
  sealedCode: 'sealed',
  codeLookup: id,
  currency: 'USD',
  placedAt: '2026-11-20T10:00:00Z',
  holdExpiresAt: '2026-11-20T10:15:00Z',
  confirmedAt: '2026-11-20T10:05:00Z',
  firstName: 'Ada',
  lastName: 'Byron',
  email: 'ada@example.org',
  seats: 2,
  totalMinor: 200,
})

const line = (id: string, ordinal: number) => ({
  orderId: id,
  seatTypeId: `type-${9 - ordinal}`,
  shard,
  ordinal,
  name: `Seat ${ordinal}`,
  description: '',
  unitPriceMinor: 100,
  requested: 1,
  reserved: 1,
  lineTotalMinor: 100,
})

const payment = (paymentId: string, initiatedAt: string, status: 'rejected' | 'completed') => ({
  paymentId,
  orderId,
  shard,
  conferenceId,
  status,
  amountMinor: 200,
  currency: 'USD',
  initiatedAt,
  changedAt: initiatedAt,
})

const seat = (position: number) => ({
  orderId,
  position,
  shard,
  conferenceId,
  version: 1,
  seatTypeId: 'type-1',
  seatTypeName: 'Seat 1',
})

beforeAll(async () => {
  await db()
    .insert(orders)
    .values([order(orderId), order(otherOrder)])
  await db()
    .insert(orderLines)
    .values([line(orderId, 2), line(orderId, 1), line(otherOrder, 3)])
  await db()
    .insert(orderPayments)
    .values([payment('a-late', '2026-11-20T10:04:00Z', 'completed'), payment('z-early', '2026-11-20T10:02:00Z', 'rejected')])
  await db()
    .insert(seatAssignments)
    .values([seat(1), seat(0)])
})

describe('the pages of an order', () => {
  it('have its own lines, payments and seats, each in their order', async () => {
    const { order: found } = await getOrder(conferenceId, orderId)
    expect(found).toMatchObject({ status: 'confirmed', email: 'ada@example.org', totalMinor: 200 })
    expect(found?.lines.map(({ name }) => name)).toEqual(['Seat 1', 'Seat 2'])
    expect(found?.payments.map(({ paymentId, status }) => [paymentId, status])).toEqual([
      ['z-early', 'rejected'],
      ['a-late', 'completed'],
    ])
    expect(found?.seats.map(({ position }) => position)).toEqual([0, 1])
  })

  it('have nothing for an order that is not there', async () => {
    expect(await getOrder(conferenceId, 'a4444444-4444-4444-8444-444444444444')).toEqual({
      conference: undefined,
      order: undefined,
    })
  })
})

describe('the payment page', () => {
  const paymentId = 'a5555555-5555-4555-8555-555555555555'

  it('reads a payment from the log, before any read table has heard of it', async () => {
    expect(await getPayment(paymentId)).toBeUndefined()
    const items = [{ description: '2 × Seat 1', amountMinor: 200 }]
    const from = { conferenceId, actor: 'registrant', correlationId: orderId }
    const begun = { paymentId, orderId, conferenceId, description: 'Engines 2027', items, agreed: [], amountMinor: 200 }
    await sendCommand({ type: 'InitiatePayment', data: { ...begun, currency: 'USD' } }, from)
    expect(await getPayment(paymentId)).toMatchObject({ ...begun, status: 'initiated' })
    await sendCommand({ type: 'RejectPayment', data: { paymentId } }, from)
    expect(await getPayment(paymentId)).toMatchObject({ items, status: 'rejected' })
  })
})
