import { randomUUID } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { shardOf } from '#domain/event-store'
import { openCode } from '#drizzle/codes'
import { sql } from '#drizzle/db'
import { newId } from '#drizzle/ids'
import { publish } from '#drizzle/log'
import { getOverview } from '#drizzle/queries/manage-overview'
import { sendCommand } from '#drizzle/send'
import { useTestDatabase } from '#drizzle/testing/database'
import { aSellingConference, unitPriceMinor } from './testing/a-selling-conference.ts'

const clockFile = join(tmpdir(), `contoso-clock-${randomUUID()}`)

useTestDatabase({ ALLOW_TEST_CLOCK: '1', TEST_CLOCK_FILE: clockFile })
afterAll(() => rmSync(clockFile, { force: true }))

let aheadMinutes = 0
const goOn = (minutes: number) => {
  aheadMinutes += minutes
  writeFileSync(clockFile, String(aheadMinutes * 60_000))
}

type Conference = Awaited<ReturnType<typeof aSellingConference>>

const startPayment = async ({ conferenceId, seatTypeId }: Conference, orderId: string, quantity: number) => {
  const paymentId = newId(conferenceId)
  const from = { conferenceId, actor: 'registrant', correlationId: orderId }
  const terms = { items: [], agreed: [{ seatTypeId, quantity }], amountMinor: quantity * unitPriceMinor, currency: 'USD' }
  await sendCommand({ type: 'InitiatePayment', data: { paymentId, orderId, conferenceId, description: 'Seats', ...terms } }, from)
  return { paymentId, complete: () => sendCommand({ type: 'CompletePayment', data: { paymentId } }, from) }
}

/** The simulated company has taken the money, so it will give it back when it is asked. */
const takeMoney = (paymentId: string, conferenceId: string) => sql()`
  insert into simulated_payments (payment_id, shard, conference_id, outcome, event_id, decided_at, notified_at, attempts, due_at)
  values (${paymentId}, ${shardOf(conferenceId)}, ${conferenceId}, 'accepted', ${paymentId}, now(), now(), 1, now())`

describe('the overview of a conference', () => {
  let conference: Conference
  const overview = () => getOverview(conference.conferenceId)

  beforeEach(async () => {
    conference = await aSellingConference({ quota: 10 })
  })

  it('has nothing to tell of a conference that sold nothing', async () => {
    expect(await overview()).toMatchObject({
      seatTypes: [{ name: 'General', priceMinor: 19_900, quota: 10, sold: 0, held: 0, remaining: 10, revenueMinor: 0 }],
      days: [],
      ordersByStatus: { placed: 0, partiallyReserved: 0, reserved: 0, confirmed: 0, expired: 0 },
      returned: { payments: [], total: 0 },
      reinstated: { payments: [], total: 0 },
    })
  })

  it('counts orders by their state, and shows how far a seat type is over its quota', async () => {
    const first = await conference.place(6)
    await conference.place(2)
    await conference.place(9)
    await conference.settle()
    await conference.pay(first, 6)
    await conference.settle()
    await sendCommand(
      { type: 'ChangeSeatQuota', data: { ...conference, quota: 3 } },
      { conferenceId: conference.conferenceId, actor: 'owner', correlationId: 'quota' },
    )
    await conference.settle()
    const { ordersByStatus, seatTypes } = await overview()
    expect(ordersByStatus).toEqual({ placed: 0, partiallyReserved: 1, reserved: 1, confirmed: 1, expired: 0 })
    expect(seatTypes).toMatchObject([{ quota: 3, sold: 6, held: 4, remaining: -7, revenueMinor: 119_400 }])
  })

  it('lists money that went back, what the processor refused to give back first', async () => {
    const orderId = await conference.place(2)
    await conference.settle()
    const stuck = await startPayment(conference, orderId, 1)
    await stuck.complete()
    await conference.settle()
    const returned = await startPayment(conference, orderId, 1)
    await takeMoney(returned.paymentId, conference.conferenceId)
    await returned.complete()
    await conference.settle()
    const { total, payments } = (await overview()).returned
    expect(total).toBe(2)
    expect(payments).toMatchObject([
      { orderId, paymentId: stuck.paymentId, status: 'refundFailed', amountMinor: 19_900, currency: 'USD' },
      { orderId, paymentId: returned.paymentId, status: 'refunded' },
    ])
    expect(payments[1]?.reason).toContain('The seats of the order changed')
    expect(openCode(payments[0]?.sealedCode ?? '')).toHaveLength(6)
  })

  it('lists payments that came late and brought their order back', async () => {
    const orderId = await conference.place(2)
    await conference.settle()
    const payment = await startPayment(conference, orderId, 2)
    goOn(30)
    await conference.settle()
    expect((await overview()).ordersByStatus).toMatchObject({ expired: 1 })
    await payment.complete()
    await conference.settle()
    const { reinstated, ordersByStatus, seatsSold } = await overview()
    expect(reinstated).toMatchObject({ total: 1, payments: [{ orderId, paymentId: payment.paymentId, status: 'completed' }] })
    expect([ordersByStatus.confirmed, ordersByStatus.expired, seatsSold]).toEqual([1, 0, 2])
  })

  it('says which moment it shows: that of the first event which its tables have not read', async () => {
    const recordedAt = async (orderId: string) => {
      const [row] = await sql()<{ recorded_at: Date }[]>`
        select recorded_at from events where stream = ${`order-${orderId}`} and version = 1`
      return row?.recorded_at.toISOString()
    }
    const before = Date.now()
    expect(Date.parse((await overview()).reflectsAt)).toBeGreaterThanOrEqual(before + aheadMinutes * 60_000)
    const unheard = await recordedAt(await conference.place(1))
    expect((await overview()).reflectsAt).toBe(unheard)
    await publish(sql(), shardOf(conference.conferenceId))
    expect((await overview()).reflectsAt).toBe(unheard)
    await conference.settle()
    expect((await overview()).reflectsAt).not.toBe(unheard)
  })
})
