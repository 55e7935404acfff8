import { expect, it } from 'vitest'
import { type Entry, orderIn, processIn, type SimulatedLog, seatsIn, type Tamper } from '../testing/simulated-log.ts'
import { type Sabotage, tell } from '../testing/simulated-story.ts'
import { reservationOf } from './seats-availability/seats-availability.ts'

/** The message never comes, always or while something holds. */
const lost =
  (type: string, when: (log: SimulatedLog, entry: Entry) => boolean = () => true): Tamper =>
  (log, entry) =>
    entry.message.type === type && when(log, entry) ? undefined : entry

/** As if `ConfirmOrder` were not compared with what the order has in this respect. */
const notCompared =
  (respect: 'agreed' | 'seats'): Tamper =>
  (log, entry) => {
    if (entry.kind !== 'command' || entry.message.type !== 'ConfirmOrder') return entry
    const order = orderIn(log, entry.message.data.orderId)
    if (order.status === 'none') return entry
    return { kind: 'command', message: { type: 'ConfirmOrder', data: { ...entry.message.data, [respect]: order.has } } }
  }

/** As if every answer of the seats were the answer to the newest request. */
const anyAnswer: Tamper = (log, entry) => {
  if (entry.kind !== 'event' || entry.message.type !== 'SeatsReserved') return entry
  const process = processIn(log, entry.message.data.reservationId)
  if (process.status === 'none') return entry
  return { kind: 'event', message: { type: 'SeatsReserved', data: { ...entry.message.data, attempt: process.attempt } } }
}

/** As if the seats did not know which of two requests is the newer one. */
const anyRequest: Tamper = (log, entry) => {
  if (entry.kind !== 'command' || entry.message.type !== 'MakeSeatReservation') return entry
  const { data } = entry.message
  const pending = reservationOf(seatsIn(log), data.reservationId)
  if (!pending || data.attempt > pending.attempt) return entry
  // Newer for the seats, and not what the process waits for.
  return { kind: 'command', message: { type: 'MakeSeatReservation', data: { ...data, attempt: pending.attempt + 0.5 } } }
}

/** As if an order took the answer to an older wish for the answer to its newest. */
const anyWish: Tamper = (log, entry) => {
  if (entry.kind !== 'command' || entry.message.type !== 'MarkSeatsAsReserved') return entry
  const order = orderIn(log, entry.message.data.orderId)
  if (order.status === 'none') return entry
  return { kind: 'command', message: { type: 'MarkSeatsAsReserved', data: { ...entry.message.data, asked: order.asked } } }
}

const isExpired = (log: SimulatedLog, { message }: Entry): boolean =>
  message.type === 'PaymentCompleted' && processIn(log, message.data.orderId).status === 'expired'

const guards: Record<string, Sabotage> = {
  'a checkpoint moves with its effects': { commitOrder: 'checkpoint first' },
  'a process knows when others have moved the seats it keeps': { trustsKept: true },
  'the deadline comes': { tamper: lost('ExpireRegistration') },
  'what expires gives its seats back': { tamper: lost('CancelSeatReservation') },
  'what is confirmed is sold': { tamper: lost('CommitSeatReservation') },
  'a payment that cannot be kept is given back': { tamper: lost('RefundPayment') },
  'a payment after the deadline is taken up': { tamper: lost('PaymentCompleted', isExpired) },
  'a refused payment is heard of': { tamper: lost('OrderPaymentRefused') },
  'the payer agreed to what the order has': { tamper: notCompared('agreed') },
  'the process holds what the order has': { tamper: notCompared('seats') },
  'the process knows stale answers by their attempt': { tamper: anyAnswer },
  'the seats know stale requests by their attempt': { tamper: anyRequest },
  'the order knows stale answers by what it asks': { tamper: anyWish },
}

const mostStories = 2_000

it.each(Object.entries(guards))('breaks promises unless %s', (_, sabotage) => {
  let stories = 1
  while (stories < mostStories && tell(stories, sabotage).broken.length === 0) stories++
  expect(stories).toBeLessThan(mostStories)
})

it('breaks none though a process that was killed leaves its effects and not its checkpoint: every batch may be heard twice', () => {
  for (let seed = 1; seed <= 300; seed++) expect(tell(seed, { commitOrder: 'effects first' }).broken).toEqual([])
})
