import { beforeAll, describe, expect, it } from 'vitest'
import { sql } from '#drizzle/db'
import { useTestDatabase } from '#drizzle/testing/database'
import { aSellingConference } from './testing/a-selling-conference.ts'

useTestDatabase()

let conference: Awaited<ReturnType<typeof aSellingConference>>

const orderRow = async (orderId: string) => {
  const [row] = await sql()`select status, seats, total_minor::int as total from orders where order_id = ${orderId}`
  return row
}

beforeAll(async () => {
  conference = await aSellingConference({ quota: 10 })
})

describe('an order on its way through the log', () => {
  it('is reserved, paid, confirmed and gets its seats, and the read tables agree', async () => {
    const orderId = await conference.place(3)
    await conference.settle()
    expect(await orderRow(orderId)).toMatchObject({ status: 'reserved', seats: 3, total: 59_700 })
    await conference.pay(orderId, 3)
    await conference.settle()
    expect(await orderRow(orderId)).toMatchObject({ status: 'confirmed' })
    const seats = await sql()`select position from seat_assignments where order_id = ${orderId} order by 1`
    expect(seats.map(seat => seat.position)).toEqual([0, 1, 2])
    const [counts] = await sql()`select quota, remaining, held, sold from seat_types`
    expect(counts).toEqual({ quota: 10, remaining: 7, held: 0, sold: 3 })
    expect(await sql()`select * from parked`).toHaveLength(0)
  })

  it('is reserved in part when there is less than it asks', async () => {
    const orderId = await conference.place(9)
    await conference.settle()
    expect(await orderRow(orderId)).toMatchObject({ status: 'partiallyReserved', seats: 7 })
  })

  it('has its money asked back when the payment is for other seats than it has', async () => {
    const orderId = await conference.place(1)
    await conference.settle()
    const paymentId = await conference.pay(orderId, 1)
    await conference.settle()
    // The simulated company never took this payment, so it refuses to give it back: that needs a person.
    const [payment] = await sql()`select status from order_payments where payment_id = ${paymentId}`
    expect(payment).toEqual({ status: 'refundFailed' })
    expect(await orderRow(orderId)).toMatchObject({ status: 'partiallyReserved', seats: 0 })
  })
})
