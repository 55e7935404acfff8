import { and, asc, eq } from 'drizzle-orm'
import { shardOf } from '#domain/event-store'
import { kept, type Reading, read } from '../db.ts'
import { orderLines, orderPayments, orders, seatAssignments } from '../schema/read-models.ts'
import { selectConference } from './conference.ts'

const orderColumns = {
  orderId: orders.orderId,
  conferenceId: orders.conferenceId,
  version: orders.version,
  status: orders.status,
  wasReinstated: orders.wasReinstated,
  sealedCode: orders.sealedCode,
  currency: orders.currency,
  placedAt: orders.placedAt,
  holdExpiresAt: orders.holdExpiresAt,
  confirmedAt: orders.confirmedAt,
  firstName: orders.firstName,
  lastName: orders.lastName,
  email: orders.email,
  totalMinor: orders.totalMinor,
}

const lineColumns = {
  seatTypeId: orderLines.seatTypeId,
  name: orderLines.name,
  unitPriceMinor: orderLines.unitPriceMinor,
  requested: orderLines.requested,
  reserved: orderLines.reserved,
  lineTotalMinor: orderLines.lineTotalMinor,
}

const paymentColumns = {
  paymentId: orderPayments.paymentId,
  status: orderPayments.status,
  amountMinor: orderPayments.amountMinor,
  currency: orderPayments.currency,
  initiatedAt: orderPayments.initiatedAt,
  changedAt: orderPayments.changedAt,
}

const seatColumns = {
  position: seatAssignments.position,
  version: seatAssignments.version,
  seatTypeName: seatAssignments.seatTypeName,
  firstName: seatAssignments.firstName,
  lastName: seatAssignments.lastName,
  email: seatAssignments.email,
}

const selectOrder = async (tx: Reading, orderId: string) => {
  const shard = shardOf(orderId)
  const [[order], lines, payments, seats] = await Promise.all([
    kept(
      tx
        .select(orderColumns)
        .from(orders)
        .where(and(eq(orders.orderId, orderId), eq(orders.shard, shard))),
    ),
    kept(
      tx
        .select(lineColumns)
        .from(orderLines)
        .where(and(eq(orderLines.orderId, orderId), eq(orderLines.shard, shard)))
        .orderBy(asc(orderLines.ordinal), asc(orderLines.seatTypeId)),
    ),
    kept(
      tx
        .select(paymentColumns)
        .from(orderPayments)
        .where(and(eq(orderPayments.orderId, orderId), eq(orderPayments.shard, shard)))
        .orderBy(asc(orderPayments.initiatedAt), asc(orderPayments.paymentId)),
    ),
    kept(
      tx
        .select(seatColumns)
        .from(seatAssignments)
        .where(and(eq(seatAssignments.orderId, orderId), eq(seatAssignments.shard, shard)))
        .orderBy(asc(seatAssignments.position)),
    ),
  ])
  return order && { ...order, lines, payments, seats }
}

/** The question of every page about one order: the order and its conference, six queries (sent together) in one snapshot. */
export const getOrder = (conferenceId: string, orderId: string) =>
  read(async tx => {
    const [conference, order] = await Promise.all([selectConference(tx, conferenceId), selectOrder(tx, orderId)])
    return { conference, order }
  })

export type Order = NonNullable<Awaited<ReturnType<typeof getOrder>>['order']>
export type OrderLine = Order['lines'][number]
export type OrderPayment = Order['payments'][number]
export type OrderSeat = Order['seats'][number]
