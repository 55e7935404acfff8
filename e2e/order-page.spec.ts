import { expect, test } from 'playwright/test'
import { loadConferences, newConference, stage } from './own-conference.ts'
import { PlainBrowser } from './plain/browser.ts'
import type { Page } from './plain/page.ts'
import { buySeats, chooseSeats, orderAddress, orderSeats } from './plain/registrant.ts'

const seatTypes = [
  { name: 'Talks', price: '80.00', quota: 50 },
  { name: 'Dinner', price: '35.50', quota: 1 },
]
const plenty = newConference('plenty', { seatTypes })
const short = newConference('short', { seatTypes })

test.beforeAll(() => loadConferences(plenty, short))

let browser: PlainBrowser
test.beforeEach(() => {
  browser = new PlainBrowser(stage().url)
})

/** The steps of the order's progress that are marked as the current one. */
const currentSteps = ({ html }: Page): (string | undefined)[] =>
  Array.from(html.matchAll(/<li[^>]* aria-current="step"[^>]*>([^<]+)/g), ([, step]) => step)

test('who bought seats is thanked in the title too, and led to where the code opens the order', async () => {
  const thanks = await buySeats(browser, plenty.slug, { Talks: 1 })
  expect(thanks.title).toMatch(/^Thank you · /)
  expect((await browser.follow(thanks, 'Find your order')).heading).toBe('Find your order')
})

test('an order that holds less than it asked for says so, and that checkout comes next', async () => {
  const choosing = await browser.open(`/${short.slug}/register`)
  const order = orderAddress(await chooseSeats(browser, choosing, { Talks: 2, Dinner: 2 }, 'Change your seats'))
  const page = await browser.open(order)
  expect(page.heading).toBe('Your order')
  expect(page.title).toMatch(/^Your order · /)
  expect(page.text).toContain('Not all the seats you asked for could be reserved.')
  expect(currentSteps(page)).toEqual(['Checkout'])
  const checkout = await browser.open(`${order}/checkout`)
  expect(checkout.title).toMatch(/^Checkout · /)
  expect(currentSteps(checkout)).toEqual(['Checkout'])
})

test('an order that holds all it asked for says nothing else', async () => {
  const page = await browser.open(orderAddress(await orderSeats(browser, plenty.slug, { Talks: 2 })))
  expect(page.text).toContain('Your seats are held for you.')
  expect(page.text).not.toContain('Not all the seats')
})
