import { Findings } from './findings.ts'
import type { RecountedEvent } from './recounted-event.ts'
import { type OrderFigures, RecountedOrders } from './recounted-orders.ts'
import { RecountedPayments } from './recounted-payments.ts'
import { RecountedSeats, type SeatCount } from './recounted-seats.ts'

/** What read tables that are kept from the events must show. */
export type Figures = OrderFigures & Readonly<{ keptMinor: number; seats: ReadonlyMap<string, SeatCount> }>

/** One conference, counted event by event in the order of the log. */
export class RecountedConference {
  readonly findings = new Findings()
  private readonly seats = new RecountedSeats(this.findings)
  private readonly payments = new RecountedPayments(this.findings)
  private readonly orders = new RecountedOrders(this.findings, this.seats, this.payments)

  get figures(): Figures {
    return { ...this.orders.figures, keptMinor: this.payments.keptMinor, seats: this.seats.figures }
  }

  get paymentCount(): number {
    return this.payments.size
  }

  get underWay(): number {
    return this.orders.underWay + this.payments.underWay
  }

  count(event: RecountedEvent): void {
    switch (event.type) {
      case 'SeatsReserved':
        this.seats.count(event, this.orders.takeWish(event.data.reservationId, event.data.attempt))
        break
      case 'SeatsReservationCommitted':
        this.seats.count(event, [])
        this.orders.countSale(event.data.reservationId, event.data.seats, event.recordedAt.getTime())
        break
      case 'AvailableSeatsChanged':
      case 'SeatsReservationCancelled':
      case 'SeatCreated':
      case 'SeatUpdated':
        this.seats.count(event, [])
        break
      case 'PaymentCompleted':
      case 'PaymentRefundRequested':
      case 'PaymentRefunded':
      case 'PaymentRefundFailed':
        this.payments.count(event)
        break
      default:
        this.orders.count(event)
    }
  }

  /** `now`: the moment at which what is still open is judged. */
  settle(now: number): void {
    this.seats.settle()
    this.payments.settle(now, orderId => this.orders.paymentOf(orderId))
    this.orders.settle(now)
  }
}
