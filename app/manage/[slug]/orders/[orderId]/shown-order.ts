import type { Order } from '#drizzle/queries/order'
import type { OrderAsOf } from '#drizzle/queries/order-history'
import type { OrderStatus, PaymentStatus } from '#drizzle/schema/read-models'

type Person = Readonly<{ firstName: string; lastName: string; email: string }>

/** What a page shows of an order, as it is now or as it was at some moment. */
export type ShownOrder = Readonly<{
  status: OrderStatus
  currency: string
  holdExpiresAt: string
  registrant: Person | undefined
  totalMinor: number
  lines: readonly Readonly<{
    seatTypeId: string
    name: string
    unitPriceMinor: number
    requested: number
    reserved: number
    lineTotalMinor: number
  }>[]
  payments: readonly Readonly<{
    paymentId: string
    status: PaymentStatus
    amountMinor: number
    currency: string
    initiatedAt: string
  }>[]
  seats: readonly Readonly<{ position: number; seatTypeName: string; attendee: Person | undefined }>[]
}>

type Named = Readonly<{ firstName: string | null; lastName: string | null; email: string | null }>

const personIn = ({ firstName, lastName, email }: Named): Person | undefined =>
  email === null ? undefined : { firstName: firstName ?? '', lastName: lastName ?? '', email }

export const asItIs = (order: Order): ShownOrder => ({
  ...order,
  registrant: personIn(order),
  seats: order.seats.map(seat => ({ ...seat, attendee: personIn(seat) })),
})

/** The same from what was folded. Like the read table, it shows the lines that the order asks or has. */
export const asItWas = ({ order, payments, seatAssignments }: OrderAsOf, known: Order): ShownOrder => {
  const { status, currency, registrant, totals, prices, asked, has } = order
  const countIn = (seats: typeof asked, id: string) => seats.find(({ seatTypeId }) => seatTypeId === id)?.quantity ?? 0
  const begun = new Map(known.payments.map(({ paymentId, initiatedAt }) => [paymentId, initiatedAt]))
  const ids = [...new Set([...asked, ...has].map(({ seatTypeId }) => seatTypeId))]
  return {
    status,
    currency,
    holdExpiresAt: order.reservationExpiresAt,
    registrant,
    totalMinor: totals.totalMinor,
    lines: ids.map(id => ({
      seatTypeId: id,
      name: prices[id]?.name ?? '',
      unitPriceMinor: prices[id]?.unitPriceMinor ?? 0,
      requested: countIn(asked, id),
      reserved: countIn(has, id),
      lineTotalMinor: totals.lines.find(({ seatTypeId }) => seatTypeId === id)?.lineTotalMinor ?? 0,
    })),
    payments: payments.flatMap(payment =>
      payment.status === 'none' ? [] : [{ ...payment, initiatedAt: begun.get(payment.paymentId) ?? known.placedAt }],
    ),
    seats: seatAssignments.status === 'none' ? [] : seatAssignments.seats.map(seat => ({ ...seat, attendee: seat.attendee })),
  }
}
