import type { PaymentEvent } from '#domain/payments/payment/events'
import type { Tx } from '#drizzle/db'
import { orderPayments, type PaymentStatus } from '#drizzle/schema/read-models'
import type { Heard } from './projection.ts'
import { loadRows, saveRows } from './rows.ts'

type PaymentRow = typeof orderPayments.$inferSelect

const applyTo = (
  rows: Map<string, PaymentRow>,
  { message, recordedAt, shard, conferenceId }: Heard<PaymentEvent['type']>,
): void => {
  const { paymentId, orderId } = message.data
  const become = (status: PaymentStatus, reason?: string) => {
    const row = rows.get(paymentId)
    if (!row) throw new Error(`payment ${paymentId} was never initiated`)
    rows.set(paymentId, { ...row, status, reason: reason ?? row.reason, changedAt: recordedAt })
  }
  switch (message.type) {
    case 'PaymentInitiated': {
      const { amountMinor, currency } = message.data
      const begun = { status: 'initiated' as const, reason: null, initiatedAt: recordedAt, changedAt: recordedAt }
      rows.set(paymentId, { paymentId, orderId, shard, conferenceId, amountMinor, currency, ...begun })
      break
    }
    case 'PaymentCompleted':
      become('completed')
      break
    case 'PaymentRejected':
      become('rejected')
      break
    case 'PaymentRefundRequested':
      become('refundRequested', message.data.reason)
      break
    case 'PaymentRefunded':
      become('refunded')
      break
    case 'PaymentRefundFailed':
      become('refundFailed', message.data.reason)
      break
  }
}

/** How every payment of an order began and ended. */
export const projectPayments = async (tx: Tx, shard: number, events: readonly Heard<PaymentEvent['type']>[]): Promise<void> => {
  const known = new Set(events.map(({ message }) => message.data.paymentId))
  for (const { message } of events) if (message.type === 'PaymentInitiated') known.delete(message.data.paymentId)
  const rows = new Map((await loadRows(tx, orderPayments, shard, 'payment_id', [...known])).map(row => [row.paymentId, row]))
  for (const event of events) applyTo(rows, event)
  await saveRows(tx, orderPayments, [...rows.values()])
}
