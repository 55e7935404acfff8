import { describe, expect, it } from 'vitest'
import { fold } from '../../aggregate.ts'
import type { OutgoingCommand } from '../../event-store.ts'
import type { AnyCommand } from '../../messages.ts'
import { conferenceId, full, holdEnd, lastMoment, orderId, priced, releaseAt, seats, workshop } from '../../testing/an-order.ts'
import type { RegistrationProcessEvent, RememberedPayment } from './events.ts'
import { commandsOf, type ProcessMessage, type RegistrationProcess, registrationProcess } from './registration-process.ts'

const asked = seats([full, 2], [workshop, 1])
const held = seats([full, 2])
const nextWish = seats([workshop, 3])
const first: RememberedPayment = { paymentId: 'first', amountMinor: 100_000, agreed: held }
const second: RememberedPayment = { paymentId: 'second', amountMinor: 7, agreed: asked }

const event = <Type extends RegistrationProcessEvent['type']>(
  type: Type,
  data: Omit<Extract<RegistrationProcessEvent, { type: Type }>['data'], 'orderId'>,
) => ({ type, data: { orderId, ...data } }) as unknown as RegistrationProcessEvent

// Two attempts and a returned payment lie behind every process here, except where it never started.
const begun = [
  event('RegistrationStarted', { conferenceId, expiresAt: releaseAt }),
  event('PaymentReturned', { paymentId: 'returned', reason: '' }),
  event('SeatsRequested', { attempt: 1, seats: asked }),
  event('SeatsRequested', { attempt: 2, seats: asked }),
]
const reserved = [...begun, event('SeatsHeld', { attempt: 2, asked, seats: held })]
const paid = [...reserved, event('ConfirmationRequested', { payment: first, seats: held })]

const histories = {
  none: [event('PaymentReturned', { paymentId: 'returned', reason: '' })],
  awaiting: begun,
  'awaiting, paid': [...begun, event('PaymentRemembered', { payment: first })],
  reserved,
  paid,
  completed: [...paid, event('RegistrationCompleted', {})],
  expired: [...reserved, event('RegistrationExpired', {}), event('SeatsReleased', { seats: held })],
} satisfies Record<string, RegistrationProcessEvent[]>

type State = keyof typeof histories
const states = Object.keys(histories) as State[]

const now = lastMoment
const startAt = (moment: string): ProcessMessage => ({
  type: 'StartRegistration',
  data: { orderId, conferenceId, seats: asked, reservationExpiresAt: holdEnd, expiresAt: releaseAt },
  now: moment,
})
const seatsReserved = (attempt: number): ProcessMessage => ({
  type: 'SeatsReserved',
  data: { conferenceId, reservationId: orderId, attempt, reservationDetails: held, availableSeatsChanged: [] },
})
const completed = (payment: RememberedPayment): ProcessMessage => ({
  type: 'PaymentCompleted',
  data: { orderId, conferenceId, ...payment },
})
const refused = (paymentId: string, expired: boolean): ProcessMessage => ({
  type: 'OrderPaymentRefused',
  data: { orderId, paymentId, seats: expired ? seats([full, 1]) : nextWish, expired },
})

const messages = {
  StartRegistration: startAt(now),
  'StartRegistration after the hold': startAt(holdEnd),
  OrderUpdated: { type: 'OrderUpdated', data: { orderId, seats: nextWish, lines: priced([workshop, 3]) } },
  'SeatsReserved, this attempt': seatsReserved(2),
  'SeatsReserved, older attempt': seatsReserved(1),
  'PaymentCompleted, the first': completed(first),
  'PaymentCompleted, another': completed(second),
  'PaymentCompleted, one already returned': completed({ ...second, paymentId: 'returned' }),
  PaymentRejected: { type: 'PaymentRejected', data: { orderId, paymentId: 'first' } },
  OrderConfirmed: { type: 'OrderConfirmed', data: { orderId, conferenceId, paymentId: 'first', lines: [], totalMinor: 100_000 } },
  'OrderPaymentRefused, its payment, order open': refused('first', false),
  'OrderPaymentRefused, its payment, order expired': refused('first', true),
  'OrderPaymentRefused, another payment': refused('second', false),
  ExpireRegistration: { type: 'ExpireRegistration', data: { orderId }, now: releaseAt },
} satisfies Record<string, ProcessMessage>

type Row = keyof typeof messages

const send = (command: AnyCommand, dueAt?: string): OutgoingCommand => (dueAt ? { command, dueAt } : { command })
const reserve = (attempt: number, wish: typeof asked) =>
  send({ type: 'MakeSeatReservation', data: { conferenceId, reservationId: orderId, attempt, seats: wish } })
const deadline = send({ type: 'ExpireRegistration', data: { orderId } }, releaseAt)
const mark = send({ type: 'MarkSeatsAsReserved', data: { orderId, asked, seats: held } })
const confirm = (payment: RememberedPayment) => send({ type: 'ConfirmOrder', data: { orderId, ...payment, seats: held } })
const refund = ({ paymentId }: RememberedPayment, reason: string) => send({ type: 'RefundPayment', data: { paymentId, reason } })
const reject = send({ type: 'RejectOrder', data: { orderId } })
const cancel = send({ type: 'CancelSeatReservation', data: { conferenceId, reservationId: orderId } })
const commit = send({ type: 'CommitSeatReservation', data: { conferenceId, reservationId: orderId } })

const notOpen = 'There was no open registration for this order.'
const cameFirst = 'Another payment for this order came first.'
const alreadyPaid = 'This order had already been paid.'
const changed = 'The seats of the order changed while it was being paid.'
const tooLate = 'The order had expired and its seats were no longer free.'

type Cell = readonly [becomes: RegistrationProcess['status'], ...sent: OutgoingCommand[]]

/** What happens; a cell that is not here means that nothing does. */
const table: Record<Row, Partial<Record<State, Cell>>> = {
  StartRegistration: { none: ['awaitingReservation', reserve(1, asked), deadline] },
  'StartRegistration after the hold': { none: ['expired', reject] },
  OrderUpdated: {
    awaiting: ['awaitingReservation', reserve(3, nextWish)],
    'awaiting, paid': ['awaitingReservation', reserve(3, nextWish)],
    reserved: ['awaitingReservation', reserve(3, nextWish)],
  },
  'SeatsReserved, this attempt': { awaiting: ['reserved', mark], 'awaiting, paid': ['paid', mark, confirm(first)] },
  'SeatsReserved, older attempt': {},
  'PaymentCompleted, the first': {
    none: ['none', refund(first, notOpen)],
    awaiting: ['awaitingReservation'],
    reserved: ['paid', confirm(first)],
    expired: ['awaitingReservation', reserve(3, held)],
  },
  'PaymentCompleted, another': {
    none: ['none', refund(second, notOpen)],
    awaiting: ['awaitingReservation'],
    'awaiting, paid': ['awaitingReservation', refund(second, cameFirst)],
    reserved: ['paid', confirm(second)],
    paid: ['paid', refund(second, cameFirst)],
    completed: ['completed', refund(second, alreadyPaid)],
    expired: ['awaitingReservation', reserve(3, held)],
  },
  'PaymentCompleted, one already returned': {},
  PaymentRejected: {},
  OrderConfirmed: { paid: ['completed', commit] },
  'OrderPaymentRefused, its payment, order open': {
    paid: ['awaitingReservation', refund(first, changed), reserve(3, nextWish), deadline],
  },
  'OrderPaymentRefused, its payment, order expired': { paid: ['expired', refund(first, tooLate), cancel] },
  'OrderPaymentRefused, another payment': {},
  ExpireRegistration: { awaiting: ['expired', reject, cancel], reserved: ['expired', reject, cancel] },
}

type Heard = { state: RegistrationProcess; sent: OutgoingCommand[]; events: number }

const hear = (state: RegistrationProcess, message: ProcessMessage): Heard => {
  const heard: Heard = { state, sent: [], events: 0 }
  for (const decided of registrationProcess.process(state, message)) {
    heard.state = registrationProcess.apply(heard.state, decided)
    heard.sent.push(...commandsOf(decided, heard.state))
    heard.events++
  }
  return heard
}

const rows = Object.keys(messages) as Row[]

describe.each(rows)('%s', row => {
  it.each(states)('when %s', name => {
    const state = fold(registrationProcess, histories[name])
    const heard = hear(state, messages[row])
    const cell = table[row][name]
    if (!cell) {
      expect(heard).toEqual({ state, sent: [], events: 0 })
      return
    }
    const [becomes, ...sent] = cell
    expect(heard.events).toBeGreaterThan(0)
    expect(heard.sent).toEqual(sent)
    expect(heard.state.status).toBe(becomes)
  })

  it.each(states)('heard again when %s changes nothing, except that a wish is asked for with the next attempt', name => {
    const { state } = hear(fold(registrationProcess, histories[name]), messages[row])
    const asksAgain = row === 'OrderUpdated' && table[row][name] !== undefined
    expect(hear(state, messages[row]).sent).toEqual(asksAgain ? [reserve(4, nextWish)] : [])
    if (!asksAgain) expect(hear(state, messages[row]).events).toBe(0)
  })
})

describe('the process remembers', () => {
  const having = (history: RegistrationProcessEvent[], ...heard: ProcessMessage[]) =>
    heard.reduce((state, message) => hear(state, message).state, fold(registrationProcess, history))

  it('the payment until the seats are there', () => {
    const state = having(begun, completed(first))
    expect(hear(state, seatsReserved(2)).sent).toEqual([mark, confirm(first)])
  })

  it('the payment while the wish changes again', () => {
    const state = having(begun, completed(first), messages.OrderUpdated)
    expect(state).toMatchObject({ status: 'awaitingReservation', attempt: 3, asked: nextWish, payment: first })
  })

  it('which payment it returned, and works on the next one', () => {
    const state = having(paid, refused('first', false), seatsReserved(3))
    expect(hear(state, completed(first)).events).toBe(0)
    expect(hear(state, completed(second)).sent).toEqual([confirm(second)])
  })

  it('what the order had, and asks for that when a payment comes late', () => {
    const state = having(paid, refused('first', true))
    expect(state).toMatchObject({ status: 'expired', held: seats([full, 1]) })
    expect(hear(state, completed(second)).sent).toEqual([reserve(3, seats([full, 1]))])
  })

  it('nothing but the wish to be left alone when it started after its hold', () => {
    const state = having([], startAt(holdEnd))
    expect(hear(state, completed(first)).sent).toEqual([reserve(1, [])])
  })
})
