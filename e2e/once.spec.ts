import { type Browser, expect, type Page, test } from 'playwright/test'
import { countEvents } from './ledger.ts'
import { openConference, stage } from './own-conference.ts'
import {
  ada,
  cellsOf,
  chooseSeats,
  errorSummary,
  expectAfterOrdering,
  expectHeading,
  fillPerson,
  orderAddress,
  orderSeats,
  press,
  proceedToPayment,
  quantityOf,
} from './visitor.ts'

let slug: string
/** Orders and payments that earlier tests left. */
let before: { orders: number; payments: number }

const countAll = async () => ({
  orders: await countEvents(slug, 'OrderPlaced'),
  payments: await countEvents(slug, 'PaymentInitiated'),
})

test.beforeAll(async () => {
  slug = (await openConference('once', { seatTypes: [{ name: 'Talks', price: '80.00', quota: 100 }] })).slug
})

test.beforeEach(async () => {
  before = await countAll()
})

const expectMore = async (orders: number, payments: number): Promise<void> =>
  expect(await countAll()).toEqual({ orders: before.orders + orders, payments: before.payments + payments })

const withoutJavaScript = async (browser: Browser): Promise<Page> => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  return context.newPage()
}

/** What the browser would post for the form with this button. */
const formEntries = (page: Page, button: string): Promise<[string, string][]> =>
  page.getByRole('button', { name: button }).evaluate((pressed: HTMLButtonElement) => {
    const entries = new FormData(pressed.form ?? undefined, pressed)
    return [...entries].map(([name, value]): [string, string] => [name, String(value)])
  })

const post = async (page: Page, entries: readonly [string, string][]): Promise<string> => {
  const multipart = new FormData()
  for (const [name, value] of entries) multipart.append(name, value)
  const answer = await page.request.post(page.url(), { multipart, maxRedirects: 0, headers: { origin: stage().url } })
  expect(answer.status()).toBe(303)
  return answer.headers().location ?? ''
}

test('a double click places one order', async ({ page }) => {
  await page.goto(`/${slug}/register`)
  await quantityOf(page, 'Talks').fill('2')
  await page.getByRole('button', { name: 'Order seats' }).dblclick()
  await expectAfterOrdering(page, 'Checkout')
  await fillPerson(page, ada)
  await page.getByRole('button', { name: 'Proceed to payment' }).dblclick()
  await expectHeading(page, 'Payment processor')
  await page.getByRole('button', { name: 'Accept payment' }).dblclick()
  await expectHeading(page, 'Thank you')
  await expectMore(1, 1)
})

test('a double click places one order without JavaScript too', async ({ browser }) => {
  const page = await withoutJavaScript(browser)
  await page.goto(`/${slug}/register`)
  await quantityOf(page, 'Talks').fill('2')
  await page.getByRole('button', { name: 'Order seats' }).dblclick()
  await expectAfterOrdering(page, 'Checkout')
  await expectMore(1, 0)
  await page.context().close()
})

test('a form that is posted again, as a reload does, is answered with the same order', async ({ browser }) => {
  const page = await withoutJavaScript(browser)
  await page.goto(`/${slug}/register`)
  await quantityOf(page, 'Talks').fill('3')
  const entries = await formEntries(page, 'Order seats')
  const [first, second] = await Promise.all([post(page, entries), post(page, entries)])
  expect(second).toBe(first)
  expect(await post(page, entries)).toBe(first)
  expect(first).toMatch(/\/checkout$/)
  await expectMore(1, 0)
  await page.context().close()
})

test('whoever presents the form that placed the order may open it, even when the answer was lost', async ({ browser }) => {
  const page = await withoutJavaScript(browser)
  await page.goto(`/${slug}/register`)
  await quantityOf(page, 'Talks').fill('1')
  const entries = await formEntries(page, 'Order seats')
  await post(page, entries)
  await page.context().clearCookies()
  await page.goto(await post(page, entries))
  await expectHeading(page, 'Checkout')
  await page.context().close()
})

test('the back button and other seats lead to the order there is, not to a second one', async ({ page }) => {
  await page.goto(`/${slug}`)
  await page.getByRole('link', { name: 'Register', exact: true }).click()
  await chooseSeats(page, { Talks: 2 })
  await expectAfterOrdering(page, 'Checkout')
  const order = orderAddress(page)
  await page.goBack()
  await expectHeading(page, 'Choose your seats')
  await chooseSeats(page, { Talks: 5 })
  await expectAfterOrdering(page, 'Change your seats')
  await expect(page.getByText('You already started this order')).toBeVisible()
  await expect(quantityOf(page, 'Talks')).toHaveValue('2')
  expect(orderAddress(page)).toBe(order)
  await chooseSeats(page, { Talks: 5 })
  await expectAfterOrdering(page, 'Checkout')
  await expect(cellsOf(page, 'Total')).toHaveText(['$400.00'])
  await expectMore(1, 0)
})

test('the back button shows the very form that placed the order, without JavaScript too', async ({ browser }) => {
  const page = await withoutJavaScript(browser)
  await orderSeats(page, slug, { Talks: 2 })
  await expectAfterOrdering(page, 'Checkout')
  const order = orderAddress(page)
  await page.goBack()
  await expectHeading(page, 'Choose your seats')
  await chooseSeats(page, { Talks: 5 })
  await expectAfterOrdering(page, 'Change your seats')
  expect(orderAddress(page)).toBe(order)
  await expect(page.getByText('You already started this order')).toBeVisible()
  await expectMore(1, 0)

  await orderSeats(page, slug, { Talks: 1 })
  await expectAfterOrdering(page, 'Checkout')
  expect(orderAddress(page)).not.toBe(order)
  await expectMore(2, 0)
  await page.context().close()
})

test('an old form with other seats leads to the order that it placed, without JavaScript too', async ({ browser }) => {
  const page = await withoutJavaScript(browser)
  await page.goto(`/${slug}/register`)
  await quantityOf(page, 'Talks').fill('2')
  const entries = await formEntries(page, 'Order seats')
  await press(page, 'Order seats')
  await expectAfterOrdering(page, 'Checkout')
  const order = orderAddress(page)
  const others = entries.map(([name, value]): [string, string] => [name, name.startsWith('quantity') ? '5' : value])
  await page.goto(`/${slug}/register`)
  const answer = await post(page, others)
  await page.goto(answer)
  await expectHeading(page, 'Change your seats')
  expect(orderAddress(page)).toBe(order)
  await expect(page.getByText('You already started this order')).toBeVisible()
  await page.context().close()
})

test('the back button after paying starts no second payment', async ({ page }) => {
  await orderSeats(page, slug, { Talks: 1 })
  await proceedToPayment(page)
  await press(page, 'Accept payment')
  await expectHeading(page, 'Thank you')
  await page.goBack()
  await expectHeading(page, 'Payment processor')
  await page.goBack()
  await expectHeading(page, 'Checkout')
  await fillPerson(page, ada)
  await press(page, 'Proceed to payment')
  await expect(errorSummary(page)).toContainText('This order is already confirmed. There is nothing left to pay.')
  await expectMore(1, 1)
})
