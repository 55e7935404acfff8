import type { Find } from './problem.ts'
import type { Row, Seats } from './recounted-seats.ts'

export type Standing = 'placed' | 'partiallyReserved' | 'reserved' | 'confirmed' | 'expired'

type Confirmed = Readonly<{ paymentId: string; lines: Seats; totalMinor: number }>

/** What an order's own events come to. `prices`: of one seat, as the order named it first. */
export type RecountedOrder = {
  standing: Standing
  totalMinor: number
  readonly prices: Map<string, number>
  confirmed?: Confirmed
}

const standings: Readonly<Record<string, Standing>> = {
  OrderPlaced: 'placed',
  OrderUpdated: 'placed',
  OrderPartiallyReserved: 'partiallyReserved',
  OrderReservationCompleted: 'reserved',
  OrderConfirmed: 'confirmed',
  OrderExpired: 'expired',
}

type Priced = readonly Readonly<{ seatTypeId: string; unitPriceMinor: number }>[]

/** How far each order has come. `rows` must be in the order of their streams. */
export const recountOrders = (rows: readonly Row[], find: Find): ReadonlyMap<string, RecountedOrder> => {
  const orders = new Map<string, RecountedOrder>()
  for (const { stream, type, data } of rows) {
    const orderId = data.orderId as string
    if (stream !== `order-${orderId}`) continue
    if (type === 'OrderPlaced') orders.set(orderId, { standing: 'placed', totalMinor: 0, prices: new Map() })
    const order = orders.get(orderId)
    if (!order) continue
    order.standing = standings[type] ?? order.standing
    if (type === 'OrderPlaced' || type === 'OrderUpdated')
      for (const { seatTypeId, unitPriceMinor } of data.lines as Priced)
        if (!order.prices.has(seatTypeId)) order.prices.set(seatTypeId, unitPriceMinor)
    if (type === 'OrderTotalsCalculated') order.totalMinor = data.totalMinor as number
    if (type !== 'OrderConfirmed') continue
    if (order.confirmed) find('doubled', `order ${orderId} was confirmed twice`)
    order.confirmed = data as Confirmed
  }
  return orders
}

/** What these seats cost in this order; not a number where it never named one of them. */
export const priceOf = ({ prices }: RecountedOrder, seats: Seats): number =>
  seats.reduce((sum, { seatTypeId, quantity }) => sum + quantity * (prices.get(seatTypeId) ?? Number.NaN), 0)
