import type { Message } from '../../aggregate.ts'
import type { SeatQuantity } from '../../seats.ts'
import type { PricedLine } from '../pricing.ts'

/** `now` and the other instants are ISO 8601 in UTC. `sealedOrderCode` is the encrypted code: the plain one never enters the log. */
export type RegisterToConference = Message<
  'RegisterToConference',
  {
    orderId: string
    conferenceId: string
    lines: readonly PricedLine[]
    currency: string
    now: string
    holdMinutes: number
    sealedOrderCode: string
  }
>

/** Seat types new to the order take the price they have now; those it already named keep theirs. */
export type ChangeOrderSeats = Message<'ChangeOrderSeats', { orderId: string; lines: readonly PricedLine[]; now: string }>

/** `asked` is the wish this answers; an answer to an older wish changes nothing. */
export type MarkSeatsAsReserved = Message<
  'MarkSeatsAsReserved',
  { orderId: string; asked: readonly SeatQuantity[]; seats: readonly SeatQuantity[] }
>

export type AssignRegistrantDetails = Message<
  'AssignRegistrantDetails',
  { orderId: string; firstName: string; lastName: string; email: string; now: string }
>

/** `agreed`: the seats the registrant saw when starting to pay. `seats`: what the registration process holds. */
export type ConfirmOrder = Message<
  'ConfirmOrder',
  {
    orderId: string
    paymentId: string
    amountMinor: number
    agreed: readonly SeatQuantity[]
    seats: readonly SeatQuantity[]
  }
>

export type RejectOrder = Message<'RejectOrder', { orderId: string }>

export type OrderCommand =
  | RegisterToConference
  | ChangeOrderSeats
  | MarkSeatsAsReserved
  | AssignRegistrantDetails
  | ConfirmOrder
  | RejectOrder
