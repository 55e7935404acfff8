import type { AnyEvent } from '../messages.ts'
import type { SeatQuantity } from '../seats.ts'

/** `mostQuota`: the highest the quota ever was. `held`: by reservation, those without seats of this type included. */
export type SeatCount = Readonly<{ quota: number; mostQuota: number; held: ReadonlyMap<string, number>; sold: number }>

const quantity = (seats: readonly SeatQuantity[], seatTypeId: string): number =>
  seats.reduce((sum, seat) => (seat.seatTypeId === seatTypeId ? sum + seat.quantity : sum), 0)

/**
 * The seats of one type, counted from the events alone and not from what they say about what is left: an independent witness
 * against the aggregate's own arithmetic. Throws when a sale is not what was held.
 */
export const recountSeats = (events: readonly AnyEvent[], seatTypeId: string): SeatCount => {
  const held = new Map<string, number>()
  let quota = 0
  let mostQuota = 0
  let sold = 0
  for (const { type, data } of events) {
    if (type === 'AvailableSeatsChanged') {
      quota += quantity(data.seats, seatTypeId)
      mostQuota = Math.max(mostQuota, quota)
    }
    if (type === 'SeatsReserved') held.set(data.reservationId, quantity(data.reservationDetails, seatTypeId))
    if (type === 'SeatsReservationCancelled') held.delete(data.reservationId)
    if (type === 'SeatsReservationCommitted') {
      const sale = quantity(data.seats, seatTypeId)
      if (sale !== held.get(data.reservationId)) throw new Error(`${sale} seats of ${seatTypeId} were sold that were not held`)
      held.delete(data.reservationId)
      sold += sale
    }
  }
  return { quota, mostQuota, held, sold }
}

export const totalHeld = ({ held }: SeatCount): number => [...held.values()].reduce((sum, seats) => sum + seats, 0)
