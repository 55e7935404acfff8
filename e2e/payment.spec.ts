import { expect, test } from 'playwright/test'
import { countEvents } from './ledger.ts'
import { openConference } from './own-conference.ts'
import {
  ada,
  cellsOf,
  chooseSeats,
  expectAfterOrdering,
  expectHeading,
  fillPerson,
  orderAddress,
  orderSeats,
  press,
  proceedToPayment,
} from './visitor.ts'

let slug: string

test.beforeAll(async () => {
  const seatTypes = [
    { name: 'Talks', price: '80.00', quota: 100 },
    { name: 'Tour', price: '0.00', quota: 100 },
  ]
  slug = (await openConference('payment', { seatTypes })).slug
})

test('a rejected payment leads back to checkout, and another one can be accepted', async ({ page }) => {
  await orderSeats(page, slug, { Talks: 1 })
  await proceedToPayment(page)
  await press(page, 'Reject payment')
  await expectHeading(page, 'Checkout')
  await expect(page.getByText('Your payment was not accepted. You can try again.')).toBeVisible()
  await expect(page.getByRole('timer')).toHaveText(/^1[45]:\d\d$/)
  await expect(page.getByLabel('Email')).toHaveValue(ada.email)

  await press(page, 'Proceed to payment')
  await expectHeading(page, 'Payment processor')
  await press(page, 'Accept payment')
  await expectHeading(page, 'Thank you')
  const payments = page.getByRole('region', { name: 'Payment' })
  await expect(payments.getByText('Not accepted')).toHaveCount(1)
  await expect(payments.getByText('Paid')).toHaveCount(1)
})

test('a decided payment stays decided', async ({ page }) => {
  await orderSeats(page, slug, { Talks: 1 })
  await proceedToPayment(page)
  const payment = page.url()
  const second = await page.context().newPage()
  await second.goto(payment)
  await press(page, 'Accept payment')
  await expectHeading(page, 'Thank you')

  await press(second, 'Reject payment')
  await expectHeading(second, 'Thank you')
  await second.goto(payment)
  await expect(second.getByText('You accepted this payment.')).toBeVisible()
  await expect(second.getByRole('button')).toHaveCount(0)
  await second.getByRole('link', { name: 'Back to your order' }).click()
  await expectHeading(second, 'Thank you')
})

test('free seats are registered without a payment step', async ({ page }) => {
  await orderSeats(page, slug, { Tour: 2 })
  await expectAfterOrdering(page, 'Checkout')
  await expect(cellsOf(page, 'Total')).toHaveText(['$0.00'])
  await expect(page.getByRole('button', { name: 'Proceed to payment' })).toHaveCount(0)
  await fillPerson(page, ada)
  await press(page, 'Complete registration')
  await expectHeading(page, 'Thank you')
  await expect(page.getByRole('region', { name: 'Payment' })).toContainText('Free of charge')
})

test('a payment for other seats than the order has now is returned, and asked for again', async ({ page }) => {
  await orderSeats(page, slug, { Talks: 2 })
  await expectAfterOrdering(page, 'Checkout')
  const order = orderAddress(page)
  await proceedToPayment(page)
  const elsewhere = await page.context().newPage()
  await elsewhere.goto(`${order}/register`)
  await chooseSeats(elsewhere, { Talks: 1 })
  await expectAfterOrdering(elsewhere, 'Checkout')
  await press(page, 'Accept payment')
  await expectHeading(page, 'Checkout')
  const sentence = 'Your seats changed while you paid. That payment is being returned; please pay again.'
  await expect(page.getByText(sentence)).toBeVisible()
  await expect(cellsOf(page, 'Total')).toHaveText(['$80.00'])
  await expect.poll(() => countEvents(slug, 'PaymentRefunded')).toBe(1)

  await press(page, 'Proceed to payment')
  await expect(cellsOf(page, 'Amount')).toHaveText(['$80.00'])
  await press(page, 'Accept payment')
  await expectHeading(page, 'Thank you')
  await expect(page.getByRole('region', { name: 'Payment' })).toContainText('Returned to you')
})
