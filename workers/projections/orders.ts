import type { PaymentEvent } from '#domain/payments/payment/events'
import type { OrderEvent } from '#domain/registration/order/events'
import type { Tx } from '#drizzle/db'
import { orderLines, orderPayments, orders as table } from '#drizzle/schema/read-models'
import { projectPayments } from './order-payments.ts'
import { applyToRows, type OrderRows } from './order-rows.ts'
import { type Heard, projection } from './projection.ts'
import { loadRows, saveRows } from './rows.ts'

const orderEvents = [
  'OrderPlaced',
  'OrderUpdated',
  'OrderTotalsCalculated',
  'OrderPartiallyReserved',
  'OrderReservationCompleted',
  'OrderRegistrantAssigned',
  'OrderReinstated',
  'OrderConfirmed',
  'OrderPaymentRefused',
  'OrderExpired',
] as const satisfies readonly OrderEvent['type'][]

const paymentEvents = [
  'PaymentInitiated',
  'PaymentCompleted',
  'PaymentRejected',
  'PaymentRefundRequested',
  'PaymentRefunded',
  'PaymentRefundFailed',
] as const satisfies readonly PaymentEvent['type'][]

const loadOrders = async (tx: Tx, shard: number, ids: readonly string[]): Promise<Map<string, OrderRows>> => {
  const [found, lines] = await Promise.all([
    loadRows(tx, table, shard, 'order_id', ids),
    loadRows(tx, orderLines, shard, 'order_id', ids),
  ])
  const linesOf = new Map<string, (typeof lines)[number][]>(found.map(({ orderId }) => [orderId, []]))
  for (const line of lines.sort((one, other) => one.ordinal - other.ordinal)) linesOf.get(line.orderId)?.push(line)
  return new Map(found.map(order => [order.orderId, { order, lines: linesOf.get(order.orderId) ?? [] }]))
}

const projectOrders = async (tx: Tx, shard: number, events: readonly Heard<OrderEvent['type']>[]): Promise<void> => {
  const known = new Set(events.map(({ message }) => message.data.orderId))
  for (const { message } of events) if (message.type === 'OrderPlaced') known.delete(message.data.orderId)
  const rows = await loadOrders(tx, shard, [...known])
  const askedAnew = new Set<string>()
  for (const event of events) {
    const { orderId } = event.message.data
    rows.set(orderId, applyToRows(rows.get(orderId), event))
    if (event.message.type === 'OrderUpdated') askedAnew.add(orderId)
  }
  if (askedAnew.size > 0)
    await tx`
      delete from ${tx('order_lines')} where shard = ${shard}
      and order_id in (select jsonb_array_elements_text(${JSON.stringify([...askedAnew])}::text::jsonb))`
  const changed = [...rows.values()]
  await Promise.all([
    saveRows(
      tx,
      table,
      changed.map(({ order }) => order),
    ),
    saveRows(
      tx,
      orderLines,
      changed.flatMap(({ lines }) => lines),
    ),
  ])
}

type HeardHere = Heard<(typeof orderEvents)[number] | (typeof paymentEvents)[number]>

const typesOfPayments: ReadonlySet<string> = new Set(paymentEvents)
const ofPayments = (event: HeardHere): event is HeardHere & Heard<PaymentEvent['type']> => typesOfPayments.has(event.message.type)
const ofOrders = (event: HeardHere): event is HeardHere & Heard<OrderEvent['type']> => !ofPayments(event)

/** Every order with its lines and its payments. */
export const orders = projection(
  'orders',
  [table, orderLines, orderPayments],
  [...orderEvents, ...paymentEvents],
  event => event.data.orderId,
  async (tx, shard, events) => {
    const ordered = events.filter(ofOrders)
    const paid = events.filter(ofPayments)
    if (ordered.length > 0) await projectOrders(tx, shard, ordered)
    if (paid.length > 0) await projectPayments(tx, shard, paid)
  },
)
