import type { AggregateCommand } from '../messages.ts'
import { Refusal } from '../refusal.ts'
import { type TermsOfPayment, termsOfPayment } from '../registration/order/order.ts'
import type { PricedLine } from '../registration/pricing.ts'
import { reservationOf } from '../registration/seats-availability/seats-availability.ts'
import type { Chance } from './seeded.ts'
import { announce, type Consumer, type Entry, hear, nowOf, orderIn, type SimulatedLog, seatsIn, send } from './simulated-log.ts'
import { kill, type Machinery, ring, settle, step, sweep, takePoke } from './simulated-workers.ts'

export const seatTypeIds = ['A', 'B'] as const

type InLog<Thing> = Readonly<{ log: SimulatedLog }> & Thing

/** What people know and wish for. All seats of a story cost the same, perhaps nothing, so that equal money can mean other seats. */
export type Story = {
  machine: Machinery
  logs: readonly SimulatedLog[]
  chance: Chance
  wishes: PricedLine[][]
  orders: InLog<{ orderId: string }>[]
  payments: InLog<{ paymentId: string }>[]
  /** Terms that were read and not yet acted upon. */
  read: InLog<{ orderId: string; terms: TermsOfPayment }>[]
}

/** Begins with the digit of its shard, as all ids of a conference do. */
const id = ({ conferenceId }: SimulatedLog, kind: string, number: number, { below }: Chance) =>
  `${conferenceId.charAt(0)}${below(256).toString(16).padStart(2, '0')}${kind}${number.toString().padStart(4, '0')}-0000-4000-8000-000000000000`

/** A person's command, and the ring that follows it. */
const ask = ({ machine }: Story, log: SimulatedLog, command: AggregateCommand): void => {
  send(log, command)
  ring(machine, log)
}

/** What somebody might ask for. People of one story know only a few wishes, so that they often come back to one they had. */
export const someWish = (chance: Chance, unitPriceMinor: number): PricedLine[] =>
  seatTypeIds.map(seatTypeId => ({ seatTypeId, name: seatTypeId, description: '', unitPriceMinor, quantity: chance.below(3) }))

export const changeQuota = ({ machine, chance }: Story, log: SimulatedLog, seatTypeId: string): void => {
  const { conferenceId } = log
  const quota = chance.below(4)
  const details = { conferenceId, seatTypeId, name: seatTypeId, description: '', priceMinor: 0, quota, ordinal: 0 }
  announce(log, { type: 'SeatUpdated', data: details })
  ring(machine, log)
}

const changeSomeQuota = (story: Story): void => {
  const log = story.chance.oneOf(story.logs)
  if (log) changeQuota(story, log, story.chance.oneOf(seatTypeIds) ?? 'A')
}

const place = (story: Story): void => {
  const { logs, chance, wishes, orders } = story
  const log = chance.oneOf(logs)
  if (!log || orders.length === 2 + logs.length) return
  const orderId = id(log, 'a', orders.length, chance)
  orders.push({ log, orderId })
  const order = {
    orderId,
    conferenceId: log.conferenceId,
    lines: chance.oneOf(wishes) ?? [],
    currency: 'USD',
    now: nowOf(log),
    holdMinutes: 15,
    sealedOrderCode: '',
  }
  ask(story, log, { type: 'RegisterToConference', data: order })
}

const readTerms = ({ chance, orders, read }: Story): void => {
  const order = chance.oneOf(orders)
  if (order) read.push({ ...order, terms: termsOfPayment(orderIn(order.log, order.orderId), nowOf(order.log)) })
}

const startPayment = (story: Story): void => {
  const { chance, payments, read } = story
  const about = chance.oneOf(read)
  if (!about) return
  const { log, orderId, terms } = about
  const paymentId = id(log, 'b', payments.length, chance)
  payments.push({ log, paymentId })
  ask(story, log, {
    type: 'InitiatePayment',
    data: { paymentId, orderId, conferenceId: log.conferenceId, description: '', ...terms },
  })
}

export const endPayment = (story: Story): void => {
  const { chance, payments } = story
  const payment = chance.oneOf(payments)
  if (!payment) return
  const { log, paymentId } = payment
  ask(story, log, { type: chance.happens(0.85) ? 'CompletePayment' : 'RejectPayment', data: { paymentId } })
}

/**
 * An order, a payment and a process know what they heard before, however long ago. The seats know an attempt while its
 * reservation is pending, and forget it afterwards: they rely on their own commands staying in order. Nor can the process tell
 * an old wish from a new one.
 */
const isKnownAgain = (log: SimulatedLog, consumer: Consumer, { kind, message }: Entry): boolean => {
  if (consumer === 'registration-process') return message.type !== 'OrderUpdated' && message.type !== 'SeatUpdated'
  if (kind === 'event' || message.type === 'ChangeSeatQuota') return false
  if (message.type === 'MakeSeatReservation') return reservationOf(seatsIn(log), message.data.reservationId) !== undefined
  return !message.type.endsWith('SeatReservation')
}

/** Heard again at the wrong moment, these would do the most harm. */
const delicate = ['ConfirmOrder', 'RejectOrder', 'MakeSeatReservation', 'PaymentCompleted']

const hearOldMessage = ({ logs, chance }: Story): void => {
  const log = chance.oneOf(logs)
  if (!log) return
  const consumer = chance.happens(0.5) ? 'commands' : 'registration-process'
  const heard = log.published.slice(0, log.checkpoints[consumer]).filter(entry => isKnownAgain(log, consumer, entry))
  const entry = chance.oneOf(chance.happens(0.7) ? heard.filter(({ message }) => delicate.includes(message.type)) : heard)
  if (entry) hear(log, consumer, entry)
}

const work = ({ machine, chance }: Story): void => {
  if (chance.happens(0.5)) takePoke(machine)
  if (chance.happens(0.2)) sweep(machine)
  for (let steps = chance.below(40); steps > 0; steps--) step(machine)
}

/** The clock goes on for all at once. */
export const passTime = ({ logs }: Story, minutes: number): void => {
  for (const log of logs) log.nowMs += minutes * 60_000
}

const letTimePass = (story: Story): void => passTime(story, story.chance.oneOf([0.5, 1, 5, 14, 15, 30]) ?? 0)

const changeSeats = (story: Story): void => {
  const { chance, wishes, orders } = story
  const order = chance.oneOf(orders)
  if (!order) return
  const { log, orderId } = order
  ask(story, log, { type: 'ChangeOrderSeats', data: { orderId, lines: chance.oneOf(wishes) ?? [], now: nowOf(log) } })
}

/** A person who is refused shrugs. The machinery never is: there a refusal is a defect, and ends the story. */
const asPerson = (act: (story: Story) => void) => (story: Story) => {
  try {
    act(story)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}

const moves: readonly (readonly [weight: number, move: (story: Story) => void])[] = [
  [30, work],
  [4, ({ machine }) => kill(machine)],
  [8, hearOldMessage],
  [4, ({ machine }) => settle(machine)],
  [4, letTimePass],
  [6, asPerson(place)],
  [6, asPerson(changeSeats)],
  [10, asPerson(readTerms)],
  [8, asPerson(startPayment)],
  [8, endPayment],
  [2, changeSomeQuota],
]
const deck = moves.flatMap(([weight, move]) => Array.from({ length: weight }, () => move))

/** One thing that somebody, or the machinery, does next. */
export const move = (story: Story): void => story.chance.oneOf(deck)?.(story)
