import type { AnyEvent } from '../messages.ts'
import { brokenEndings, brokenPromises } from './promises.ts'
import { seeded } from './seeded.ts'
import { type SimulatedLog, simulatedLog, type Tamper } from './simulated-log.ts'
import { changeQuota, endPayment, move, passTime, type Story, seatTypeIds, someWish } from './simulated-people.ts'
import { type Mechanics, machinery, settle } from './simulated-workers.ts'

const conferenceIds = ['c0000000-0000-4000-8000-000000000000', 'd0000000-0000-4000-8000-000000000000']

/** A guard that is missing in this story, to see that its promises are then broken. */
export type Sabotage = Readonly<{ tamper?: Tamper }> & Partial<Mechanics>

const begin = (seed: number, { tamper, ...mechanics }: Sabotage): Story => {
  const chance = seeded(seed)
  const priceMinor = chance.happens(0.3) ? 0 : 100
  const logs = conferenceIds.slice(0, chance.happens(0.3) ? 2 : 1).map(conferenceId => simulatedLog(conferenceId, tamper))
  return {
    machine: machinery(logs, chance, mechanics),
    logs,
    chance,
    wishes: Array.from({ length: 3 }, () => someWish(chance, priceMinor)),
    orders: [],
    payments: [],
    read: [],
  }
}

const ordersIn = ({ orders }: Story, log: SimulatedLog): string[] =>
  orders.filter(order => order.log === log).map(({ orderId }) => orderId)

type Told = Readonly<{ events: AnyEvent[]; befell: ReadonlySet<string>; broken: string[] }>

/** Everything that happened in the story of a seed, what befell its machinery, and what it broke. */
export const tell = (seed: number, sabotage: Sabotage = {}): Told => {
  const story = begin(seed, sabotage)
  const { machine, logs, chance } = story
  const broken: string[] = []
  const look = () => {
    settle(machine)
    for (const log of logs) broken.push(...brokenPromises(log, ordersIn(story, log), seatTypeIds))
  }
  try {
    for (const log of logs) for (const seatTypeId of seatTypeIds) changeQuota(story, log, seatTypeId)
    for (let left = 40 + chance.below(120); left > 0; left--) move(story)
    look()
    for (const minutes of [30, 60]) {
      passTime(story, minutes)
      look()
      for (let late = chance.below(4); late > 0; late--) endPayment(story)
      look()
    }
    for (const log of logs) broken.push(...brokenEndings(log, ordersIn(story, log), seatTypeIds))
  } catch (error) {
    broken.push(String(error))
  }
  return { events: logs.flatMap(log => log.events), befell: machine.befell, broken }
}
