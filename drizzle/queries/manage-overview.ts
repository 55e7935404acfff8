import { and, asc, count, desc, eq, sql, sum } from 'drizzle-orm'
import { shardOf } from '#domain/event-store'
import { type Reading, read } from '../db.ts'
import { conferenceChecks } from '../schema/conference-checks.ts'
import { conferenceStatistics } from '../schema/management-read-models.ts'
import { type OrderStatus, orderPayments, orderStatuses, orders, seatTypes } from '../schema/read-models.ts'
import { selectReflectedMoment } from './reflected-moment.ts'

type Conference = Readonly<{ conferenceId: string; shard: number }>

const amount = (column: typeof conferenceStatistics.seats | typeof conferenceStatistics.revenueMinor) =>
  sql<number>`coalesce(${sum(column)}, 0)`.mapWith(Number)

const ofStatistics = ({ conferenceId, shard }: Conference) =>
  and(eq(conferenceStatistics.conferenceId, conferenceId), eq(conferenceStatistics.shard, shard))

const selectSeatTypes = async (tx: Reading, conference: Conference) => {
  const [types, revenues] = await Promise.all([
    tx
      .select({
        seatTypeId: seatTypes.seatTypeId,
        name: seatTypes.name,
        priceMinor: seatTypes.priceMinor,
        quota: seatTypes.quota,
        sold: seatTypes.sold,
        held: seatTypes.held,
        remaining: seatTypes.remaining,
      })
      .from(seatTypes)
      .where(and(eq(seatTypes.conferenceId, conference.conferenceId), eq(seatTypes.shard, conference.shard)))
      .orderBy(asc(seatTypes.ordinal), asc(seatTypes.seatTypeId)),
    tx
      .select({ seatTypeId: conferenceStatistics.seatTypeId, revenueMinor: amount(conferenceStatistics.revenueMinor) })
      .from(conferenceStatistics)
      .where(ofStatistics(conference))
      .groupBy(conferenceStatistics.seatTypeId),
  ])
  const revenueOf = new Map(revenues.map(({ seatTypeId, revenueMinor }) => [seatTypeId, revenueMinor]))
  return types.map(type => ({ ...type, revenueMinor: revenueOf.get(type.seatTypeId) ?? 0 }))
}

const selectDays = (tx: Reading, conference: Conference) =>
  tx
    .select({
      day: conferenceStatistics.day,
      seats: amount(conferenceStatistics.seats),
      revenueMinor: amount(conferenceStatistics.revenueMinor),
    })
    .from(conferenceStatistics)
    .where(ofStatistics(conference))
    .groupBy(conferenceStatistics.day)
    .orderBy(asc(conferenceStatistics.day))

const selectOrdersByStatus = async (tx: Reading, { conferenceId, shard }: Conference) => {
  const counted = await tx
    .select({ status: orders.status, orders: count() })
    .from(orders)
    .where(and(eq(orders.conferenceId, conferenceId), eq(orders.shard, shard)))
    .groupBy(orders.status)
  const numberOf = (status: OrderStatus) => counted.find(row => row.status === status)?.orders ?? 0
  return Object.fromEntries(orderStatuses.map(status => [status, numberOf(status)])) as Record<OrderStatus, number>
}

const mostListed = 50
const attentionColumns = {
  orderId: orderPayments.orderId,
  sealedCode: orders.sealedCode,
  paymentId: orderPayments.paymentId,
  status: orderPayments.status,
  amountMinor: orderPayments.amountMinor,
  currency: orderPayments.currency,
  reason: orderPayments.reason,
  changedAt: orderPayments.changedAt,
}
const theirOrder = and(eq(orders.orderId, orderPayments.orderId), eq(orders.shard, orderPayments.shard))

/** Money that went back, or should have: first what the processor refused to give back, then the latest. */
const selectReturnedPayments = (tx: Reading, { conferenceId, shard }: Conference) => {
  const returned = and(
    eq(orderPayments.conferenceId, conferenceId),
    eq(orderPayments.shard, shard),
    // Written out, so that it is the condition of their index.
    sql`${orderPayments.status} in ('refundRequested', 'refunded', 'refundFailed')`,
  )
  return Promise.all([
    tx
      .select(attentionColumns)
      .from(orderPayments)
      .innerJoin(orders, theirOrder)
      .where(returned)
      .orderBy(desc(sql`${orderPayments.status} = 'refundFailed'`), desc(orderPayments.changedAt), asc(orderPayments.paymentId))
      .limit(mostListed),
    tx.select({ total: count() }).from(orderPayments).where(returned),
  ])
}

/** Payments that came after their order had expired and found its seats still free, the latest first. */
const selectReinstatingPayments = (tx: Reading, { conferenceId, shard }: Conference) => {
  const reinstated = and(eq(orders.conferenceId, conferenceId), eq(orders.shard, shard), eq(orders.wasReinstated, true))
  return Promise.all([
    tx
      .select(attentionColumns)
      .from(orders)
      .innerJoin(orderPayments, and(theirOrder, eq(orderPayments.status, 'completed')))
      .where(reinstated)
      .orderBy(desc(orders.placedAt), asc(orderPayments.paymentId))
      .limit(mostListed),
    tx.select({ total: count() }).from(orders).where(reinstated),
  ])
}

/** What the last recount found. Undefined: there was none yet. */
const selectLastCheck = (tx: Reading, { conferenceId, shard }: Conference) =>
  tx
    .select({
      checkedAt: conferenceChecks.checkedAt,
      findings: conferenceChecks.findings,
      notCompared: conferenceChecks.notCompared,
      events: conferenceChecks.events,
      orders: conferenceChecks.orders,
      underWay: conferenceChecks.underWay,
    })
    .from(conferenceChecks)
    .where(and(eq(conferenceChecks.conferenceId, conferenceId), eq(conferenceChecks.shard, shard)))

/**
 * The numbers of a conference: seat types with what is sold, held, left (below zero after a quota cut) and their revenue; orders by
 * state; what was sold by day in the conference's time zone (days with nothing sold are missing); payments that need a person's
 * attention, at most 50 of each kind beside how many there are. `reflectsAt`: the moment they show. `lastCheck`: whether they add up. All in one snapshot.
 */
export const getOverview = (conferenceId: string) => {
  const conference = { conferenceId, shard: shardOf(conferenceId) }
  return read(async tx => {
    const [types, days, ordersByStatus, [returned, [returnedCount]], [reinstated, [reinstatedCount]], reflectsAt, [lastCheck]] =
      await Promise.all([
        selectSeatTypes(tx, conference),
        selectDays(tx, conference),
        selectOrdersByStatus(tx, conference),
        selectReturnedPayments(tx, conference),
        selectReinstatingPayments(tx, conference),
        selectReflectedMoment(tx, conference.shard, ['orders', 'seat-types', 'conference-statistics']),
        selectLastCheck(tx, conference),
      ])
    return {
      seatTypes: types,
      days,
      ordersByStatus,
      seatsSold: days.reduce((seats, day) => seats + day.seats, 0),
      revenueMinor: days.reduce((revenueMinor, day) => revenueMinor + day.revenueMinor, 0),
      returned: { payments: returned, total: returnedCount?.total ?? 0 },
      reinstated: { payments: reinstated, total: reinstatedCount?.total ?? 0 },
      reflectsAt,
      lastCheck,
    }
  })
}

export type Overview = Awaited<ReturnType<typeof getOverview>>
