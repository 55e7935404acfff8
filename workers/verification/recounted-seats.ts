import { type Findings, inWords } from './findings.ts'
import type { RecountedEvent, Seats } from './recounted-event.ts'

/** `left` is the sum of what the events say became available; it must be what quota, held and sold leave. */
export type SeatCount = Readonly<{ name: string; quota: number; left: number; held: number; sold: number }>
/** `most`: the largest quota there ever was; `mostTaken`: how many were ever held or sold at once. */
type Count = { -readonly [Key in keyof SeatCount]: SeatCount[Key] } & { most: number; mostTaken: number }

export type SeatEvent = Extract<
  RecountedEvent,
  {
    type:
      | 'AvailableSeatsChanged'
      | 'SeatsReserved'
      | 'SeatsReservationCancelled'
      | 'SeatsReservationCommitted'
      | 'SeatCreated'
      | 'SeatUpdated'
  }
>

const quantityIn = (seats: Seats, seatTypeId: string): number => seats.find(seat => seat.seatTypeId === seatTypeId)?.quantity ?? 0

export const isSameSeats = (some: Seats, others: Seats): boolean =>
  some.length === others.length && some.every(({ seatTypeId, quantity }) => quantityIn(others, seatTypeId) === quantity)

/** The seats of one conference, counted from what was offered, reserved, given back and sold. */
export class RecountedSeats {
  private readonly counts = new Map<string, Count>()
  private readonly pending = new Map<string, Seats>()

  constructor(private readonly findings: Findings) {}

  heldBy(reservationId: string): Seats {
    return this.pending.get(reservationId) ?? []
  }

  get holders(): IterableIterator<string> {
    return this.pending.keys()
  }

  /** As they stand now, by seat type. */
  get figures(): ReadonlyMap<string, SeatCount> {
    return new Map(Array.from(this.counts, ([seatTypeId, count]) => [seatTypeId, { ...count }]))
  }

  /** `wanted`: what the order asked for in this attempt. */
  count(event: SeatEvent, wanted: Seats): void {
    switch (event.type) {
      case 'SeatCreated':
      case 'SeatUpdated':
        this.of(event.data.seatTypeId).name = event.data.name
        break
      case 'AvailableSeatsChanged':
        for (const { seatTypeId, quantity } of event.data.seats) {
          const count = this.of(seatTypeId)
          count.quota += quantity
          count.most = Math.max(count.most, count.quota)
        }
        this.becameLeft(event.data.seats)
        break
      case 'SeatsReserved':
        this.reserve(event.data.reservationId, event.data.reservationDetails, wanted)
        this.becameLeft(event.data.availableSeatsChanged)
        break
      case 'SeatsReservationCancelled':
        this.release(event.data.reservationId)
        this.becameLeft(event.data.availableSeatsChanged)
        break
      case 'SeatsReservationCommitted':
        this.sell(event.data.reservationId, event.data.seats)
        break
    }
  }

  /** What must hold at the end, whatever happened on the way. */
  settle(): void {
    for (const { name, quota, left, held, sold, most, mostTaken } of this.counts.values()) {
      if (quota !== left + held + sold)
        this.findings.note(
          'sum',
          `Of seat type “${name}” ${quota} are offered, but ${left} left, ${held} held and ${sold} sold are ${left + held + sold}.`,
        )
      if (mostTaken > most)
        this.findings.note(
          'oversold',
          `Of seat type “${name}” ${mostTaken} were held or sold at once, and never more than ${most} offered.`,
        )
    }
  }

  private of(seatTypeId: string): Count {
    const known = this.counts.get(seatTypeId)
    const count = known ?? { name: seatTypeId, quota: 0, left: 0, held: 0, sold: 0, most: 0, mostTaken: 0 }
    if (!known) this.counts.set(seatTypeId, count)
    return count
  }

  private becameLeft(seats: Seats): void {
    for (const { seatTypeId, quantity } of seats) this.of(seatTypeId).left += quantity
  }

  private reserve(reservationId: string, given: Seats, wanted: Seats): void {
    const before = this.heldBy(reservationId)
    for (const seatTypeId of new Set([...wanted, ...before, ...given].map(seat => seat.seatTypeId))) {
      const count = this.of(seatTypeId)
      const got = quantityIn(given, seatTypeId)
      const had = quantityIn(before, seatTypeId)
      const due = Math.min(quantityIn(wanted, seatTypeId), Math.max(count.quota - count.held - count.sold, 0) + had)
      if (got !== due)
        this.findings.note(
          'given',
          `Order ${reservationId} was given ${inWords(got, 'seat')} of “${count.name}” where ${due} were due.`,
        )
      count.held += got - had
      count.mostTaken = Math.max(count.mostTaken, count.held + count.sold)
    }
    this.pending.set(reservationId, given)
  }

  private release(reservationId: string): void {
    for (const { seatTypeId, quantity } of this.heldBy(reservationId)) this.of(seatTypeId).held -= quantity
    this.pending.delete(reservationId)
  }

  private sell(reservationId: string, sold: Seats): void {
    if (!isSameSeats(this.heldBy(reservationId), sold))
      this.findings.note('without hold', `Order ${reservationId} was sold seats that were not held for it.`)
    this.release(reservationId)
    for (const { seatTypeId, quantity } of sold) {
      const count = this.of(seatTypeId)
      count.sold += quantity
      count.mostTaken = Math.max(count.mostTaken, count.held + count.sold)
    }
  }
}
