import { gzipSync } from 'node:zlib'
import { type BrowserContext, expect, type Page, test } from 'playwright/test'
import { openConference, stage } from './own-conference.ts'
import { PlainBrowser } from './plain/browser.ts'
import { handOver } from './plain/hand-over.ts'
import { buySeats, orderAddress, orderSeats, proceedToPayment } from './plain/registrant.ts'
import { expectHeading } from './visitor.ts'

const mostScriptBytes = 150_000

/** An address of each public page, which that browser may open from now on. */
const addressesOfAllPages = async (context: BrowserContext): Promise<Record<string, string>> => {
  const { slug } = await openConference('budget', { seatTypes: [{ name: 'Talks', price: '80.00', quota: 20 }] })
  const registrant = new PlainBrowser(stage().url)
  const bought = orderAddress(await buySeats(registrant, slug, { Talks: 1 }))
  const checkout = await orderSeats(registrant, slug, { Talks: 2 })
  const held = orderAddress(checkout)
  const payment = await proceedToPayment(registrant, checkout)
  await handOver(registrant, context)
  return {
    Conferences: '/',
    'Conference about budget': `/${slug}`,
    'Choose your seats': `/${slug}/register`,
    'Change your seats': `${held}/register`,
    Checkout: `${held}/checkout`,
    'Payment processor': payment.address,
    'Your order': held,
    'Thank you': bought,
    'Assign seats': `${bought}/seats`,
    'Find your order': `/${slug}/orders/find`,
    'Page not found': '/no-such-conference',
  }
}

/** How far things moved on the page after they were first shown, without anybody having touched it. */
const watchShifts = async (page: Page): Promise<void> => {
  await page.addInitScript(() => {
    const shifts: string[] = []
    Object.assign(window, { shifts })
    new PerformanceObserver(list => {
      for (const entry of list.getEntries()) shifts.push(JSON.stringify(entry))
    }).observe({ type: 'layout-shift', buffered: true })
  })
}

test.describe.configure({ timeout: 180_000 })

test('public pages are small, ask nobody else, and stand still while they load', async ({ context, baseURL }) => {
  const addresses = await addressesOfAllPages(context)
  const scripts = new Set<string>()
  const strangers: string[] = []
  // No content ends a stream for good; an open one would never let the network be idle.
  await context.route('**/orders/*/events', route => route.fulfill({ status: 204 }))
  context.on('request', request => {
    if (request.resourceType() === 'script') scripts.add(request.url())
    if (!request.url().startsWith(`${baseURL}/`)) strangers.push(request.url())
  })
  const look = async (width: number): Promise<void> => {
    const page = await context.newPage()
    await watchShifts(page)
    await page.setViewportSize({ width, height: 800 })
    for (const [heading, address] of Object.entries(addresses)) {
      await page.goto(address, { waitUntil: width === 320 ? 'networkidle' : 'load' })
      await expectHeading(page, heading)
      const timer = page.getByRole('timer')
      if ((await timer.count()) > 0) await expect(timer).not.toHaveText((await timer.textContent()) ?? '')
      expect(await page.evaluate(() => Reflect.get(window, 'shifts')), `${heading} at ${width}`).toEqual([])
    }
  }
  await Promise.all([look(320), look(1280)])
  const sizeOf = async (script: string) => gzipSync(await (await context.request.get(script)).body()).length
  const sizes = await Promise.all(Array.from(scripts, sizeOf))
  expect(sizes.length).toBeGreaterThan(3)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(mostScriptBytes)
  expect(strangers).toEqual([])
})
