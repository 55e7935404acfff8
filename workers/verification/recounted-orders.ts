import { type Findings, minutesAgo } from './findings.ts'
import type { RecountedEvent, Seats } from './recounted-event.ts'
import { graceMs, type PaymentEvent, type RecountedPayments } from './recounted-payments.ts'
import { isSameSeats, type RecountedSeats, type SeatEvent } from './recounted-seats.ts'

/** Moments are in milliseconds: when anything last happened to it, and until when it may be open. */
type Order = {
  status: 'placed' | 'answered' | 'expired' | 'confirmed'
  lastAt: number
  dueAt: number
  wishes: Map<number, Seats> | undefined
  confirmed: Readonly<{ paymentId: string; seats: Seats }> | undefined
  isSold: boolean
  isAssignable: boolean
}

/** Amounts are in the currency's minor unit. */
export type OrderFigures = Readonly<{
  orders: number
  confirmed: number
  expired: number
  assignableSeats: number
  soldSeats: number
  soldMinor: number
}>

type OrderEvent = Exclude<RecountedEvent, SeatEvent | PaymentEvent>

/** The orders of one conference: what each asked for, what it has, and whether it is waiting for something too long. */
export class RecountedOrders {
  private readonly orders = new Map<string, Order>()
  private readonly sums = { orders: 0, confirmed: 0, expired: 0, assignableSeats: 0, soldSeats: 0, soldMinor: 0 }
  underWay = 0

  constructor(
    private readonly findings: Findings,
    private readonly seats: RecountedSeats,
    private readonly payments: RecountedPayments,
  ) {}

  get figures(): OrderFigures {
    return { ...this.sums }
  }

  paymentOf(orderId: string): string | undefined {
    return this.orders.get(orderId)?.confirmed?.paymentId
  }

  /** What the order asked for in an attempt that is answered now; it and older wishes are forgotten. */
  takeWish(orderId: string, attempt: number): Seats {
    const order = this.orders.get(orderId)
    const wish = order?.wishes?.get(attempt) ?? []
    for (const older of [...(order?.wishes?.keys() ?? [])]) if (older <= attempt) order?.wishes?.delete(older)
    if (order?.wishes?.size === 0) order.wishes = undefined
    return wish
  }

  count(event: OrderEvent): void {
    const { orderId } = event.data
    const order = this.of(orderId, event.recordedAt.getTime())
    switch (event.type) {
      case 'OrderPlaced':
        this.sums.orders++
        order.status = 'placed'
        break
      case 'OrderUpdated':
        order.status = 'placed'
        break
      case 'OrderPartiallyReserved':
      case 'OrderReservationCompleted':
        order.status = 'answered'
        break
      case 'OrderReinstated':
        this.sums.expired--
        order.status = 'answered'
        break
      case 'OrderExpired':
        this.sums.expired++
        order.status = 'expired'
        break
      case 'OrderConfirmed':
        this.confirm(order, event)
        break
      case 'RegistrationStarted':
        order.dueAt = Date.parse(event.data.expiresAt)
        break
      case 'DeadlineSet':
        order.dueAt = Date.parse(event.data.dueAt)
        break
      case 'SeatsRequested':
        order.wishes ??= new Map()
        order.wishes.set(event.data.attempt, event.data.seats)
        break
      case 'SeatAssignmentsCreated':
        this.sums.assignableSeats += event.data.seats.length
        order.isAssignable = true
        break
    }
  }

  /** The seats that an order held are sold. */
  countSale(orderId: string, seats: Seats, at: number): void {
    const { confirmed } = this.orders.get(orderId) ?? {}
    if (!confirmed || !isSameSeats(confirmed.seats, seats))
      this.findings.note('unconfirmed', `Order ${orderId} was sold seats that it was not confirmed for.`)
    if (confirmed) this.of(orderId, at).isSold = true
  }

  /** Nobody waits for an answer of the system for longer than the grace, and nobody holds seats for ever. */
  settle(now: number): void {
    for (const [orderId, order] of this.orders) {
      const trouble = this.troubleOf(orderId, order, now)
      if (trouble && now - order.lastAt <= graceMs) this.underWay++
      else if (trouble) this.findings.note(trouble.kind, trouble.sentence)
    }
    for (const holder of this.seats.holders)
      if (!this.orders.has(holder)) this.findings.note('no order', `Seats are held for ${holder}, which is no order.`)
  }

  private of(orderId: string, at: number): Order {
    const known = this.orders.get(orderId)
    const order: Order = known ?? {
      ...{ status: 'placed', lastAt: at, dueAt: Number.POSITIVE_INFINITY, wishes: undefined },
      ...{ confirmed: undefined, isSold: false, isAssignable: false },
    }
    if (!known) this.orders.set(orderId, order)
    order.lastAt = at
    return order
  }

  private confirm(order: Order, { data }: Extract<OrderEvent, { type: 'OrderConfirmed' }>): void {
    const { orderId, paymentId, totalMinor } = data
    if (order.confirmed) this.findings.note('twice', `Order ${orderId} was confirmed twice.`)
    const seats = data.lines.map(({ seatTypeId, quantity }) => ({ seatTypeId, quantity }))
    const payment = this.payments.get(paymentId)
    if (payment?.orderId !== orderId) this.findings.note('unpaid', `Order ${orderId} was confirmed by no payment of its own.`)
    else if (!isSameSeats(payment.agreed, seats))
      this.findings.note('other seats', `Order ${orderId} was paid for other seats than it has.`)
    else if (payment.amountMinor !== totalMinor)
      this.findings.note('other amount', `Order ${orderId} costs another amount than was paid.`)
    order.status = 'confirmed'
    order.confirmed = { paymentId, seats }
    this.sums.confirmed++
    this.sums.soldMinor += totalMinor
    for (const { quantity } of seats) this.sums.soldSeats += quantity
  }

  private troubleOf(orderId: string, order: Order, now: number): Readonly<{ kind: string; sentence: string }> | undefined {
    const since = minutesAgo(order.lastAt, now)
    switch (order.status) {
      case 'placed':
        return { kind: 'waits', sentence: `Order ${orderId} has been waiting for its seats for ${since}.` }
      case 'answered':
        return now <= order.dueAt + graceMs
          ? undefined
          : {
              kind: 'overdue',
              sentence: `Order ${orderId} still holds its seats, ${minutesAgo(order.dueAt, now)} after it should have expired.`,
            }
      case 'expired':
        return this.seats.heldBy(orderId).length === 0
          ? undefined
          : { kind: 'leaked', sentence: `Order ${orderId} expired ${since} ago, and seats are still held for it.` }
      case 'confirmed':
        if (!order.isSold || this.seats.heldBy(orderId).length > 0)
          return { kind: 'unsold', sentence: `Order ${orderId} was confirmed ${since} ago, and its seats are not sold to it.` }
        return order.isAssignable
          ? undefined
          : { kind: 'unassignable', sentence: `Order ${orderId} was confirmed ${since} ago, and has no seats to assign.` }
    }
  }
}
