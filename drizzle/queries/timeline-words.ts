import { formatInstant } from '#domain/dates'
import type { AnyCommand, AnyEvent } from '#domain/messages'
import { formatMoney } from '#domain/money'
import type { RefundPayment } from '#domain/payments/payment/commands'
import type { SeatQuantity } from '#domain/seats'

type AboutAnOrder = Readonly<{ data: Readonly<{ orderId: string }> | Readonly<{ reservationId: string }> }>

/** Without what is secret: no timeline has the order's code, not even sealed. */
type Told<Message> = Message extends { type: infer Type; data: infer Data }
  ? Readonly<{ type: Type; data: Omit<Data, 'sealedOrderCode'> }>
  : never

/** A message about an order, as its timeline keeps it. */
export type TimelineMessage = Told<Extract<AnyEvent | AnyCommand, AboutAnOrder> | RefundPayment>

/** What a sentence about an order needs beside its message. */
export type OrderTerms = Readonly<{ seatNames: ReadonlyMap<string, string>; currency: string; timeZone: string }>

const seatsIn = (seats: readonly SeatQuantity[], { seatNames }: OrderTerms): string => {
  if (seats.length === 0) return 'no seats'
  return seats.map(({ seatTypeId, quantity }) => `${quantity} × ${seatNames.get(seatTypeId) ?? 'a seat type'}`).join(', ')
}

type Person = Readonly<{ firstName: string; lastName: string; email: string }>
const nameOf = ({ firstName, lastName, email }: Person): string => `${firstName} ${lastName} (${email})`

/** What happened, or what was asked of whom, in a plain English sentence. */
export const wordsOf = (message: TimelineMessage, terms: OrderTerms): string => {
  const seats = (quantities: readonly SeatQuantity[]) => seatsIn(quantities, terms)
  const money = (minor: number) => formatMoney(minor, terms.currency)
  const time = (instant: string) => formatInstant(new Date(instant), terms.timeZone)
  switch (message.type) {
    case 'OrderPlaced':
      return `The order was placed for ${seats(message.data.seats)}. The seats are held until ${time(message.data.reservationExpiresAt)}.`
    case 'OrderUpdated':
      return `The order was changed to ${seats(message.data.seats)}.`
    case 'OrderTotalsCalculated':
      return `The total was calculated: ${money(message.data.totalMinor)}.`
    case 'OrderPartiallyReserved':
      return `Not all of the seats were left. Reserved: ${seats(message.data.seats)}.`
    case 'OrderReservationCompleted':
      return `All seats were reserved: ${seats(message.data.seats)}.`
    case 'OrderRegistrantAssigned':
      return `The registrant is ${nameOf(message.data)}.`
    case 'OrderReinstated':
      return 'The expired order was reinstated: it was paid late, and its seats were still free.'
    case 'OrderConfirmed':
      return `The order was confirmed with ${seats(message.data.lines)} for ${money(message.data.totalMinor)}.`
    case 'OrderPaymentRefused':
      return message.data.expired
        ? 'The payment was refused: the order had expired and does not have the paid seats any more.'
        : 'The payment was refused: it was for other seats or another amount than the order has.'
    case 'OrderExpired':
      return 'The order expired.'
    case 'PaymentInitiated':
      return `A payment of ${money(message.data.amountMinor)} was started for ${seats(message.data.agreed)}.`
    case 'PaymentCompleted':
      return `The payment of ${money(message.data.amountMinor)} was made.`
    case 'PaymentRejected':
      return 'The payment was rejected. Nothing was paid.'
    case 'PaymentRefundRequested':
      return `The payment of ${money(message.data.amountMinor)} is to be returned. ${message.data.reason}`
    case 'PaymentRefunded':
      return 'The payment was returned.'
    case 'PaymentRefundFailed':
      return `The payment could not be returned; somebody must look into it. ${message.data.reason}`
    case 'SeatsReserved':
      return `The conference held for this order: ${seats(message.data.reservationDetails)}.`
    case 'SeatsReservationCancelled':
      return `The hold ended; back on sale: ${seats(message.data.availableSeatsChanged)}.`
    case 'SeatsReservationCommitted':
      return `The held seats were sold: ${seats(message.data.seats)}.`
    case 'SeatAssignmentsCreated':
      return `The purchased seats can be assigned: ${message.data.seats.length} in all.`
    case 'SeatAssigned':
      return `Seat ${message.data.position + 1} was assigned to ${nameOf(message.data.attendee)}.`
    case 'SeatAssignmentUpdated':
      return `The attendee of seat ${message.data.position + 1} is now called ${nameOf(message.data.attendee)}.`
    case 'SeatUnassigned':
      return `Seat ${message.data.position + 1} was taken back from its attendee.`
    case 'RegistrationStarted':
      return `The registration began. Unpaid, its seats go back at ${time(message.data.expiresAt)}.`
    case 'SeatsRequested':
      return `The registration asked for seats, attempt ${message.data.attempt}: ${seats(message.data.seats)}.`
    case 'DeadlineSet':
      return `The registration set its deadline: ${time(message.data.dueAt)}.`
    case 'SeatsHeld':
      return `The registration noted what is held: ${seats(message.data.seats)}.`
    case 'PaymentRemembered':
      return `The registration remembered a payment of ${money(message.data.payment.amountMinor)} until the seats are known.`
    case 'ConfirmationRequested':
      return `The registration found the payment of ${money(message.data.payment.amountMinor)} and asked the order to confirm.`
    case 'PaymentReturned':
      return `The registration decided to return a payment. ${message.data.reason}`
    case 'RegistrationCompleted':
      return 'The registration was completed.'
    case 'RegistrationExpired':
      return 'The registration gave up: nothing was paid in time.'
    case 'SeatsReleased':
      return 'The registration gave the held seats back.'
    case 'StartRegistration':
      return 'The registration was asked to begin.'
    case 'ExpireRegistration':
      return 'The registration was told that its deadline had come.'
    case 'MakeSeatReservation':
      return `The conference was asked to hold ${seats(message.data.seats)}.`
    case 'CancelSeatReservation':
      return 'The conference was asked to end the hold of this order.'
    case 'CommitSeatReservation':
      return 'The conference was told that the held seats are sold.'
    case 'RegisterToConference':
      return 'The order was asked for.'
    case 'ChangeOrderSeats':
      return 'Other seats were asked for.'
    case 'AssignRegistrantDetails':
      return `${nameOf(message.data)} was named as the registrant.`
    case 'MarkSeatsAsReserved':
      return `The order was told that it has ${seats(message.data.seats)}.`
    case 'ConfirmOrder':
      return `The order was asked to confirm ${seats(message.data.seats)}, paid with ${money(message.data.amountMinor)}.`
    case 'RejectOrder':
      return 'The order was told to expire.'
    case 'InitiatePayment':
      return `A payment of ${money(message.data.amountMinor)} was asked for.`
    case 'RefundPayment':
      return `The return of the payment was asked for. ${message.data.reason}`
    case 'CreateSeatAssignments':
      return `The seat assignments were told how many seats were purchased: ${message.data.seats.length}.`
    case 'AssignSeat':
      return `Seat ${message.data.position + 1} was asked for ${nameOf(message.data.attendee)}.`
    case 'UnassignSeat':
      return `It was asked to take seat ${message.data.position + 1} back from its attendee.`
  }
}
