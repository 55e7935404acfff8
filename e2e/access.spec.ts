import { expect, test } from 'playwright/test'
import { countEvents } from './ledger.ts'
import { loadConferences, newConference, stage } from './own-conference.ts'
import { PlainBrowser } from './plain/browser.ts'
import type { Page } from './plain/page.ts'
import {
  acceptPayment,
  ada,
  buySeats,
  chooseSeats,
  details,
  orderAddress,
  orderSeats,
  proceedToPayment,
} from './plain/registrant.ts'
import { ask } from './stranger.ts'
import { chooseSeats as chooseSeatsOnScreen, errorSummary } from './visitor.ts'

const seatTypes = [{ name: 'Talks', price: '80.00', quota: 50 }]

const here = newConference('here', { seatTypes })
const there = newConference('there', { seatTypes })
const gone = newConference('gone', { seatTypes })

test.beforeAll(() => loadConferences(here, there, gone))

/** Somebody's browser, which nobody used before. */
const newBrowser = () => new PlainBrowser(stage().url)

const pagesOf = (order: string): string[] => [order, `${order}/checkout`, `${order}/register`, `${order}/seats`]

/** Answered without the page itself, so that there is no hint whether the order exists. */
const expectFindPage = async ({ cookie }: PlainBrowser, address: string, slug: string): Promise<void> => {
  const { status, location, text } = await ask({ cookie, own: {} }, address)
  expect({ address, status, location }).toEqual({ address, status: 307, location: `/${slug}/orders/find` })
  expect(text).not.toContain('Talks')
}

const findOrder = async (browser: PlainBrowser, slug: string, email: string, code: string): Promise<Page> =>
  browser.press(await browser.open(`/${slug}/orders/find`), 'Find order', { Email: email, 'Order code': code })

const orderCode = (page: Page): string => page.definition('Order code') ?? ''

test('an order opens only in the browser that placed it; every other address looks alike', async () => {
  const order = orderAddress(await buySeats(newBrowser(), here.slug, { Talks: 1 }))
  const stranger = newBrowser()
  const doesNotExist = order.replace(/[0-9a-f]{8}$/, '01234567')
  const malformed = ['1', 'x', 'null', '%F0%9F%A6%80', '..%2f..', order.slice(-36).toUpperCase(), `${order.slice(-36)}0`]
  const addresses = [order, doesNotExist, ...malformed.map(id => `/${here.slug}/orders/${id}`)]
  for (const address of addresses.flatMap(pagesOf)) await expectFindPage(stranger, address, here.slug)
  expect((await stranger.open(order)).heading).toBe('Find your order')
  // Now with a session of its own.
  await expectFindPage(stranger, order, here.slug)
})

test('an order is found under its own conference alone', async () => {
  const browser = newBrowser()
  const order = orderAddress(await buySeats(browser, here.slug, { Talks: 1 }))
  for (const address of pagesOf(order.replace(here.slug, there.slug))) await expectFindPage(browser, address, there.slug)
  for (const address of pagesOf(order.replace(here.slug, 'no-such-conference')))
    expect((await browser.open(address)).status).toBe(404)
})

test('a wrong code and a wrong e-mail are answered alike', async () => {
  // Failures are counted by e-mail: this one is nobody else's.
  const person = { ...ada, email: `${here.slug}@visitors.example` }
  const code = orderCode(await buySeats(newBrowser(), here.slug, { Talks: 1 }, person))
  expect(code).toHaveLength(6)
  const attempts = [
    { slug: here.slug, email: person.email, code: 'ZZZZZZ' },
    { slug: here.slug, email: 'nobody@visitors.example', code },
    { slug: there.slug, email: person.email, code },
  ]
  const stranger = newBrowser()
  for (const { slug, email, code } of attempts) {
    const refused = await findOrder(stranger, slug, email, code)
    expect(refused.problems).toEqual(['That email and order code do not match.'])
    expect(refused.value('Email')).toBe(email)
    expect(refused.value('Order code')).toBe(code)
  }
})

test('an address where nothing is leads back to the conferences, one that looks like a file too', async () => {
  const browser = newBrowser()
  const pages = ['/no-such-conference', '/no-such-conference/register', '/a/b/c', '/payment/1', '/payment']
  const files = ['/favicon.ico', '/no-such-conference.html', '/events', '/calendar.ics', '/a.b/orders/c.d']
  for (const address of [...pages, ...files]) {
    const page = await browser.open(address)
    expect(page, address).toMatchObject({ status: 404, heading: 'Page not found' })
    expect((await browser.follow(page, 'See all conferences')).heading).toBe('Conferences')
  }
})

test('an error of signing in leads to the sign-in page, and says nothing there', async () => {
  for (const address of ['/api/auth/error', '/api/auth/error?error=undefined'])
    expect(await newBrowser().open(address)).toMatchObject({ heading: 'Sign in', address: '/manage/login' })
})

test('what changes an order is not heard of a stranger', async () => {
  const browser = newBrowser()
  const victim = await orderSeats(browser, here.slug, { Talks: 1 })
  const before = await countEvents(here.slug, 'OrderRegistrantAssigned')
  const stranger = newBrowser()
  const checkout = await orderSeats(stranger, here.slug, { Talks: 1 })
  const changed = { orderId: orderAddress(victim).slice(-36) }
  const eve = { firstName: 'Eve', lastName: 'Stranger', email: 'eve@visitors.example' }
  const refused = await stranger.press(checkout, 'Proceed to payment', details(eve), { changed })
  expect(refused.heading).toBe('Find your order')
  expect((await browser.open(victim.address)).value('First name')).toBe('')
  expect(await countEvents(here.slug, 'OrderRegistrantAssigned')).toBe(before)
})

test('an unpublished conference is gone from the site, and whoever ordered goes on', async ({ page: onScreen }) => {
  const { slug, name } = gone
  const browser = newBrowser()
  const bought = await buySeats(browser, slug, { Talks: 1 })
  const held = await orderSeats(browser, slug, { Talks: 2 })
  const choosing = await browser.open(`/${slug}/register`)
  expect(choosing.heading).toBe('Choose your seats')
  await onScreen.goto(`/${slug}/register`)
  expect((await browser.open('/')).links(name)).toContain(`/${slug}`)

  await loadConferences({ ...gone, published: false })
  for (const address of [`/${slug}`, `/${slug}/register`]) expect((await browser.open(address)).status).toBe(404)
  expect((await newBrowser().open('/')).links(name)).not.toContain(`/${slug}`)

  const closed = 'This conference does not take orders at the moment.'
  // With a script the form says so, without one a page.
  await chooseSeatsOnScreen(onScreen, { Talks: 1 })
  await expect(errorSummary(onScreen)).toContainText(closed)
  const answered = await browser.press(choosing, 'Order seats', { 'Quantity for Talks': '1' })
  expect(answered.heading).toBe('Choose your seats')
  expect(answered.text).toContain(closed)
  expect((await browser.follow(answered, 'See all conferences')).heading).toBe('Conferences')

  const changed = await chooseSeats(browser, await browser.follow(held, 'Change seats'), { Talks: 3 })
  const confirmed = await acceptPayment(browser, await proceedToPayment(browser, changed))
  expect(confirmed.links('Back to the conference')).toEqual([])
  expect((await browser.open(`${orderAddress(bought)}/seats`)).heading).toBe('Assign seats')

  const found = await findOrder(newBrowser(), slug, ada.email, orderCode(bought))
  expect(found.heading).toBe('Thank you')
})
