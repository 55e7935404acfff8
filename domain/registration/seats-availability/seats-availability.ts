import type { Aggregate } from '../../aggregate.ts'
import { quantityOf, type SeatQuantity } from '../../seats.ts'
import type { MakeSeatReservation, SeatsAvailabilityCommand } from './commands.ts'
import type { SeatsAvailabilityEvent } from './events.ts'

export type SeatTypeAvailability = Readonly<{ quota: number; sold: number; remaining: number }>

export type Reservation = Readonly<{ attempt: number; seats: readonly SeatQuantity[] }>

/**
 * Plain JSON, so that it can be kept as a snapshot. The pending reservations lie in up to 256 buckets: with 10,000 of them at an
 * on-sale each event copies one bucket instead of all.
 */
export type SeatsAvailability = Readonly<{
  seatTypes: Readonly<Record<string, SeatTypeAvailability>>
  reservations: Readonly<Record<string, Readonly<Record<string, Reservation>>>>
}>

/** To be raised whenever the shape of the state changes: a snapshot of another version is ignored. */
export const seatsAvailabilitySchemaVersion = 1

export const seatsAvailabilityStream = (conferenceId: string): string => `seats-availability-${conferenceId}`

// The first digit of an order id is its shard, the same for the whole conference; the next two are random.
const bucketOf = (reservationId: string): string => reservationId.slice(1, 3)

export const reservationOf = (state: SeatsAvailability, reservationId: string): Reservation | undefined =>
  state.reservations[bucketOf(reservationId)]?.[reservationId]

const withReservation = (state: SeatsAvailability, reservationId: string, reservation: Reservation): SeatsAvailability => {
  const bucket = bucketOf(reservationId)
  const reservations = {
    ...state.reservations,
    [bucket]: { ...state.reservations[bucket], [reservationId]: reservation },
  }
  return { ...state, reservations }
}

const withoutReservation = (state: SeatsAvailability, reservationId: string): SeatsAvailability => {
  const bucket = bucketOf(reservationId)
  const { [bucket]: old, ...others } = state.reservations
  const { [reservationId]: _gone, ...left } = old ?? {}
  return { ...state, reservations: Object.keys(left).length === 0 ? others : { ...others, [bucket]: left } }
}

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
