import { expect, it } from 'vitest'
import { tell } from '../testing/simulated-story.ts'

/**
 * Stories of registrants, an owner and three worker processes over the real domain: every seed is one, told by a scheduler that
 * loses, doubles, delays and reorders pokes, kills processes between any two steps of a transaction, repeats old messages, and
 * moves the clock. A seed that fails is named and tells the same again: SIMULATION_SEED=4711 npx vitest run simulation.
 * The nightly size: SIMULATION_RUNS=100000 npx vitest run simulation.
 */
const runs = Number(process.env.SIMULATION_RUNS ?? 2_000)
const onlySeed = process.env.SIMULATION_SEED
const seeds = onlySeed ? [Number(onlySeed)] : Array.from({ length: runs }, (_, index) => index + 1)

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
  'a poke was lost',
  'a poke came twice',
  'a poke overtook another',
  'a poke waited for another process',
  'a sweep left a consumer to another process',
  'someone was faster than a batch',
  'a process was killed in a transaction',
]

it(
  `keeps every promise in ${seeds.length} stories of crashes, delays, repeats and changes of mind`,
  () => {
    const seen = new Set<string>()
    for (const seed of seeds) {
      const { events, befell, broken } = tell(seed)
      const story = onlySeed ? `\n${events.map(event => JSON.stringify(event)).join('\n')}` : ''
      expect(broken, `replay with SIMULATION_SEED=${seed}${story}`).toEqual([])
      for (const each of befell) seen.add(each)
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
