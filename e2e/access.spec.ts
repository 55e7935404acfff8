import { expect, type Page, test } from 'playwright/test'
import { loadConferences, newConference } from './own-conference.ts'
import {
  ada,
  buySeats,
  errorSummary,
  expectAfterOrdering,
  expectHeading,
  orderCode,
  orderSeats,
  press,
  proceedToPayment,
} from './visitor.ts'

// What the server decides and says is the same with a script, which costs a browser twice the time.
test.use({ javaScriptEnabled: false })

const seatTypes = [{ name: 'Talks', price: '80.00', quota: 50 }]

const here = newConference('here', { seatTypes })
const there = newConference('there', { seatTypes })
const gone = newConference('gone', { seatTypes })

test.beforeAll(() => loadConferences(here, there, gone))

const pagesOf = (order: string): string[] => [order, `${order}/checkout`, `${order}/register`, `${order}/seats`]

/** Answered without the page itself, so that there is no hint whether the order exists. */
const expectFindPage = async ({ request }: Page, address: string, slug: string): Promise<void> => {
  const answer = await request.get(address, { maxRedirects: 0 })
  expect({ address, status: answer.status(), location: answer.headers().location }).toEqual({
    address,
    status: 307,
    location: `/${slug}/orders/find`,
  })
  const text = await answer.text()
  expect(text).not.toContain('Talks')
}

test('an order opens only in the browser that placed it; every other address looks alike', async ({ page, browser }) => {
  const order = await buySeats(page, here.slug, { Talks: 1 })
  const stranger = await browser.newPage()
  const doesNotExist = order.replace(/[0-9a-f]{8}$/, '01234567')
  const malformed = ['1', 'x', 'null', '%F0%9F%A6%80', '..%2f..', order.slice(-36).toUpperCase(), `${order.slice(-36)}0`]
  const addresses = [order, doesNotExist, ...malformed.map(id => `/${here.slug}/orders/${id}`)]
  for (const address of addresses.flatMap(pagesOf)) await expectFindPage(stranger, address, here.slug)
  await stranger.goto(order)
  await expectHeading(stranger, 'Find your order')
  await stranger.close()
})

test('an order is found under its own conference alone', async ({ page }) => {
  const order = await buySeats(page, here.slug, { Talks: 1 })
  for (const address of pagesOf(order.replace(here.slug, there.slug))) await expectFindPage(page, address, there.slug)
  for (const address of pagesOf(order.replace(here.slug, 'no-such-conference')))
    expect((await page.request.get(address)).status()).toBe(404)
})

test('a wrong code and a wrong e-mail are answered alike', async ({ page, browser }) => {
  // Failures are counted by e-mail: this one is nobody else's.
  const person = { ...ada, email: `${here.slug}@visitors.example` }
  await buySeats(page, here.slug, { Talks: 1 }, person)
  const code = await orderCode(page)
  const stranger = await browser.newPage()
  const attempts = [
    { slug: here.slug, email: person.email, code: 'ZZZZZZ' },
    { slug: here.slug, email: 'nobody@visitors.example', code },
    { slug: there.slug, email: person.email, code },
  ]
  for (const { slug, email, code } of attempts) {
    await stranger.goto(`/${slug}/orders/find`)
    await stranger.getByLabel('Email').fill(email)
    await stranger.getByLabel('Order code').fill(code)
    await press(stranger, 'Find order')
    await expect(errorSummary(stranger)).toContainText('That email and order code do not match.')
    await expect(stranger.getByLabel('Email')).toHaveValue(email)
    await expect(stranger.getByLabel('Order code')).toHaveValue(code)
  }
  await stranger.close()
})

test('an address where nothing is leads back to the conferences', async ({ page }) => {
  for (const address of ['/no-such-conference', '/no-such-conference/register', '/a/b/c', '/payment/1', '/payment']) {
    const answer = await page.goto(address)
    expect(answer?.status(), address).toBe(404)
    await expectHeading(page, 'Page not found')
    await page.getByRole('link', { name: 'See all conferences' }).click()
    await expectHeading(page, 'Conferences')
  }
})

test('an error of signing in leads to the sign-in page, and says nothing there', async ({ page }) => {
  for (const address of ['/api/auth/error', '/api/auth/error?error=undefined']) {
    await page.goto(address)
    await expectHeading(page, 'Sign in')
    expect(new URL(page.url()).search).toBe('')
  }
})

test.describe('with a script, which stays on the page', () => {
  test.use({ javaScriptEnabled: true })

  test('what changes an order is not heard of a stranger', async ({ page, browser }) => {
    await orderSeats(page, here.slug, { Talks: 1 })
    await expectAfterOrdering(page, 'Checkout')
    const stranger = await browser.newContext()
    const theirs = await stranger.newPage()
    await orderSeats(theirs, here.slug, { Talks: 1 })
    await expectAfterOrdering(theirs, 'Checkout')
    const own = /orders\/([0-9a-f-]{36})/.exec(theirs.url())?.[1] ?? ''
    const victim = /orders\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? ''
    await theirs.locator(`input[value="${own}"]`).evaluateAll((inputs: HTMLInputElement[], id) => {
      for (const input of inputs) input.value = id
    }, victim)
    await theirs.getByLabel('First name').fill('Eve')
    await theirs.getByLabel('Last name').fill('Stranger')
    await theirs.getByLabel('Email').fill('eve@visitors.example')
    await press(theirs, 'Proceed to payment')
    await expect(errorSummary(theirs)).toContainText('This order is not open in this browser any more.')
    await stranger.close()
    await page.reload()
    await expect(page.getByLabel('First name')).toHaveValue('')
  })

  test('an unpublished conference is gone from the site, and whoever ordered goes on', async ({ page, browser }) => {
    const { slug, name } = gone
    const bought = await buySeats(page, slug, { Talks: 1 })
    const code = await orderCode(page)
    await orderSeats(page, slug, { Talks: 2 })
    await expectAfterOrdering(page, 'Checkout')
    const choosing = await page.context().newPage()
    await choosing.goto(`/${slug}/register`)
    await expectHeading(choosing, 'Choose your seats')

    await loadConferences({ ...gone, published: false })
    for (const address of [`/${slug}`, `/${slug}/register`]) expect((await page.request.get(address)).status()).toBe(404)
    const home = await browser.newPage()
    await home.goto('/')
    await expect(home.getByRole('link', { name })).toHaveCount(0)
    await home.close()

    await choosing.getByLabel('Quantity for Talks').fill('1')
    await press(choosing, 'Order seats')
    await expect(errorSummary(choosing)).toContainText('This conference does not take orders at the moment.')

    await page.getByRole('link', { name: 'Change seats' }).click()
    await page.getByLabel('Quantity for Talks').fill('3')
    await press(page, 'Order seats')
    await proceedToPayment(page)
    await press(page, 'Accept payment')
    await expectHeading(page, 'Thank you')
    await expect(page.getByRole('link', { name: 'Back to the conference' })).toHaveCount(0)
    await page.goto(`${bought}/seats`)
    await expectHeading(page, 'Assign seats')

    const elsewhere = await browser.newPage()
    await elsewhere.goto(`/${slug}/orders/find`)
    await elsewhere.getByLabel('Email').fill(ada.email)
    await elsewhere.getByLabel('Order code').fill(code)
    await press(elsewhere, 'Find order')
    await expectHeading(elsewhere, 'Thank you')
    await elsewhere.close()
  })
})
