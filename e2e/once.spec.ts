import { expect, test } from 'playwright/test'
import { countEvents } from './ledger.ts'
import { openConference, stage } from './own-conference.ts'
import { PlainBrowser } from './plain/browser.ts'
import type { Page } from './plain/page.ts'
import * as plain from './plain/registrant.ts'
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

test.describe('as the server answers any browser', () => {
  let browser: PlainBrowser
  let choosing: Page
  test.beforeEach(async () => {
    browser = new PlainBrowser(stage().url)
    choosing = await browser.open(`/${slug}/register`)
  })

  const orderFromIt = (talks: number): Promise<Page> => browser.press(choosing, 'Order seats', plain.quantities({ Talks: talks }))

  /** Gives where the answer to the form led; nothing else of it arrives. */
  const orderAndLoseTheAnswer = async (talks: string): Promise<string | null> => {
    const { action = choosing.address, entries } = choosing.form('Order seats')
    const body = new FormData()
    for (const [name, value] of entries) body.append(name, name.startsWith('quantity') ? talks : value)
    const post = { method: 'POST', body, redirect: 'manual', headers: { origin: stage().url } } as const
    const answer = await fetch(stage().url + action, post)
    expect(answer.status).toBe(303)
    return answer.headers.get('location')
  }

  test('a form that is posted again, as by a double click or a reload, is answered with the same order', async () => {
    const [first, second] = await Promise.all([orderFromIt(3), orderFromIt(3)])
    const third = await orderFromIt(3)
    const order = plain.orderAddress(first)
    expect([plain.orderAddress(second), plain.orderAddress(third)]).toEqual([order, order])
    await expectMore(1, 0)
  })

  test('whoever presents the form that placed the order may open it, even when the answer was lost', async () => {
    const lost = await orderAndLoseTheAnswer('1')
    const ordered = await orderFromIt(1)
    expect(lost).toContain(plain.orderAddress(ordered))
    expect((await browser.open(plain.orderAddress(ordered))).status).toBe(200)
    await expectMore(1, 0)
  })

  test('an old form with other seats leads to the order that it placed, a new one places another', async () => {
    const order = plain.orderAddress(await plain.chooseSeats(browser, choosing, { Talks: 2 }))
    const started = await orderFromIt(5)
    expect(started.heading).toBe('Change your seats')
    expect(started.text).toContain('You already started this order')
    expect(plain.orderAddress(started)).toBe(order)
    await expectMore(1, 0)

    expect(plain.orderAddress(await plain.orderSeats(browser, slug, { Talks: 1 }))).not.toBe(order)
    await expectMore(2, 0)
  })
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

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the back button shows the very form that placed the order', async ({ page }) => {
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
  })
})
