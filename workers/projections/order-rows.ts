import type { OrderEvent } from '#domain/registration/order/events'
import type { OrderLine, PricedLine } from '#domain/registration/pricing'
import { quantityOf, type SeatQuantity, totalSeats } from '#domain/seats'
import { openCode, orderCodeLookup } from '#drizzle/codes'
import type { orderLines, orders } from '#drizzle/schema/read-models'
import { searchText } from '#drizzle/search-text'
import type { Heard } from './projection.ts'

type OrderRow = typeof orders.$inferSelect
type LineRow = typeof orderLines.$inferSelect

/** An order as the read tables hold it. */
export type OrderRows = Readonly<{ order: OrderRow; lines: readonly LineRow[] }>

const asked = (orderId: string, shard: number, lines: readonly PricedLine[]): LineRow[] =>
  lines.map(({ seatTypeId, name, description, unitPriceMinor, quantity }, ordinal) => ({
    ...{ orderId, seatTypeId, shard, ordinal, name, description, unitPriceMinor },
    requested: quantity,
    reserved: 0,
    lineTotalMinor: unitPriceMinor * quantity,
  }))

const reserved = (
  { order, lines }: OrderRows,
  status: 'partiallyReserved' | 'reserved',
  seats: readonly SeatQuantity[],
): OrderRows => ({
  order: { ...order, status, seats: totalSeats(seats) },
  lines: lines.map(line => ({ ...line, reserved: quantityOf(seats, line.seatTypeId) })),
})

const priced = ({ order, lines }: OrderRows, totals: readonly OrderLine[], totalMinor: number): OrderRows => {
  const lineTotal = (seatTypeId: string) => totals.find(line => line.seatTypeId === seatTypeId)?.lineTotalMinor ?? 0
  return {
    order: { ...order, totalMinor },
    lines: lines.map(line => ({ ...line, lineTotalMinor: lineTotal(line.seatTypeId) })),
  }
}

const place = ({ message: { data }, shard, version }: Heard<'OrderPlaced'>): OrderRows => {
  const code = openCode(data.sealedOrderCode)
  return {
    order: {
      orderId: data.orderId,
      shard,
      conferenceId: data.conferenceId,
      version,
      status: 'placed',
      wasReinstated: false,
      sealedCode: data.sealedOrderCode,
      codeLookup: orderCodeLookup(code),
      currency: data.currency,
      placedAt: data.placedAt,
      holdExpiresAt: data.reservationExpiresAt,
      confirmedAt: null,
      firstName: null,
      lastName: null,
      email: null,
      searchText: '',
      seats: totalSeats(data.seats),
      totalMinor: 0,
    },
    lines: asked(data.orderId, shard, data.lines),
  }
}

/** The order's rows after one more of its events. */
export const applyToRows = (rows: OrderRows | undefined, event: Heard<OrderEvent['type']>): OrderRows => {
  const { message, version, shard } = event
  if (message.type === 'OrderPlaced') return place({ ...event, message })
  if (!rows) throw new Error(`order ${message.data.orderId} was never placed`)
  const known: OrderRows = { ...rows, order: { ...rows.order, version } }
  switch (message.type) {
    case 'OrderUpdated':
      return {
        order: { ...known.order, status: 'placed', seats: totalSeats(message.data.seats) },
        lines: asked(message.data.orderId, shard, message.data.lines),
      }
    case 'OrderTotalsCalculated':
      return priced(known, message.data.lines, message.data.totalMinor)
    case 'OrderPartiallyReserved':
      return reserved(known, 'partiallyReserved', message.data.seats)
    case 'OrderReservationCompleted':
      return reserved(known, 'reserved', message.data.seats)
    case 'OrderRegistrantAssigned': {
      const { firstName, lastName, email } = message.data
      const called = { firstName, lastName, email, searchText: searchText(firstName, lastName, email) }
      return { ...known, order: { ...known.order, ...called } }
    }
    case 'OrderReinstated':
      return { ...known, order: { ...known.order, wasReinstated: true } }
    case 'OrderConfirmed':
      return { ...known, order: { ...known.order, status: 'confirmed', confirmedAt: event.recordedAt } }
    case 'OrderPaymentRefused':
      return known
    case 'OrderExpired':
      return { ...known, order: { ...known.order, status: 'expired' } }
  }
}
