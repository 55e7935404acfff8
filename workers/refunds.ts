import type { PaymentRefundRequested } from '#domain/payments/payment/events'
import { now } from '#drizzle/clock'
import type { PublishedMessage } from '#drizzle/log'
import type { Consumer } from './consumers.ts'

const refundRequested = ({ message }: PublishedMessage): PaymentRefundRequested | undefined =>
  // Nothing to give back is settled by the payment itself.
  message.type === 'PaymentRefundRequested' && message.data.amountMinor > 0 ? message : undefined

/** Writes down the money that the processor must give back; an errand asks it for each. */
export const refunds = (): Consumer => ({
  name: 'refunds',
  hears: type => type === 'PaymentRefundRequested',
  keyOf: published => refundRequested(published)?.data.paymentId,
  async handle(tx, shard, messages) {
    const at = now().toISOString()
    const rows = messages.flatMap(published => refundRequested(published)?.data ?? [])
    await tx`
      insert into refunds (payment_id, shard, conference_id, order_id, amount_minor, currency, requested_at, attempts, due_at)
      select "paymentId", ${shard}, "conferenceId", "orderId", "amountMinor", currency, ${at}, 0, ${at}
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
        as r("paymentId" text, "conferenceId" text, "orderId" text, "amountMinor" integer, currency text)
      on conflict (payment_id, shard) do nothing`
    return undefined
  },
})
