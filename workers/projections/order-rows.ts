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

const reserved = (lines: readonly LineRow[], seats: readonly SeatQuantity[]): LineRow[] =>
  lines.map(line => ({ ...line, reserved: quantityOf(seats, line.seatTypeId) }))

const priced = (lines: readonly LineRow[], totals: readonly OrderLine[]): LineRow[] =>
  lines.map(line => ({
    ...line,
    lineTotalMinor: totals.find(({ seatTypeId }) => seatTypeId === line.seatTypeId)?.lineTotalMinor ?? 0,
  }))

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
  const become = (changes: Partial<OrderRow>, lines = rows.lines): OrderRows => ({
    order: { ...rows.order, ...changes, version },
    lines,
  })
  switch (message.type) {
    case 'OrderUpdated': {
      const { orderId, seats, lines } = message.data
      return become({ status: 'placed', seats: totalSeats(seats) }, asked(orderId, shard, lines))
    }
    case 'OrderTotalsCalculated':
      return become({ totalMinor: message.data.totalMinor }, priced(rows.lines, message.data.lines))
    case 'OrderPartiallyReserved':
      return become(
        { status: 'partiallyReserved', seats: totalSeats(message.data.seats) },
        reserved(rows.lines, message.data.seats),
      )
    case 'OrderReservationCompleted':
      return become({ status: 'reserved', seats: totalSeats(message.data.seats) }, reserved(rows.lines, message.data.seats))
    case 'OrderRegistrantAssigned': {
      const { firstName, lastName, email } = message.data
      return become({ firstName, lastName, email, searchText: searchText(firstName, lastName, email) })
    }
    case 'OrderReinstated':
      return become({ wasReinstated: true })
    case 'OrderConfirmed':
      return become({ status: 'confirmed', confirmedAt: event.recordedAt })
    case 'OrderPaymentRefused':
      return become({})
    case 'OrderExpired':
      return become({ status: 'expired' })
  }
}
