import { expect, it } from 'vitest'
import { brokenEndings, brokenPromises } from '../testing/promises.ts'
import { seeded } from '../testing/seeded.ts'
import { drain, simulatedLog } from '../testing/simulated-log.ts'
import { changeQuota, endPayment, move, type Story, seatTypeIds, someWish } from '../testing/simulated-people.ts'

const runs = Number(process.env.SIMULATION_RUNS ?? 2_000)
const onlySeed = process.env.SIMULATION_SEED
const seeds = onlySeed ? [Number(onlySeed)] : Array.from({ length: runs }, (_, index) => index + 1)

const begin = (seed: number): Story => {
  const chance = seeded(seed)
  const priceMinor = chance.happens(0.3) ? 0 : 100
  const pace = () => chance.oneOf([0.05, 0.5, 0.8, 0.95]) ?? 0
  return {
    log: simulatedLog(),
    chance,
    wishes: Array.from({ length: 3 }, () => someWish(chance, priceMinor)),
    orderIds: [],
    paymentIds: [],
    read: [],
    eagerness: { 'registration-process': pace(), commands: pace(), policies: pace() },
  }
}

/** Stories in which nothing of this happens would prove little. */
const rarities = [
  'OrderReinstated',
  'PaymentRejected',
  'free of charge',
  'refused, open',
  'refused, expired',
  'Another payment for this order came first.',
  'This order had already been paid.',
  'The order had expired and its seats were no longer free.',
  'The seats of the order changed while it was being paid.',
]

/** Everything that happened in a story, and what it broke. */
const tell = (seed: number) => {
  const story = begin(seed)
  const { log, chance, orderIds } = story
  const broken: string[] = []
  const settle = () => {
    drain(log)
    broken.push(...brokenPromises(log, orderIds, seatTypeIds))
  }
  try {
    for (const seatTypeId of seatTypeIds) changeQuota(story, seatTypeId)
    for (let left = 40 + chance.below(120); left > 0; left--) move(story)
    settle()
    for (const minutes of [30, 60]) {
      log.nowMs += minutes * 60_000
      settle()
      for (let late = chance.below(4); late > 0; late--) endPayment(story)
      settle()
    }
    broken.push(...brokenEndings(log, orderIds, seatTypeIds))
  } catch (error) {
    broken.push(String(error))
  }
  return { events: log.events, broken }
}

it(
  `keeps every promise in ${seeds.length} stories of crashes, delays, repeats and changes of mind`,
  () => {
    const seen = new Set<string>()
    for (const seed of seeds) {
      const { events, broken } = tell(seed)
      const story = onlySeed ? `\n${events.map(event => JSON.stringify(event)).join('\n')}` : ''
      expect(broken, `replay with SIMULATION_SEED=${seed}${story}`).toEqual([])
      for (const { type, data } of events) {
        seen.add(type)
        if (type === 'OrderPaymentRefused') seen.add(`refused, ${data.expired ? 'expired' : 'open'}`)
        if (type === 'PaymentReturned') seen.add(data.reason)
        if (type === 'OrderTotalsCalculated' && data.isFreeOfCharge) seen.add('free of charge')
      }
    }
    if (!onlySeed && runs >= 2_000) expect(rarities.filter(each => !seen.has(each))).toEqual([])
  },
  Math.max(60_000, 20 * seeds.length),
)
