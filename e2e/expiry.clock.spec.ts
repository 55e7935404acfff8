import { expect, type Page, test } from 'playwright/test'
import { openConference, stage } from './own-conference.ts'
import { PlainBrowser } from './plain/browser.ts'
import * as plain from './plain/registrant.ts'
import { expectSeatsBack, letPass, untilSeatsGoBack } from './test-clock.ts'
import {
  ada,
  chooseSeats,
  errorSummary,
  expectAfterOrdering,
  expectHeading,
  fillPerson,
  orderAddress,
  orderSeats,
  press,
} from './visitor.ts'

let slug: string

test.beforeAll(async () => {
  slug = (await openConference('expiry', { seatTypes: [{ name: 'Talks', price: '80.00', quota: 2 }] })).slug
})

test.afterEach(async () => {
  letPass(untilSeatsGoBack)
  await expectSeatsBack(slug, '2 left')
})

test('checkout, change and order page say that the order expired as soon as its hold is over', async () => {
  const browser = new PlainBrowser(stage().url)
  const order = plain.orderAddress(await plain.orderSeats(browser, slug, { Talks: 2 }))
  letPass({ minutes: 14, seconds: 1 })
  const checkout = await browser.open(`${order}/checkout`)
  expect(checkout.heading).toBe('Checkout')
  expect(checkout.text).toMatch(/Time left 0:[0-5]\d\b/)

  letPass({ seconds: 59 })
  const expectExpired = async (address: string) => {
    const page = await browser.open(address)
    expect(page.heading).toBe('Order expired')
    expect(page.title).toMatch(/^Order expired · /)
    expect(page.text).not.toContain('If you are still at the payment company')
    expect(page.links('Order again')).toEqual([`/${slug}/register`])
    expect(page.html).not.toContain('<button')
  }
  for (const address of [`${order}/checkout`, `${order}/register`, order]) await expectExpired(address)
  letPass(untilSeatsGoBack)
  await expectSeatsBack(slug, '2 left')
  await expectExpired(order)
})

/** Gives the address of an order that holds seats. */
const holdSeats = async (page: Page): Promise<string> => {
  await orderSeats(page, slug, { Talks: 2 })
  await expectAfterOrdering(page, 'Checkout')
  return orderAddress(page)
}

test('an open page announces the end and says so by itself when the countdown reaches zero', async ({ page }) => {
  await page.clock.install()
  await holdSeats(page)
  await page.clock.fastForward('10:05')
  await expect(page.getByText('5 minutes left to pay for your seats')).toBeAttached()
  letPass({ minutes: 15 })
  await page.clock.fastForward('05:00')
  await expectHeading(page, 'Order expired')
})

test('forms that were open when the hold ended are refused in a sentence, and nothing typed is lost', async ({ page }) => {
  const order = await holdSeats(page)
  const change = await page.context().newPage()
  await change.goto(`${order}/register`)
  await expectHeading(change, 'Change your seats')
  await fillPerson(page, ada)
  letPass({ minutes: 15 })
  await press(page, 'Proceed to payment')
  await expect(errorSummary(page)).toContainText('This order has expired. Please order again.')
  await expect(page.getByLabel('Email')).toHaveValue(ada.email)
  await chooseSeats(change, { Talks: 1 })
  await expect(errorSummary(change)).toContainText('This order has expired. Please order again.')
})
