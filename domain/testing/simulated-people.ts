import { Refusal } from '../refusal.ts'
import { type TermsOfPayment, termsOfPayment } from '../registration/order/order.ts'
import type { PricedLine } from '../registration/pricing.ts'
import { reservationOf } from '../registration/seats-availability/seats-availability.ts'
import type { Chance } from './seeded.ts'
import {
  announce,
  type Consumer,
  conferenceId,
  consume,
  consumers,
  drain,
  type Entry,
  hear,
  nowOf,
  orderIn,
  publish,
  type SimulatedLog,
  seatsIn,
  send,
} from './simulated-log.ts'

export const seatTypeIds = ['A', 'B'] as const

/** What people know and wish for. All seats of a story cost the same, perhaps nothing, so that equal money can mean other seats. */
export type Story = {
  log: SimulatedLog
  chance: Chance
  wishes: PricedLine[][]
  orderIds: string[]
  paymentIds: string[]
  /** Terms that were read and not yet acted upon. */
  read: { orderId: string; terms: TermsOfPayment }[]
  /** How eagerly each consumer works in this story; one may stand still for long. */
  eagerness: Record<Consumer, number>
}

const id = (kind: string, number: number, { below }: Chance) =>
  `c${below(256).toString(16).padStart(2, '0')}${kind}${number.toString().padStart(4, '0')}-0000-4000-8000-000000000000`

/** What somebody might ask for. People of one story know only a few wishes, so that they often come back to one they had. */
export const someWish = (chance: Chance, unitPriceMinor: number): PricedLine[] =>
  seatTypeIds.map(seatTypeId => ({ seatTypeId, name: seatTypeId, description: '', unitPriceMinor, quantity: chance.below(3) }))

export const changeQuota = ({ log, chance }: Story, seatTypeId: string): void => {
  const quota = chance.below(4)
  const details = { conferenceId, seatTypeId, name: seatTypeId, description: '', priceMinor: 0, quota, ordinal: 0 }
  announce(log, { type: 'SeatUpdated', data: details })
}

const place = ({ log, chance, wishes, orderIds }: Story): void => {
  if (orderIds.length === 3) return
  const orderId = id('a', orderIds.length, chance)
  orderIds.push(orderId)
  const order = {
    orderId,
    conferenceId,
    lines: chance.oneOf(wishes) ?? [],
    currency: 'USD',
    now: nowOf(log),
    holdMinutes: 15,
    sealedOrderCode: '',
  }
  send(log, { type: 'RegisterToConference', data: order })
}

const readTerms = ({ log, chance, orderIds, read }: Story): void => {
  const orderId = chance.oneOf(orderIds)
  if (orderId) read.push({ orderId, terms: termsOfPayment(orderIn(log, orderId), nowOf(log)) })
}

const startPayment = ({ log, chance, paymentIds, read }: Story): void => {
  const about = chance.oneOf(read)
  if (!about) return
  const paymentId = id('b', paymentIds.length, chance)
  paymentIds.push(paymentId)
  send(log, {
    type: 'InitiatePayment',
    data: { paymentId, orderId: about.orderId, conferenceId, description: '', ...about.terms },
  })
}

export const endPayment = ({ log, chance, paymentIds }: Story): void => {
  const paymentId = chance.oneOf(paymentIds)
  if (paymentId) send(log, { type: chance.happens(0.85) ? 'CompletePayment' : 'RejectPayment', data: { paymentId } })
}

/**
 * An order, a payment and a process know what they heard before, however long ago. The seats know an attempt while its
 * reservation is pending, and forget it afterwards: they rely on their own commands staying in order. Nor can the process tell
 * an old wish from a new one.
 */
const isKnownAgain = (log: SimulatedLog, consumer: Consumer, { kind, message }: Entry): boolean => {
  if (consumer === 'registration-process') return message.type !== 'OrderUpdated'
  if (kind === 'event' || message.type === 'ChangeSeatQuota') return false
  if (message.type === 'MakeSeatReservation') return reservationOf(seatsIn(log), message.data.reservationId) !== undefined
  return !message.type.endsWith('SeatReservation')
}

/** Heard again at the wrong moment, these would do the most harm. */
const delicate = ['ConfirmOrder', 'RejectOrder', 'MakeSeatReservation', 'PaymentCompleted']

const hearOldMessage = ({ log, chance }: Story): void => {
  const consumer = chance.happens(0.5) ? 'commands' : 'registration-process'
  const heard = log.published.slice(0, log.checkpoints[consumer]).filter(entry => isKnownAgain(log, consumer, entry))
  const entry = chance.oneOf(chance.happens(0.7) ? heard.filter(({ message }) => delicate.includes(message.type)) : heard)
  if (entry) hear(log, consumer, entry)
}

const work = ({ log, chance, eagerness }: Story): void => {
  if (chance.happens(0.5)) publish(log)
  for (const consumer of consumers)
    while (chance.happens(eagerness[consumer])) consume(log, consumer, chance.happens(0.2) ? 2 : 1)
}

const letTimePass = ({ log, chance }: Story): void => {
  log.nowMs += (chance.oneOf([0.5, 1, 5, 14, 15, 30]) ?? 0) * 60_000
}

const changeSeats = ({ log, chance, wishes, orderIds }: Story): void => {
  const orderId = chance.oneOf(orderIds)
  if (orderId) send(log, { type: 'ChangeOrderSeats', data: { orderId, lines: chance.oneOf(wishes) ?? [], now: nowOf(log) } })
}

/** A person who is refused shrugs. The machinery never is: there a refusal is a defect, and ends the story. */
const asPerson = (ask: (story: Story) => void) => (story: Story) => {
  try {
    ask(story)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}

const moves: readonly (readonly [weight: number, move: (story: Story) => void])[] = [
  [30, work],
  [8, hearOldMessage],
  [4, ({ log }) => drain(log)],
  [4, letTimePass],
  [6, asPerson(place)],
  [6, asPerson(changeSeats)],
  [10, asPerson(readTerms)],
  [8, asPerson(startPayment)],
  [8, endPayment],
  [2, story => changeQuota(story, story.chance.oneOf(seatTypeIds) ?? 'A')],
]
const deck = moves.flatMap(([weight, move]) => Array.from({ length: weight }, () => move))

/** One thing that somebody, or the machinery, does next. */
export const move = (story: Story): void => story.chance.oneOf(deck)?.(story)
