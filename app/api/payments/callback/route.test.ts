import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { paymentStream } from '#domain/payments/payment/payment'
import { now } from '#drizzle/clock'
import { closePools, sql } from '#drizzle/db'
import { newId } from '#drizzle/ids'
import { signCallback } from '#drizzle/payment-signature'
import { sendCommand } from '#drizzle/send'
import { environment, provideSettings } from '#drizzle/settings'
import { useTestDatabase as withTestDatabase } from '#drizzle/testing/database'
import { stop } from '#workers/runtime'
import { POST } from './route.ts'

withTestDatabase()
afterAll(stop)

const anInitiatedPayment = async (): Promise<string> => {
  const conferenceId = randomUUID()
  const [orderId, paymentId] = [newId(conferenceId), newId(conferenceId)]
  const agreed = [{ seatTypeId: newId(conferenceId), quantity: 1 }]
  await sendCommand(
    {
      type: 'InitiatePayment',
      data: { paymentId, orderId, conferenceId, description: 'One seat', items: [], agreed, amountMinor: 100, currency: 'USD' },
    },
    { conferenceId, actor: 'registrant', correlationId: orderId },
  )
  return paymentId
}

const eventsOf = async (paymentId: string) =>
  (await sql()<{ type: string }[]>`select type from events where stream = ${paymentStream(paymentId)} order by version`).map(
    ({ type }) => type,
  )

const callBack = async (content: unknown, { at = now(), signed = JSON.stringify(content) } = {}) => {
  const body = typeof content === 'string' ? content : JSON.stringify(content)
  const headers = { 'payment-signature': signCallback(signed, at) }
  const answer = await POST(new Request('http://localhost/api/payments/callback', { method: 'POST', body, headers }))
  return { status: answer.status, ...(await answer.json()) }
}

describe('a call-back', () => {
  it('settles the payment, however often it comes', async () => {
    for (const [outcome, event] of [
      ['accepted', 'PaymentCompleted'],
      ['rejected', 'PaymentRejected'],
    ]) {
      const paymentId = await anInitiatedPayment()
      const content = { eventId: randomUUID(), paymentId, outcome }
      for (let heard = 1; heard <= 3; heard++) expect(await callBack(content)).toEqual({ status: 200, message: 'Thank you.' })
      expect(await eventsOf(paymentId)).toEqual(['PaymentInitiated', event])
    }
  })

  it('settles a payment once, even when several come at the same time', async () => {
    const paymentId = await anInitiatedPayment()
    const content = { eventId: randomUUID(), paymentId, outcome: 'accepted' }
    const answers = await Promise.all(Array.from({ length: 8 }, () => callBack(content)))
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200))
    expect(await eventsOf(paymentId)).toEqual(['PaymentInitiated', 'PaymentCompleted'])
  })

  it('changes nothing when the payment was settled before', async () => {
    const paymentId = await anInitiatedPayment()
    await callBack({ eventId: randomUUID(), paymentId, outcome: 'rejected' })
    expect(await callBack({ eventId: randomUUID(), paymentId, outcome: 'accepted' })).toMatchObject({ status: 200 })
    expect(await eventsOf(paymentId)).toEqual(['PaymentInitiated', 'PaymentRejected'])
  })

  it('is refused when its event id came before with another outcome', async () => {
    const paymentId = await anInitiatedPayment()
    const eventId = randomUUID()
    await callBack({ eventId, paymentId, outcome: 'accepted' })
    expect(await callBack({ eventId, paymentId, outcome: 'rejected' })).toEqual({
      status: 400,
      message: 'This event id came before with another payment or outcome.',
    })
  })

  it('is refused without the signature of this very body and time', async () => {
    const paymentId = await anInitiatedPayment()
    const content = { eventId: randomUUID(), paymentId, outcome: 'accepted' }
    const message = 'The header payment-signature is missing, older than five minutes, or not made for this body.'
    expect(await callBack(content, { signed: 'another body' })).toEqual({ status: 401, message })
    expect(await callBack(content, { at: new Date(now().getTime() - 301_000) })).toEqual({ status: 401, message })
    expect(await eventsOf(paymentId)).toEqual(['PaymentInitiated'])
  })

  it('is refused when it says nothing we know', async () => {
    const right = { eventId: randomUUID(), paymentId: randomUUID(), outcome: 'accepted' }
    expect(await callBack(right)).toEqual({ status: 400, message: 'There is no such payment.' })
    const message = 'The body must be JSON with an eventId, a paymentId and an outcome, accepted or rejected.'
    const changes = [
      { eventId: '' },
      { eventId: 'a\0' },
      { eventId: 1 },
      { paymentId: "' or 1=1" },
      { paymentId: null },
      { outcome: 'maybe' },
    ]
    for (const wrong of [null, 1, [], {}, ...changes.map(change => ({ ...right, ...change }))])
      expect(await callBack(wrong), JSON.stringify(wrong)).toEqual({ status: 400, message })
    expect(await callBack('{', { signed: '{' })).toEqual({ status: 400, message })
    expect(await callBack('x'.repeat(5_000))).toMatchObject({ status: 400 })
  })

  it('is asked to come again while the database is away', async () => {
    await closePools()
    const given = provideSettings(environment())
    provideSettings({ ...environment(), DATABASE_URL: 'postgres://nobody@localhost:1/none' })
    expect(await callBack({ eventId: 'e', paymentId: randomUUID(), outcome: 'accepted' })).toMatchObject({ status: 503 })
    await closePools()
    provideSettings({ ...environment(), DATABASE_URL: given.DATABASE_URL })
  })
})
