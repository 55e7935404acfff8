import type { Find } from './problem.ts'
import { priceOf, type RecountedOrder } from './recounted-orders.ts'
import type { Row, Seats } from './recounted-seats.ts'

type Paid = Readonly<{ paymentId: string; orderId: string; agreed: Seats; amountMinor: number }>

const written = (seats: Seats): string => JSON.stringify([...seats].map(seat => [seat.seatTypeId, seat.quantity]).sort())

/** Each thing by the payment it happened to; twice is once too often. */
const byPayment = (rows: readonly Row[], type: string, find: Find): ReadonlyMap<string, Row['data']> => {
  const found = new Map<string, Row['data']>()
  for (const { data } of rows.filter(row => row.type === type)) {
    const paymentId = data.paymentId as string
    if (found.has(paymentId)) find('doubled', `${type} happened twice to payment ${paymentId}`)
    found.set(paymentId, data)
  }
  return found
}

/** A kept payment bought the seats that the order has, for what the order cost then. */
const checkKept = ({ paymentId, orderId, agreed, amountMinor }: Paid, order: RecountedOrder, find: Find): void => {
  const { confirmed } = order
  if (!confirmed) return
  if (written(confirmed.lines) !== written(agreed)) find('lost', `order ${orderId} was paid for other seats than it has`)
  if (amountMinor !== confirmed.totalMinor || amountMinor !== order.totalMinor)
    find(
      'other',
      `payment ${paymentId} is of ${amountMinor}, its order was confirmed for ${confirmed.totalMinor} of ${order.totalMinor}`,
    )
}

/**
 * Follows all money by the amounts in the events: what was paid is what the seats cost, and is either kept for an order or given
 * back in full. `mustBeOver`: what shall be given back has been.
 */
export const recountMoney = (
  rows: readonly Row[],
  orders: ReadonlyMap<string, RecountedOrder>,
  { mustBeOver, find }: Readonly<{ mustBeOver: boolean; find: Find }>,
): void => {
  const initiated = byPayment(rows, 'PaymentInitiated', find)
  const completed = byPayment(rows, 'PaymentCompleted', find)
  const asked = byPayment(rows, 'PaymentRefundRequested', find)
  const refunded = byPayment(rows, 'PaymentRefunded', find)
  for (const [paymentId, data] of completed) {
    const payment = data as Paid
    const order = orders.get(payment.orderId)
    const kept = order?.confirmed?.paymentId === paymentId
    if (kept === asked.has(paymentId))
      find(kept ? 'doubled' : 'lost', `payment ${paymentId}: kept ${kept}, and refunded ${!kept ? 'not' : 'too'}`)
    const due = order ? priceOf(order, payment.agreed) : Number.NaN
    if (payment.amountMinor !== due || payment.amountMinor !== initiated.get(paymentId)?.amountMinor)
      find('other', `payment ${paymentId} is of ${payment.amountMinor}, its seats cost ${due} in order ${payment.orderId}`)
    if (kept && order) checkKept(payment, order, find)
  }
  for (const [paymentId, { amountMinor }] of asked) {
    const paid = completed.get(paymentId)?.amountMinor
    if (amountMinor !== paid) find('lost', `payment ${paymentId} was of ${paid}, and ${amountMinor} shall be given back`)
    if (mustBeOver && !refunded.has(paymentId)) find('lost', `payment ${paymentId} was never given back`)
  }
  for (const paymentId of refunded.keys())
    if (!asked.has(paymentId)) find('lost', `payment ${paymentId} was given back though nobody asked for that`)
}
