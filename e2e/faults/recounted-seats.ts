import type { Find } from './problem.ts'

export type Seats = readonly Readonly<{ seatTypeId: string; quantity: number }>[]
export type Row = Readonly<{ stream: string; type: string; data: Record<string, unknown> }>
export type Count = { quota: number; most: number; held: number; sold: number }

export const countOf = (counts: Map<string, Count>, seatTypeId: string): Count => {
  const known = counts.get(seatTypeId) ?? { quota: 0, most: 0, held: 0, sold: 0 }
  counts.set(seatTypeId, known)
  return known
}

const quantityIn = (seats: Seats, seatTypeId: string): number => seats.find(seat => seat.seatTypeId === seatTypeId)?.quantity ?? 0

/** Replays one conference's reservations: what each was given must be what the formula gives at that moment. */
export const recountSeats = (rows: readonly Row[], wishes: ReadonlyMap<string, Seats>, find: Find) => {
  const counts = new Map<string, Count>()
  const pending = new Map<string, Seats>()
  for (const { type, data } of rows) {
    const reservationId = data.reservationId as string
    const before = pending.get(reservationId) ?? []
    if (type === 'AvailableSeatsChanged')
      for (const { seatTypeId, quantity } of data.seats as Seats) {
        const count = countOf(counts, seatTypeId)
        count.quota += quantity
        count.most = Math.max(count.most, count.quota)
      }
    if (type === 'SeatsReserved') {
      const given = data.reservationDetails as Seats
      const wanted = wishes.get(`${reservationId} ${data.attempt}`) ?? []
      for (const seatTypeId of new Set([...wanted, ...before, ...given].map(seat => seat.seatTypeId))) {
        const count = countOf(counts, seatTypeId)
        const left = count.quota - count.held - count.sold
        const due = Math.min(quantityIn(wanted, seatTypeId), Math.max(left, 0) + quantityIn(before, seatTypeId))
        if (due !== quantityIn(given, seatTypeId))
          find(
            'other',
            `reservation ${reservationId} got ${quantityIn(given, seatTypeId)} of ${seatTypeId}, not ${due} as by the formula`,
          )
        count.held += quantityIn(given, seatTypeId) - quantityIn(before, seatTypeId)
      }
      pending.set(reservationId, given)
    }
    if (type === 'SeatsReservationCancelled' || type === 'SeatsReservationCommitted') {
      for (const { seatTypeId, quantity } of before) {
        const count = countOf(counts, seatTypeId)
        count.held -= quantity
        if (type === 'SeatsReservationCommitted') count.sold += quantity
      }
      pending.delete(reservationId)
    }
    for (const [seatTypeId, { held, sold, most }] of counts)
      if (held < 0 || sold < 0 || sold > most) find('oversold', `${seatTypeId}: ${held} held and ${sold} sold of at most ${most}`)
  }
  return { counts, pending }
}
