/**
 * The whole domain as small as it can be said, for a world in which everything is done before the next thing begins: what people
 * get from the system, without streams, processes and messages. Times are minutes.
 */
export const seatKinds = ['A', 'B'] as const
export type SeatKind = (typeof seatKinds)[number]
export type Seats = Readonly<Record<SeatKind, number>>

/** B costs nothing. */
export const priceMinor: Seats = { A: 100, B: 0 }
export const holdMinutes = 15
const bufferMinutes = 14

export type ModelOrder = {
  placedAt: number
  status: 'partiallyReserved' | 'reserved' | 'confirmed' | 'expired'
  asked: Seats
  /** When it has expired: what it had. */
  has: Seats
}
export type ModelPayment = { order: number; agreed: Seats; status: 'initiated' | 'completed' | 'rejected' | 'returned' }
export type Model = { now: number; quota: Record<SeatKind, number>; orders: ModelOrder[]; payments: ModelPayment[] }

export const emptyModel = (quota: Seats): Model => ({ now: 0, quota: { ...quota }, orders: [], payments: [] })

const each = (value: (kind: SeatKind) => number): Seats => ({ A: value('A'), B: value('B') })
const same = (one: Seats, other: Seats): boolean => seatKinds.every(kind => one[kind] === other[kind])
const isNone = (seats: Seats): boolean =>
  same(
    seats,
    each(() => 0),
  )
export const amountOf = (seats: Seats): number => seatKinds.reduce((sum, kind) => sum + seats[kind] * priceMinor[kind], 0)

const isOpen = ({ status }: ModelOrder): boolean => status === 'reserved' || status === 'partiallyReserved'
const isPastHold = (model: Model, order: ModelOrder): boolean => model.now >= order.placedAt + holdMinutes

const total = (orders: readonly ModelOrder[], kind: SeatKind): number => orders.reduce((sum, { has }) => sum + has[kind], 0)

export const seatCounts = ({ quota, orders }: Model, kind: SeatKind) => {
  const held = total(orders.filter(isOpen), kind)
  const confirmed = orders.filter(({ status }) => status === 'confirmed')
  const sold = total(confirmed, kind)
  return { held, sold, remaining: quota[kind] - held - sold }
}

/** What an order with these seats (its own, or none) gets when it asks. */
const granted = (model: Model, own: Seats, asked: Seats): Seats =>
  each(kind => Math.min(asked[kind], Math.max(seatCounts(model, kind).remaining, 0) + own[kind]))

const hold = (order: ModelOrder, seats: Seats): void => {
  order.has = seats
  order.status = same(seats, order.asked) ? 'reserved' : 'partiallyReserved'
}

/** False, here and below: a person is refused, and nothing happens. */
export const place = (model: Model, asked: Seats): boolean => {
  if (isNone(asked)) return false
  const has = granted(
    model,
    each(() => 0),
    asked,
  )
  const order: ModelOrder = { placedAt: model.now, status: 'reserved', asked, has }
  hold(order, has)
  model.orders.push(order)
  return true
}

export const change = (model: Model, order: ModelOrder, asked: Seats): boolean => {
  if (!isOpen(order) || isPastHold(model, order) || isNone(asked)) return false
  if (order.status === 'reserved' && same(order.asked, asked)) return true
  order.asked = asked
  hold(order, granted(model, order.has, asked))
  return true
}

export const startPayment = (model: Model, index: number): boolean => {
  const order = model.orders[index]
  if (!order || !isOpen(order) || isPastHold(model, order) || isNone(order.has)) return false
  const payment: ModelPayment = { order: index, agreed: order.has, status: 'initiated' }
  model.payments.push(payment)
  if (amountOf(order.has) === 0) endPayment(model, payment, true)
  return true
}

export const endPayment = (model: Model, payment: ModelPayment, isAccepted: boolean): void => {
  const order = model.orders[payment.order]
  if (payment.status !== 'initiated' || !order) return
  payment.status = isAccepted ? 'completed' : 'rejected'
  if (!isAccepted) return
  const isLate = order.status === 'expired'
  const has = isLate
    ? granted(
        model,
        each(() => 0),
        order.has,
      )
    : order.has
  if (order.status !== 'confirmed' && same(has, order.has) && same(payment.agreed, has)) {
    order.status = 'confirmed'
    return
  }
  payment.status = 'returned'
  // Its seats are asked for again, and there may be more by now.
  if (isOpen(order)) hold(order, granted(model, order.has, order.asked))
}

export const setQuota = (model: Model, kind: SeatKind, quota: number): void => {
  model.quota[kind] = quota
}

export const pass = (model: Model, minutes: number): void => {
  model.now += minutes
  for (const order of model.orders)
    if (isOpen(order) && model.now >= order.placedAt + holdMinutes + bufferMinutes) order.status = 'expired'
}
