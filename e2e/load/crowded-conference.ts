import { setTimeout as pause } from 'node:timers/promises'
import { shardOf } from '#domain/event-store'
import { type Decision, decideInTurn } from '#domain/handle'
import type { AggregateCommand } from '#domain/messages'
import type { PricedLine } from '#domain/registration/pricing'
import { address } from '#domain/send'
import { now } from '#drizzle/clock'
import { newOrderCode, sealCode } from '#drizzle/codes'
import { createConference, publishConference } from '#drizzle/conferences'
import { sql, type Tx } from '#drizzle/db'
import { eventStore, loadStreams } from '#drizzle/event-store'
import { newId } from '#drizzle/ids'
import { addSeatType } from '#drizzle/seat-types'
import { drain } from '#workers/runtime'

const ownerEmail = 'owner@example.org'
const slug = 'crowded'
const currency = 'USD'
const attendsEvery = 5
const seatTypes = [
  { name: 'General admission', description: 'All talks', priceMinor: 19_900, currency, quota: 100_000 },
  { name: 'CQRS Workshop', description: 'The day before', priceMinor: 50_000, currency, quota: 100_000 },
  { name: '저녁 만찬', description: 'With music', priceMinor: 5_000, currency, quota: 100_000 },
] as const

const firstNames = ['Ada', 'Charles', '민수', 'Žofie', 'Grace', 'Alan', '서연', 'Edsger', 'Barbara', 'Konrad']
const lastNames = ['Byron', 'Babbage', '김', 'Nováková', 'Hopper', 'Turing', '이', 'Dijkstra', 'Liskov', 'Zuse']

/** The nth person: a name that many have and an e-mail address of their own. */
const person = (n: number) => ({
  firstName: firstNames[n % 10] ?? '',
  lastName: lastNames[Math.floor(n / 10) % 10] ?? '',
  email: `guest.${n}@company-${n % 500}.example`,
})

const write = <Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> => sql().begin(work) as unknown as Promise<Result>

export type CrowdedConference = Readonly<{ conferenceId: string; slug: string; ownerEmail: string; accessCode: string }>

type Order = Readonly<{ orderId: string; paymentId: string; number: number; lines: readonly PricedLine[] }>

const untilQuiet = async (): Promise<void> => {
  while (!(await drain(60_000))) await pause(1)
}

/** Commands of many people at once, decided and appended as one; then the workers' own consumers do what follows. */
const send = async (conferenceId: string, commands: readonly Readonly<{ orderId: string; command: AggregateCommand }>[]) => {
  const decisions = commands.map(({ orderId, command }): Decision => {
    const actor = command.type === 'CompletePayment' ? 'payment processor' : 'registrant'
    const metadata = { correlationId: orderId, causationId: `${actor}:${command.type}`, actor }
    return { ...address(command), conferenceId, metadata }
  })
  const streams = [...new Set(decisions.map(({ stream }) => stream))]
  const loaded = await loadStreams(sql(), shardOf(conferenceId), streams)
  await eventStore(sql()).append(decideInTurn(decisions, loaded, new Map()))
  await untilQuiet()
}

const totalOf = ({ lines }: Order): number => lines.reduce((sum, line) => sum + line.unitPriceMinor * line.quantity, 0)
const agreedOf = ({ lines }: Order) => lines.map(({ seatTypeId, quantity }) => ({ seatTypeId, quantity }))

/** Of a hundred orders 12 are never paid, one is paid for other seats than it has, one only after it expired; the rest in time. */
const fateOf = ({ number }: Order): 'leaves' | 'pays wrongly' | 'pays late' | 'pays' => {
  const fate = number % 100
  if (fate < 12) return 'leaves'
  if (fate === 12) return 'pays wrongly'
  return fate === 13 ? 'pays late' : 'pays'
}

const placing = (conferenceId: string, order: Order): AggregateCommand => {
  const { orderId, lines } = order
  const sealedOrderCode = sealCode(newOrderCode())
  const placed = { orderId, conferenceId, lines, currency, now: now().toISOString(), holdMinutes: 15, sealedOrderCode }
  return { type: 'RegisterToConference', data: placed }
}

const checkingOut = (conferenceId: string, order: Order): AggregateCommand[] => {
  const { orderId, paymentId, number } = order
  const registrant = { orderId, ...person(number), now: now().toISOString() }
  const agreed = fateOf(order) === 'pays wrongly' ? agreedOf(order).slice(0, 0) : agreedOf(order)
  const payment = { paymentId, orderId, conferenceId, description: 'Crowded', items: [], agreed, amountMinor: totalOf(order) }
  const begun: AggregateCommand[] = [
    { type: 'AssignRegistrantDetails', data: registrant },
    { type: 'InitiatePayment', data: { ...payment, currency } },
  ]
  if (fateOf(order) === 'leaves') return begun.slice(0, 1)
  return fateOf(order) === 'pays late' ? begun : [...begun, { type: 'CompletePayment', data: { paymentId } }]
}

/** Most people name who comes, soon after they paid. */
const namingAttendees = (order: Order): AggregateCommand[] => {
  if (fateOf(order) !== 'pays' || order.number % attendsEvery === 0) return []
  const seats = order.lines.reduce((sum, { quantity }) => sum + quantity, 0)
  return Array.from({ length: seats }, (_, position) => ({
    type: 'AssignSeat',
    data: { orderId: order.orderId, position, attendee: person(order.number * 7 + position) },
  }))
}

const createCrowdedConference = async (): Promise<CrowdedConference & { seatTypeIds: readonly string[] }> => {
  const form = {
    ...{ slug, ownerName: 'Ada Byron', ownerEmail, name: 'Crowded 2027', tagline: 'Everybody comes', description: 'Big.' },
    ...{ location: 'London', timeZone: 'Europe/London', currency, startsAt: '2027-03-10T09:00', endsAt: '2027-03-12T17:00' },
    ...{ holdMinutes: 15, paymentProcessor: 'simulated' as const },
  }
  const { conferenceId, accessCode } = await write(tx => createConference(tx, form, 'owner'))
  const seatTypeIds: string[] = []
  for (const seatType of seatTypes) seatTypeIds.push(await write(tx => addSeatType(tx, conferenceId, { ...seatType }, 'owner')))
  await write(tx => publishConference(tx, conferenceId, 'owner'))
  await untilQuiet()
  return { conferenceId, slug, ownerEmail, accessCode, seatTypeIds }
}

const orderOf = (conferenceId: string, seatTypeIds: readonly string[], number: number): Order => {
  const line = (type: number, quantity: number) => {
    const { name = '', description = '', priceMinor = 0 } = seatTypes[type] ?? {}
    return { seatTypeId: seatTypeIds[type] ?? '', name, description, unitPriceMinor: priceMinor, quantity }
  }
  const lines = [line(0, 1 + (number % 2)), ...(number % 4 === 0 ? [line(1, 1)] : []), ...(number % 6 === 0 ? [line(2, 2)] : [])]
  return { orderId: newId(conferenceId), paymentId: newId(conferenceId), number, lines }
}

/**
 * A conference with so many orders, all by commands and by the workers' own consumers. `goOn` lets time pass between batches, so
 * that sales spread over days and unpaid orders expire.
 */
export const crowdConference = async (
  size: number,
  { atOnce, goOn, report }: Readonly<{ atOnce: number; goOn(): void; report(orders: number): void }>,
): Promise<CrowdedConference> => {
  const { seatTypeIds, ...conference } = await createCrowdedConference()
  const { conferenceId } = conference
  for (let first = 0; first < size; first += atOnce) {
    const numbers = Array.from({ length: Math.min(atOnce, size - first) }, (_, index) => first + index)
    const orders = numbers.map(number => orderOf(conferenceId, seatTypeIds, number))
    const all = (commandsOf: (order: Order) => AggregateCommand[]) =>
      orders.flatMap(order => commandsOf(order).map(command => ({ orderId: order.orderId, command })))
    await send(
      conferenceId,
      all(order => [placing(conferenceId, order)]),
    )
    await send(
      conferenceId,
      all(order => checkingOut(conferenceId, order)),
    )
    await send(conferenceId, all(namingAttendees))
    goOn()
    await untilQuiet()
    const late = orders.filter(order => fateOf(order) === 'pays late')
    await send(
      conferenceId,
      late.map(({ orderId, paymentId }) => ({ orderId, command: { type: 'CompletePayment', data: { paymentId } } })),
    )
    report(first + orders.length)
  }
  return conference
}
