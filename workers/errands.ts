import { shardOf } from '#domain/event-store'
import type { PaymentProcessor } from '#domain/payments/processor'
import { clockOffsetMs, now } from '#drizzle/clock'
import { type Sql, sql } from '#drizzle/db'
import { signCallback } from '#drizzle/payment-signature'
import { sendCommand } from '#drizzle/send'
import { settings } from '#drizzle/settings'
import { simulatedProcessor } from '#drizzle/simulated-processor'
import { log } from './log.ts'
import { mailsToSend, sendMail } from './mailer.ts'
import type { Errand } from './queues.ts'

/** An errand that failed is due again after 1, 2, 4 … at most 300 seconds; its row carries that, not the queue. */
const dueAgain = (at: Date, attempts: number): string =>
  new Date(at.getTime() + Math.min(2 ** attempts, 300) * 1_000).toISOString()

/** How long one attempt may last. The call-back comes to ourselves, and a payer waits for it. */
const attemptMs = { notify: 3_000, refund: 10_000 } as const

const processor = (): PaymentProcessor => {
  switch (settings().PAYMENT_PROCESSOR) {
    case 'simulated':
      return simulatedProcessor
  }
}

type PaymentErrand = Errand & Readonly<{ kind: 'notify' | 'refund' }>

/** What must still leave the system and is due; of one shard, or of all. */
export const dueErrands = async (pool: Sql, shard?: number): Promise<Errand[]> => {
  const at = new Date(Date.now() + clockOffsetMs()).toISOString()
  const where = shard === undefined ? pool`true` : pool`shard = ${shard}`
  const aboutPayments = pool<PaymentErrand[]>`
    select 'notify' as kind, payment_id as id from simulated_payments
    where ${where} and notified_at is null and due_at <= ${at}
    union all
    select 'refund', payment_id from refunds where ${where} and answered_at is null and due_at <= ${at}
    limit 1000`
  const [payments, mails] = await Promise.all([aboutPayments, mailsToSend(pool, shard)])
  return [...payments, ...mails.map(id => ({ kind: 'mail', id }) as const)]
}

type Claimed<Row> = Row & Readonly<{ attempts: number }>

/** Takes the errand for twice the time that one attempt may last, so that two workers do not run it at once. Undefined: not due (any more). */
const claim = async <Row>({ kind, id }: PaymentErrand): Promise<Claimed<Row> | undefined> => {
  const pool = sql()
  const at = now()
  const busyUntil = new Date(at.getTime() + 2 * attemptMs[kind]).toISOString()
  const rows = await pool<Claimed<Row>[]>`
    update ${kind === 'notify' ? pool`simulated_payments` : pool`refunds`}
    set attempts = attempts + 1, due_at = ${busyUntil}
    where payment_id = ${id} and shard = ${shardOf(id)} and due_at <= ${at.toISOString()}
      and ${kind === 'notify' ? pool`notified_at` : pool`answered_at`} is null
    returning *`
  return rows[0]
}

/** The simulated company tells us what the payer decided, over HTTP as a real one would. */
const notify = async (paymentId: string): Promise<void> => {
  const row = await claim<{ event_id: string; outcome: string }>({ kind: 'notify', id: paymentId })
  if (!row) return
  const body = JSON.stringify({ eventId: row.event_id, paymentId, outcome: row.outcome })
  const response = await fetch(new URL('/api/payments/callback', settings().PUBLIC_URL), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'payment-signature': signCallback(body, now()) },
    body,
    signal: AbortSignal.timeout(attemptMs.notify),
  })
  if (!response.ok) throw new Error(`the call-back was answered with ${response.status}`)
  await sql()`update simulated_payments set notified_at = ${now().toISOString()}
    where payment_id = ${paymentId} and shard = ${shardOf(paymentId)}`
}

const refund = async (paymentId: string): Promise<void> => {
  const row = await claim<{ amount_minor: number; currency: string; conference_id: string; order_id: string }>({
    kind: 'refund',
    id: paymentId,
  })
  if (!row) return
  const answer = await processor().refund({
    paymentId,
    amountMinor: row.amount_minor,
    currency: row.currency,
    idempotencyKey: `refund-${paymentId}`,
  })
  await sendCommand(
    answer === 'refunded'
      ? { type: 'ConfirmRefund', data: { paymentId } }
      : { type: 'FailRefund', data: { paymentId, reason: answer.refused } },
    { conferenceId: row.conference_id, actor: 'payment processor', correlationId: row.order_id },
  )
  await sql()`update refunds set answered_at = ${now().toISOString()}
    where payment_id = ${paymentId} and shard = ${shardOf(paymentId)}`
}

const runPaymentErrand = async ({ kind, id }: PaymentErrand): Promise<void> => {
  try {
    await (kind === 'notify' ? notify(id) : refund(id))
  } catch (error) {
    log().warn({ err: error, kind, paymentId: id }, 'an errand failed and will be run again')
    const pool = sql()
    const [row] = await pool<{ attempts: number }[]>`
      select attempts from ${kind === 'notify' ? pool`simulated_payments` : pool`refunds`}
      where payment_id = ${id} and shard = ${shardOf(id)}`
    await pool`
      update ${kind === 'notify' ? pool`simulated_payments` : pool`refunds`} set due_at = ${dueAgain(now(), row?.attempts ?? 1)}
      where payment_id = ${id} and shard = ${shardOf(id)}`
  }
}

/** Runs an errand once. A failure is noted in its row, which makes it due again later. */
export const runErrand = ({ kind, id }: Errand): Promise<void> =>
  kind === 'mail' ? sendMail(id) : runPaymentErrand({ kind, id })
