import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openCode } from '#drizzle/codes'
import { sql } from '#drizzle/db'
import { getMail, listMails } from '#drizzle/queries/mails'
import { useTestDatabase } from '#drizzle/testing/database'
import { composeMail } from './mail-composition.ts'
import { aSellingConference } from './testing/a-selling-conference.ts'

const clock = join(tmpdir(), `contoso-clock-${randomUUID()}`)
useTestDatabase({ TEST_CLOCK_FILE: clock, ALLOW_TEST_CLOCK: '1' })

let conference: Awaited<ReturnType<typeof aSellingConference>>
const grace = { firstName: 'Grace', lastName: 'Hopper', email: 'grace@example.org' }

const factsOf = async (orderId: string, kind: string): Promise<unknown> => {
  const rows = await sql()`select facts from mails where order_id = ${orderId} and kind = ${kind}`
  expect(rows).toHaveLength(1)
  return rows[0]?.facts
}

const aConfirmedOrder = async (quantity: number): Promise<string> => {
  const orderId = await conference.place(quantity)
  await conference.settle()
  await conference.identify(orderId, grace)
  await conference.pay(orderId, quantity)
  await conference.settle()
  return orderId
}

beforeAll(async () => {
  conference = await aSellingConference({ quota: 20 })
})
beforeEach(() => writeFileSync(clock, '0'))

describe('what is to be mailed about an order', () => {
  it('is that it was confirmed, to the registrant, with its lines as they were sold', async () => {
    const orderId = await aConfirmedOrder(2)
    expect(await listMails(orderId)).toMatchObject([
      { kind: 'orderConfirmed', recipient: 'grace@example.org', status: 'waiting', attempts: 0, sentAt: null, failed: false },
    ])
    expect(await factsOf(orderId, 'orderConfirmed')).toMatchObject({
      currency: 'USD',
      lines: [{ name: 'General', quantity: 2, unitPriceMinor: 19_900, lineTotalMinor: 39_800 }],
      totalMinor: 39_800,
      wasReinstated: false,
    })
  })

  it('is each seat that somebody was named for, to that attendee', async () => {
    const orderId = await aConfirmedOrder(2)
    const ada = { firstName: 'Ada', lastName: 'Byron', email: 'ada@example.org' }
    await conference.assign(orderId, 0, ada)
    await conference.assign(orderId, 1, ada)
    await conference.settle()
    await conference.assign(orderId, 1, { ...ada, lastName: 'Lovelace' })
    await conference.assign(orderId, 0, { firstName: 'Alan', lastName: 'Turing', email: 'alan@example.org' })
    await conference.settle()
    const told = (await listMails(orderId)).filter(({ kind }) => kind === 'seatAssigned').map(({ recipient }) => recipient)
    expect(told.sort()).toEqual(['ada@example.org', 'ada@example.org', 'alan@example.org'])
    const [alan] =
      await sql()`select facts, recipient_name from mails where order_id = ${orderId} and recipient = 'alan@example.org'`
    expect(alan).toEqual({
      facts: { position: 0, seatTypeName: 'General', registrantName: 'Grace Hopper' },
      recipient_name: 'Alan Turing',
    })
  })

  it('is that it expired, to a registrant who left an address, and nothing to one who did not', async () => {
    const [known, unknown] = [await conference.place(1), await conference.place(1)]
    await conference.settle()
    await conference.identify(known, grace)
    await conference.settle()
    writeFileSync(clock, String(30 * 60_000))
    await conference.settle()
    expect(await listMails(known)).toMatchObject([{ kind: 'orderExpired', recipient: 'grace@example.org' }])
    expect(await listMails(unknown)).toEqual([])
    const [stands] = await sql()`select count(*)::int as expired from orders where status = 'expired'`
    expect(stands).toEqual({ expired: 2 })
  })

  it('is that money went back when it has, and not while the processor still refuses', async () => {
    const orderId = await conference.place(1)
    await conference.settle()
    await conference.identify(orderId, grace)
    const paymentId = await conference.pay(orderId, 2)
    await conference.settle()
    const [payment] = await sql()`select status from order_payments where payment_id = ${paymentId}`
    expect(payment).toEqual({ status: 'refundFailed' })
    expect(await listMails(orderId)).toEqual([])
    await conference.confirmRefund(orderId, paymentId)
    await conference.settle()
    expect(await listMails(orderId)).toMatchObject([{ kind: 'paymentReturned', recipient: 'grace@example.org' }])
    expect(await factsOf(orderId, 'paymentReturned')).toMatchObject({
      amountMinor: 39_800,
      currency: 'USD',
      reason: 'The seats of the order changed while it was being paid.',
    })
    const [mail] = await listMails(orderId)
    const returned = mail && (await getMail(mail.mailId))
    if (!returned) throw new Error('the mail is gone')
    const [order] = await sql()`select sealed_code from orders where order_id = ${orderId}`
    const { text } = composeMail(returned)
    expect(text).toContain(openCode(order?.sealed_code))
    expect(text).toContain('In another browser than the one you ordered with, type your email and the order code.')
  })

  it('is written once, though the log is read again', async () => {
    const orderId = await aConfirmedOrder(1)
    const before = await sql()`select * from mails order by id`
    await sql()`update checkpoints set sequence = 0 where consumer = 'mails'`
    await conference.settle()
    const behind =
      await sql()`select 1 from checkpoints join shards using (shard) where consumer = 'mails' and sequence < last_sequence`
    expect(behind).toHaveLength(0)
    expect(await sql()`select * from mails order by id`).toEqual(before)
    expect(await listMails(orderId)).toHaveLength(1)
  })
})
