import { expect, type Page, test } from 'playwright/test'
import { openConference } from './own-conference.ts'
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

test.afterEach(async ({ page }) => {
  letPass(untilSeatsGoBack)
  await expectSeatsBack(page, slug, '2 left')
})

/** Gives the address of an order that holds seats. */
const holdSeats = async (page: Page): Promise<string> => {
  await orderSeats(page, slug, { Talks: 2 })
  await expectAfterOrdering(page, 'Checkout')
  return orderAddress(page)
}

test('checkout, change and order page say that the order expired as soon as its hold is over', async ({ page }) => {
  const order = await holdSeats(page)
  letPass({ minutes: 14 })
  await page.goto(`${order}/checkout`)
  await expectHeading(page, 'Checkout')
  await expect(page.getByRole('timer')).toHaveText(/^0:[0-5]\d$/)

  letPass({ minutes: 1 })
  const expectExpired = async (address: string) => {
    await page.goto(address)
    await expectHeading(page, 'Order expired')
    await expect(page).toHaveTitle(/^Order expired · /)
    await expect(page.getByText('If you are still at the payment company')).toHaveCount(0)
    await expect(page.getByRole('link', { name: 'Order again' })).toHaveAttribute('href', `/${slug}/register`)
    await expect(page.getByRole('button')).toHaveCount(0)
  }
  for (const address of [`${order}/checkout`, `${order}/register`, order]) await expectExpired(address)
  letPass(untilSeatsGoBack)
  await expectSeatsBack(page, slug, '2 left')
  await expectExpired(order)
})

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
