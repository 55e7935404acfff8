import { randomUUID } from 'node:crypto'
import { shardOf } from '#domain/event-store'
import type { PaymentProcessor } from '#domain/payments/processor'
import { Refusal } from '#domain/refusal'
import { now } from './clock.ts'
import { sql } from './db.ts'

export type SimulatedOutcome = 'accepted' | 'rejected'

/**
 * The payer's decision at the simulated payment company: written into its books with the call-back it owes us. Decided once; gives
 * the decision that stands. Throws Refusal when the payment was never started.
 */
export const decideSimulatedPayment = async (paymentId: string, outcome: SimulatedOutcome): Promise<SimulatedOutcome> => {
  const shard = shardOf(paymentId)
  const at = now().toISOString()
  const rows = await sql().begin(async tx => {
    await tx`
      insert into simulated_payments (payment_id, shard, conference_id, outcome, event_id, decided_at, attempts, due_at)
      select ${paymentId}, ${shard}, conference_id, ${outcome}, ${randomUUID()}, ${at}, 0, ${at}
      from events where stream = ${`payment-${paymentId}`} and shard = ${shard} and version = 1
      on conflict (payment_id, shard) do nothing`
    return tx<{ outcome: SimulatedOutcome }[]>`
      select outcome from simulated_payments where payment_id = ${paymentId} and shard = ${shard}`
  })
  const standing = rows[0]?.outcome
  if (!standing) throw new Refusal('There is no such payment.')
  return standing
}

/** What the payer decided; undefined while the payment waits. */
export const simulatedDecision = async (paymentId: string): Promise<SimulatedOutcome | undefined> => {
  const rows = await sql().begin(
    'read only',
    tx => tx<{ outcome: SimulatedOutcome }[]>`
      select outcome from simulated_payments where payment_id = ${paymentId} and shard = ${shardOf(paymentId)}`,
  )
  return rows[0]?.outcome
}

/** Stands in for an external company: its payment page is one of ours, its books are a table. */
export const simulatedProcessor: PaymentProcessor = {
  paymentPage: paymentId => `/payment/${paymentId}`,
  async refund({ paymentId }) {
    const rows = await sql()`
      update simulated_payments set refunded_at = coalesce(refunded_at, ${now().toISOString()})
      where payment_id = ${paymentId} and shard = ${shardOf(paymentId)} and outcome = 'accepted'
      returning payment_id`
    return rows.length === 1 ? 'refunded' : { refused: 'The processor took no money for this payment.' }
  },
}
