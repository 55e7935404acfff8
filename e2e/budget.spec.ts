import { gzipSync } from 'node:zlib'
import { expect, type Page, test } from 'playwright/test'
import { openConference } from './own-conference.ts'
import { buySeats, expectAfterOrdering, expectHeading, orderAddress, orderSeats, proceedToPayment } from './visitor.ts'

const mostScriptBytes = 150_000

/** An address of each public page, with a browser that may open them all. */
const addressesOfAllPages = async (page: Page): Promise<Record<string, string>> => {
  const { slug } = await openConference('budget', { seatTypes: [{ name: 'Talks', price: '80.00', quota: 20 }] })
  const bought = await buySeats(page, slug, { Talks: 1 })
  await orderSeats(page, slug, { Talks: 2 })
  await expectAfterOrdering(page, 'Checkout')
  const held = orderAddress(page)
  await proceedToPayment(page)
  return {
    Conferences: '/',
    'Conference about budget': `/${slug}`,
    'Choose your seats': `/${slug}/register`,
    'Change your seats': `${held}/register`,
    Checkout: `${held}/checkout`,
    'Payment processor': new URL(page.url()).pathname,
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

test('public pages are small, ask nobody else, and stand still while they load', async ({ page, baseURL }) => {
  const addresses = await addressesOfAllPages(page)
  const scripts = new Map<string, Promise<number>>()
  const strangers: string[] = []
  // No content ends a stream for good; an open one would never let the network be idle.
  await page.context().route('**/orders/*/events', route => route.fulfill({ status: 204 }))
  const fresh = await page.context().newPage()
  await watchShifts(fresh)
  fresh.on('response', response => {
    if (response.request().resourceType() === 'script' && !scripts.has(response.url()))
      scripts.set(
        response.url(),
        response.body().then(body => gzipSync(body).length),
      )
  })
  fresh.on('request', request => {
    if (!request.url().startsWith(`${baseURL}/`)) strangers.push(request.url())
  })
  for (const width of [320, 1280]) {
    await fresh.setViewportSize({ width, height: 800 })
    for (const [heading, address] of Object.entries(addresses)) {
      await fresh.goto(address, { waitUntil: width === 320 ? 'networkidle' : 'load' })
      await expectHeading(fresh, heading)
      const timer = fresh.getByRole('timer')
      if ((await timer.count()) > 0) await expect(timer).not.toHaveText((await timer.textContent()) ?? '')
      expect(await fresh.evaluate(() => Reflect.get(window, 'shifts')), `${heading} at ${width}`).toEqual([])
    }
  }
  const sizes = await Promise.all(scripts.values())
  expect(sizes.length).toBeGreaterThan(3)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(mostScriptBytes)
  expect(strangers).toEqual([])
})
