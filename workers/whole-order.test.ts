import { beforeAll, describe, expect, it } from 'vitest'
import type { PricedLine } from '#domain/registration/pricing'
import { newOrderCode, sealCode } from '#drizzle/codes'
import { publishConference } from '#drizzle/conferences'
import { sql } from '#drizzle/db'
import { newId } from '#drizzle/ids'
import { addSeatType } from '#drizzle/seat-types'
import { sendCommand } from '#drizzle/send'
import { aConference, aCreatedConference, aSeatType, write } from '#drizzle/testing/a-conference'
import { useTestDatabase } from '#drizzle/testing/database'
import { drain } from './runtime.ts'

useTestDatabase()

let conferenceId: string
let line: (quantity: number) => PricedLine

const place = async (quantity: number): Promise<string> => {
  const orderId = newId(conferenceId)
  await sendCommand(
    {
      type: 'RegisterToConference',
      data: {
        orderId,
        conferenceId,
        lines: [line(quantity)],
        currency: 'USD',
        now: new Date().toISOString(),
        holdMinutes: 15,
        sealedOrderCode: sealCode(newOrderCode()),
      },
    },
    { conferenceId, actor: 'registrant', correlationId: orderId },
  )
  return orderId
}

const pay = async (orderId: string, quantity: number): Promise<string> => {
  const paymentId = newId(conferenceId)
  const sender = { conferenceId, actor: 'registrant', correlationId: orderId }
  const seats = [{ seatTypeId: line(1).seatTypeId, quantity }]
  const amountMinor = quantity * 19_900
  await sendCommand(
    {
      type: 'InitiatePayment',
      data: { paymentId, orderId, conferenceId, description: 'x', items: [], agreed: seats, amountMinor, currency: 'USD' },
    },
    sender,
  )
  await sendCommand({ type: 'CompletePayment', data: { paymentId } }, sender)
  return paymentId
}

beforeAll(async () => {
  const created = await aCreatedConference(aConference({ currency: 'USD' }))
  conferenceId = created.conferenceId
  const seatTypeId = await write(tx => addSeatType(tx, conferenceId, aSeatType({ quota: 10 }), 'owner'))
  await write(tx => publishConference(tx, conferenceId, 'owner'))
  line = quantity => ({ seatTypeId, quantity, name: 'General', description: 'All talks', unitPriceMinor: 19_900 })
  await drain(5_000)
})

describe('an order on its way through the log', () => {
  it('is reserved, paid, confirmed and gets its seats, and the read tables agree', async () => {
    const orderId = await place(3)
    await drain(5_000)
    expect(await sql()`select status, seats, total_minor::int as total from orders where order_id = ${orderId}`).toMatchObject([
      { status: 'reserved', seats: 3, total: 59_700 },
    ])
    await pay(orderId, 3)
    await drain(5_000)
    expect(await sql()`select status from orders where order_id = ${orderId}`).toMatchObject([{ status: 'confirmed' }])
    expect(await sql()`select position from seat_assignments where order_id = ${orderId} order by 1`).toMatchObject([
      { position: 0 },
      { position: 1 },
      { position: 2 },
    ])
    expect(await sql()`select quota, remaining, held, sold from seat_types`).toMatchObject([
      { quota: 10, remaining: 7, held: 0, sold: 3 },
    ])
    expect(await sql()`select * from parked`).toHaveLength(0)
  })

  it('is reserved in part when there is less than it asks', async () => {
    const orderId = await place(9)
    await drain(5_000)
    expect(await sql()`select status, seats from orders where order_id = ${orderId}`).toMatchObject([
      { status: 'partiallyReserved', seats: 7 },
    ])
  })

  it('has its money given back when the seats are not those that were agreed to', async () => {
    const orderId = await place(1)
    await drain(5_000)
    const paymentId = await pay(orderId, 1)
    await drain(5_000)
    expect(await sql()`select status from order_payments where payment_id = ${paymentId}`).toMatchObject([
      { status: 'refundFailed' },
    ])
  })
})
