import { describe, expect, it } from 'vitest'
import { messageKinds } from '#domain/messages'
import { type OrderTerms, type TimelineMessage, wordsOf } from './timeline-words.ts'

const terms: OrderTerms = {
  seatNames: new Map([
    ['g', 'General'],
    ['w', 'Workshop'],
  ]),
  currency: 'USD',
  timeZone: 'Europe/London',
}

const orderId = 'o1'
const paymentId = 'p1'
const conferenceId = 'c1'
const seats = [
  { seatTypeId: 'g', quantity: 2 },
  { seatTypeId: 'w', quantity: 1 },
]
const priced = seats.map(seat => ({ ...seat, name: 'Called otherwise now', description: '', unitPriceMinor: 19_900 }))
const lines = priced.map(line => ({ ...line, lineTotalMinor: line.unitPriceMinor * line.quantity }))
const ada = { firstName: 'Ada', lastName: 'Byron', email: 'ada@example.org' }
const now = '2027-03-10T10:00:00.000Z'
const reason = 'This order had already been paid.'
const payment = { paymentId, amountMinor: 59_700, agreed: seats }
const money = { amountMinor: 59_700, currency: 'USD' }
const reservation = { conferenceId, reservationId: orderId }

/** A sentence for every type there is: the compiler misses the one that is forgotten. */
const sentences: { [Type in TimelineMessage['type']]: [Extract<TimelineMessage, { type: Type }>['data'], string] } = {
  OrderPlaced: [
    { orderId, conferenceId, seats, lines: priced, currency: 'USD', placedAt: now, reservationExpiresAt: '2027-03-10T10:15:00Z' },
    'The order was placed for 2 × General, 1 × Workshop. The seats are held until March 10, 2027 at 10:15 AM United Kingdom Time.',
  ],
  OrderUpdated: [{ orderId, seats, lines: priced }, 'The order was changed to 2 × General, 1 × Workshop.'],
  OrderTotalsCalculated: [{ orderId, lines, totalMinor: 59_700, isFreeOfCharge: false }, 'The total was calculated: $597.00.'],
  OrderPartiallyReserved: [{ orderId, seats: [] }, 'Not all of the seats were left. Reserved: no seats.'],
  OrderReservationCompleted: [{ orderId, seats }, 'All seats were reserved: 2 × General, 1 × Workshop.'],
  OrderRegistrantAssigned: [{ orderId, ...ada }, 'The registrant is Ada Byron (ada@example.org).'],
  OrderReinstated: [{ orderId }, 'The expired order was reinstated: it was paid late, and its seats were still free.'],
  OrderConfirmed: [
    { orderId, conferenceId, paymentId, lines, totalMinor: 59_700 },
    'The order was confirmed with 2 × General, 1 × Workshop for $597.00.',
  ],
  OrderPaymentRefused: [
    { orderId, paymentId, seats, expired: true },
    'The payment was refused: the order had expired and does not have the paid seats any more.',
  ],
  OrderExpired: [{ orderId }, 'The order expired.'],
  PaymentInitiated: [
    { orderId, conferenceId, ...payment, description: 'Engines', items: [], currency: 'USD' },
    'A payment of $597.00 was started for 2 × General, 1 × Workshop.',
  ],
  PaymentCompleted: [{ orderId, conferenceId, ...payment }, 'The payment of $597.00 was made.'],
  PaymentRejected: [{ orderId, paymentId }, 'The payment was rejected. Nothing was paid.'],
  PaymentRefundRequested: [
    { orderId, paymentId, conferenceId, ...money, reason },
    'The payment of $597.00 is to be returned. This order had already been paid.',
  ],
  PaymentRefunded: [{ orderId, paymentId }, 'The payment was returned.'],
  PaymentRefundFailed: [
    { orderId, paymentId, reason: 'The card is closed.' },
    'The payment could not be returned; somebody must look into it. The card is closed.',
  ],
  SeatsReserved: [
    { ...reservation, attempt: 1, reservationDetails: seats, availableSeatsChanged: [] },
    'The conference held for this order: 2 × General, 1 × Workshop.',
  ],
  SeatsReservationCancelled: [
    { ...reservation, availableSeatsChanged: seats },
    'The hold ended; back on sale: 2 × General, 1 × Workshop.',
  ],
  SeatsReservationCommitted: [{ ...reservation, seats }, 'The held seats were sold: 2 × General, 1 × Workshop.'],
  SeatAssignmentsCreated: [
    { orderId, seats: [{ position: 0, seatTypeId: 'g', seatTypeName: 'General' }] },
    'The purchased seats can be assigned: 1 in all.',
  ],
  SeatAssigned: [{ orderId, position: 0, attendee: ada }, 'Seat 1 was assigned to Ada Byron (ada@example.org).'],
  SeatAssignmentUpdated: [
    { orderId, position: 1, attendee: ada },
    'The attendee of seat 2 is now called Ada Byron (ada@example.org).',
  ],
  SeatUnassigned: [{ orderId, position: 2 }, 'Seat 3 was taken back from its attendee.'],
  RegistrationStarted: [
    { orderId, conferenceId, expiresAt: '2027-06-10T10:29:00Z' },
    'The registration began. Unpaid, its seats go back at June 10, 2027 at 11:29 AM United Kingdom Time.',
  ],
  SeatsRequested: [{ orderId, attempt: 2, seats }, 'The registration asked for seats, attempt 2: 2 × General, 1 × Workshop.'],
  DeadlineSet: [
    { orderId, dueAt: '2027-03-10T10:29:00Z' },
    'The registration set its deadline: March 10, 2027 at 10:29 AM United Kingdom Time.',
  ],
  SeatsHeld: [{ orderId, attempt: 1, asked: seats, seats: seats.slice(1) }, 'The registration noted what is held: 1 × Workshop.'],
  PaymentRemembered: [{ orderId, payment }, 'The registration remembered a payment of $597.00 until the seats are known.'],
  ConfirmationRequested: [
    { orderId, payment, seats },
    'The registration found the payment of $597.00 and asked the order to confirm.',
  ],
  PaymentReturned: [
    { orderId, paymentId, reason },
    'The registration decided to return a payment. This order had already been paid.',
  ],
  RegistrationCompleted: [{ orderId }, 'The registration was completed.'],
  RegistrationExpired: [{ orderId }, 'The registration gave up: nothing was paid in time.'],
  SeatsReleased: [{ orderId, seats }, 'The registration gave the held seats back.'],
  StartRegistration: [
    { orderId, conferenceId, seats, reservationExpiresAt: now, expiresAt: now },
    'The registration was asked to begin.',
  ],
  ExpireRegistration: [{ orderId }, 'The registration was told that its deadline had come.'],
  MakeSeatReservation: [{ ...reservation, attempt: 1, seats }, 'The conference was asked to hold 2 × General, 1 × Workshop.'],
  CancelSeatReservation: [reservation, 'The conference was asked to end the hold of this order.'],
  CommitSeatReservation: [reservation, 'The conference was told that the held seats are sold.'],
  RegisterToConference: [
    { orderId, conferenceId, lines: priced, currency: 'USD', now, holdMinutes: 15 },
    'The order was asked for.',
  ],
  ChangeOrderSeats: [{ orderId, lines: priced, now }, 'Other seats were asked for.'],
  AssignRegistrantDetails: [{ orderId, ...ada, now }, 'Ada Byron (ada@example.org) was named as the registrant.'],
  MarkSeatsAsReserved: [{ orderId, asked: seats, seats: seats.slice(0, 1) }, 'The order was told that it has 2 × General.'],
  ConfirmOrder: [{ orderId, ...payment, seats }, 'The order was asked to confirm 2 × General, 1 × Workshop, paid with $597.00.'],
  RejectOrder: [{ orderId }, 'The order was told to expire.'],
  InitiatePayment: [
    { orderId, conferenceId, ...payment, description: 'Engines', items: [], currency: 'USD' },
    'A payment of $597.00 was asked for.',
  ],
  RefundPayment: [{ paymentId, reason }, 'The return of the payment was asked for. This order had already been paid.'],
  CreateSeatAssignments: [{ orderId, seats: [] }, 'The seat assignments were told how many seats were purchased: 0.'],
  AssignSeat: [{ orderId, position: 0, attendee: ada }, 'Seat 1 was asked for Ada Byron (ada@example.org).'],
  UnassignSeat: [{ orderId, position: 4 }, 'It was asked to take seat 5 back from its attendee.'],
}

describe('the words of a timeline', () => {
  it.each(Object.entries(sentences))('say what %s means', (type, [data, sentence]) => {
    expect(messageKinds).toHaveProperty(type)
    expect(wordsOf({ type, data } as TimelineMessage, terms)).toBe(sentence)
  })

  it('tell a payment for other seats from one for an expired order', () => {
    const data = { orderId, paymentId, seats, expired: false }
    expect(wordsOf({ type: 'OrderPaymentRefused', data }, terms)).toBe(
      'The payment was refused: it was for other seats or another amount than the order has.',
    )
  })

  it('write money as its currency does', () => {
    const data = { orderId, lines, totalMinor: 59_700, isFreeOfCharge: false }
    expect(wordsOf({ type: 'OrderTotalsCalculated', data }, { ...terms, currency: 'KRW' })).toBe(
      'The total was calculated: ₩59,700.',
    )
  })

  it('do without the name of a seat type that the order never named', () => {
    const data = { orderId, seats: [{ seatTypeId: 'unknown', quantity: 3 }] }
    expect(wordsOf({ type: 'OrderReservationCompleted', data }, terms)).toBe('All seats were reserved: 3 × a seat type.')
  })
})
