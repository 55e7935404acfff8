import type { Aggregate } from '../../aggregate.ts'
import { quantityOf, type SeatQuantity } from '../../seats.ts'
import type { MakeSeatReservation, SeatsAvailabilityCommand } from './commands.ts'
import type { SeatsAvailabilityEvent } from './events.ts'

export type SeatTypeAvailability = Readonly<{ quota: number; sold: number; remaining: number }>

export type Reservation = Readonly<{ attempt: number; seats: readonly SeatQuantity[] }>

type Bucket = Readonly<Record<string, Reservation>>

/**
 * Plain JSON, so that it can be kept as a snapshot. The pending reservations lie in 16 × 16 buckets, by two digits of their ids:
 * with 10,000 of them at an on-sale an event copies some seventy entries instead of all.
 */
export type SeatsAvailability = Readonly<{
  seatTypes: Readonly<Record<string, SeatTypeAvailability>>
  reservations: Readonly<Record<string, Readonly<Record<string, Bucket>>>>
}>

/** To be raised whenever the shape of the state changes: a snapshot of another version is ignored. */
export const seatsAvailabilitySchemaVersion = 1

export const seatsAvailabilityStream = (conferenceId: string): string => `seats-availability-${conferenceId}`

// The first digit of an order id is its shard, the same for the whole conference; the next two are random.
const placeOf = (reservationId: string) => ({ row: reservationId.charAt(1), column: reservationId.charAt(2) })

export const reservationOf = (state: SeatsAvailability, reservationId: string): Reservation | undefined => {
  const { row, column } = placeOf(reservationId)
  return state.reservations[row]?.[column]?.[reservationId]
}

const changeBucket = (state: SeatsAvailability, reservationId: string, change: (bucket: Bucket) => Bucket): SeatsAvailability => {
  const { row, column } = placeOf(reservationId)
  const old = state.reservations[row]
  const buckets = { ...old, [column]: change(old?.[column] ?? {}) }
  return { ...state, reservations: { ...state.reservations, [row]: buckets } }
}

const withReservation = (state: SeatsAvailability, reservationId: string, reservation: Reservation): SeatsAvailability =>
  changeBucket(state, reservationId, bucket => ({ ...bucket, [reservationId]: reservation }))

const withoutReservation = (state: SeatsAvailability, reservationId: string): SeatsAvailability =>
  changeBucket(state, reservationId, ({ [reservationId]: _gone, ...left }) => left)

const nothingKnown: SeatTypeAvailability = { quota: 0, sold: 0, remaining: 0 }

const changeEach = (
  state: SeatsAvailability,
  seats: readonly SeatQuantity[],
  change: (seatType: SeatTypeAvailability, quantity: number) => SeatTypeAvailability,
): SeatsAvailability => {
  const seatTypes: Record<string, SeatTypeAvailability> = { ...state.seatTypes }
  for (const { seatTypeId, quantity } of seats) seatTypes[seatTypeId] = change(seatTypes[seatTypeId] ?? nothingKnown, quantity)
  return { ...state, seatTypes }
}

const giveBack = (state: SeatsAvailability, seats: readonly SeatQuantity[]): SeatsAvailability =>
  changeEach(state, seats, (seatType, quantity) => ({ ...seatType, remaining: seatType.remaining + quantity }))

const apply = (state: SeatsAvailability, event: SeatsAvailabilityEvent): SeatsAvailability => {
  switch (event.type) {
    case 'AvailableSeatsChanged':
      return changeEach(state, event.data.seats, (seatType, quantity) => ({
        ...seatType,
        quota: seatType.quota + quantity,
        remaining: seatType.remaining + quantity,
      }))
    case 'SeatsReserved': {
      const { reservationId, attempt, reservationDetails, availableSeatsChanged } = event.data
      return withReservation(giveBack(state, availableSeatsChanged), reservationId, { attempt, seats: reservationDetails })
    }
    case 'SeatsReservationCancelled':
      return withoutReservation(giveBack(state, event.data.availableSeatsChanged), event.data.reservationId)
    case 'SeatsReservationCommitted':
      return withoutReservation(
        changeEach(state, event.data.seats, (seatType, quantity) => ({ ...seatType, sold: seatType.sold + quantity })),
        event.data.reservationId,
      )
  }
}

/**
 * Each seat type on its own: `actual = min(wanted, max(remaining, 0) + existing)`. Always answers, even that nothing could be
 * reserved: whoever asked is waiting for it.
 */
const reserve = (state: SeatsAvailability, { data }: MakeSeatReservation): SeatsAvailabilityEvent[] => {
  const { conferenceId, reservationId, attempt, seats } = data
  const pending = reservationOf(state, reservationId)
  if (pending && attempt <= pending.attempt) return []
  const existing = pending?.seats ?? []
  const seatTypeIds = [...new Set([...seats, ...existing].map(seat => seat.seatTypeId))]
  const answers = seatTypeIds.map(seatTypeId => {
    const held = quantityOf(existing, seatTypeId)
    const remaining = state.seatTypes[seatTypeId]?.remaining ?? 0
    const actual = Math.min(quantityOf(seats, seatTypeId), Math.max(remaining, 0) + held)
    return { seatTypeId, actual, change: held - actual }
  })
  const reservationDetails = answers
    .filter(({ actual }) => actual !== 0)
    .map(({ seatTypeId, actual }) => ({ seatTypeId, quantity: actual }))
  const availableSeatsChanged = answers
    .filter(({ change }) => change !== 0)
    .map(({ seatTypeId, change }) => ({ seatTypeId, quantity: change }))
  return [{ type: 'SeatsReserved', data: { conferenceId, reservationId, attempt, reservationDetails, availableSeatsChanged } }]
}

export const seatsAvailability: Aggregate<SeatsAvailability, SeatsAvailabilityCommand, SeatsAvailabilityEvent> = {
  initial: { seatTypes: {}, reservations: {} },
  apply,
  process: (state, command) => {
    switch (command.type) {
      case 'ChangeSeatQuota': {
        const { conferenceId, seatTypeId, quota } = command.data
        const quantity = quota - (state.seatTypes[seatTypeId]?.quota ?? 0)
        return quantity === 0
          ? []
          : [{ type: 'AvailableSeatsChanged', data: { conferenceId, seats: [{ seatTypeId, quantity }] } }]
      }
      case 'MakeSeatReservation':
        return reserve(state, command)
      case 'CancelSeatReservation': {
        const { conferenceId, reservationId } = command.data
        const pending = reservationOf(state, reservationId)
        if (!pending) return []
        return [
          { type: 'SeatsReservationCancelled', data: { conferenceId, reservationId, availableSeatsChanged: pending.seats } },
        ]
      }
      case 'CommitSeatReservation': {
        const { conferenceId, reservationId } = command.data
        const pending = reservationOf(state, reservationId)
        return pending ? [{ type: 'SeatsReservationCommitted', data: { conferenceId, reservationId, seats: pending.seats } }] : []
      }
    }
  },
}
