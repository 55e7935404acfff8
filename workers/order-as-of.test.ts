import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '#drizzle/db'
import { getOrderAsOf } from '#drizzle/queries/order-history'
import { listTimeline } from '#drizzle/queries/order-timeline'
import { useTestDatabase } from '#drizzle/testing/database'
import { aSellingConference } from './testing/a-selling-conference.ts'

const folder = mkdtempSync(join(tmpdir(), 'contoso-clock-'))
const clockFile = join(folder, 'offset')
useTestDatabase({ ALLOW_TEST_CLOCK: '1', TEST_CLOCK_FILE: clockFile })
afterAll(() => rmSync(folder, { recursive: true }))

let conference: Awaited<ReturnType<typeof aSellingConference>>
let orderId: string
let refused: string
let accepted: string

/** Right after the last event of a type, to the millisecond that a person can ask for. */
const rightAfter = async (type: string): Promise<Date> => {
  const entry = (await listTimeline(orderId)).findLast(each => each.type === type)
  if (!entry) throw new Error(`no ${type}`)
  return new Date(entry.at)
}

/** Waits until what comes next is recorded in a later millisecond than what was. Gives the millisecond that is over. */
const aTick = async (): Promise<Date> => {
  const clock = async () => (await sql()<{ now: Date }[]>`select clock_timestamp() as now`)[0]?.now.getTime() ?? 0
  const begun = await clock()
  while ((await clock()) <= begun);
  return new Date(begun)
}

describe('an order as of a moment', () => {
  let before: Date

  beforeAll(async () => {
    conference = await aSellingConference({ quota: 10 })
    before = await aTick()
    const then = async (step: Promise<string>): Promise<string> => {
      const id = await step
      await aTick()
      await conference.settle()
      await aTick()
      return id
    }
    orderId = await then(conference.place(3))
    refused = await then(conference.pay(orderId, 2))
    accepted = await then(conference.pay(orderId, 3))
    await then(conference.assign(orderId, 1).then(() => orderId))
  })

  it('is nothing before it was placed, and for an order that never was', async () => {
    expect(await getOrderAsOf(orderId, before)).toBeUndefined()
    expect(await getOrderAsOf(orderId.replace(/.{4}$/, '0000'), new Date())).toBeUndefined()
  })

  it('is placed, then reserved, then confirmed', async () => {
    const placed = await getOrderAsOf(orderId, await rightAfter('OrderPlaced'))
    expect(placed).toMatchObject({ order: { status: 'placed', has: [] }, process: { status: 'none' }, payments: [] })
    const reserved = await getOrderAsOf(orderId, await rightAfter('SeatsHeld'))
    expect(reserved?.process).toMatchObject({ status: 'reserved', attempt: 2 })
    const confirmed = await getOrderAsOf(orderId, await rightAfter('OrderConfirmed'))
    expect(confirmed?.order).toMatchObject({ status: 'confirmed', totals: { totalMinor: 59_700 } })
  })

  it('shows each payment as it stood, in the order in which they began', async () => {
    const started = await getOrderAsOf(orderId, await rightAfter('OrderPaymentRefused'))
    expect(started?.payments).toMatchObject([{ paymentId: refused, status: 'completed', amountMinor: 39_800 }])
    const now = await getOrderAsOf(orderId, new Date())
    expect(now?.payments).toMatchObject([
      { paymentId: refused, status: 'refundFailed' },
      { paymentId: accepted, status: 'completed' },
    ])
  })

  it('has the seats with their attendees of that moment', async () => {
    const confirmed = await getOrderAsOf(orderId, await rightAfter('SeatAssignmentsCreated'))
    const seats = [{ position: 0 }, { position: 1 }, { position: 2 }]
    expect(confirmed?.seatAssignments).toMatchObject({ status: 'created', seats })
    expect(JSON.stringify(confirmed)).not.toContain('ada@example.org')
    const now = await getOrderAsOf(orderId, new Date())
    expect(now?.seatAssignments).toMatchObject({ seats: [{}, { attendee: { email: 'ada@example.org' } }, {}] })
  })

  it('is nothing that its later events alone would tell, when the clock was put back between them', async () => {
    writeFileSync(clockFile, '600000')
    const early = await conference.place(1)
    rmSync(clockFile)
    await conference.settle()
    expect(await getOrderAsOf(early, new Date())).toBeUndefined()
    expect(await getOrderAsOf(early, new Date(Date.now() + 600_000))).toMatchObject({ order: { status: 'reserved' } })
  })

  it('does not say the code of the order', async () => {
    expect(JSON.stringify(await getOrderAsOf(orderId, new Date()))).not.toMatch(/sealed/i)
  })
})
