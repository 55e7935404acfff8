import { parseArgs } from 'node:util'
import { PlainBrowser } from '../plain/browser.ts'
import { orderSeats } from '../plain/registrant.ts'
import { machine, milliseconds, percentile } from './measure.ts'

/**
 * How long a registrant waits from pressing "Order seats" to the checkout page with the seats reserved: one order after the
 * other, each by a new browser without JavaScript, on a site that runs already (npm run quickstart) and is otherwise idle.
 *
 *   npx tsx e2e/load/place-order.ts --site http://localhost:3000 --conference euro-summit-2027 --seats Individual --orders 200
 */
const { values } = parseArgs({
  options: {
    site: { type: 'string', default: 'http://localhost:3000' },
    conference: { type: 'string', default: 'euro-summit-2027' },
    seats: { type: 'string', default: 'Individual' },
    orders: { type: 'string', default: '200' },
  },
})

const warmUp = 20
const waits: number[] = []
for (let order = 0; order < Number(values.orders) + warmUp; order++) {
  const browser = new PlainBrowser(values.site)
  const checkout = await orderSeats(browser, values.conference, { [values.seats]: 1 })
  if (checkout.heading !== 'Checkout')
    throw new Error(`order ${order} ended on the page "${checkout.heading}" (${checkout.status})`)
  if (order >= warmUp) waits.push(checkout.milliseconds)
}

console.log(machine())
console.log(`${values.site}, ${values.conference}: ${waits.length} orders after ${warmUp} to warm up`)
console.log(
  `from "Order seats" to the checkout page: p50 ${milliseconds(percentile(waits, 0.5))}, p99 ${milliseconds(percentile(waits, 0.99))}, worst ${milliseconds(percentile(waits, 1))}`,
)
