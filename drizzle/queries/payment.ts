import { fold } from '#domain/aggregate'
import type { PaymentEvent } from '#domain/payments/payment/events'
import { payment, paymentStream } from '#domain/payments/payment/payment'
import { sql } from '../db.ts'
import { eventStore } from '../event-store.ts'

/** The payment page's question, asked of the log: the payer comes here before any read table has heard of the payment. One query. */
export const getPayment = async (paymentId: string) => {
  const { events } = await eventStore(sql()).load(paymentStream(paymentId))
  const [initiated] = events
  if (initiated?.type !== 'PaymentInitiated') return undefined
  const { status } = fold(payment, events as readonly PaymentEvent[])
  return { ...initiated.data, status }
}
