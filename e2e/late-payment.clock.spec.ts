import { expect, type Page, test } from 'playwright/test'
import { countEvents } from './ledger.ts'
import { openConference } from './own-conference.ts'
import { expectSeatsBack, letPass, untilSeatsGoBack } from './test-clock.ts'
import { buySeats, expectHeading, orderAddress, orderSeats, press, proceedToPayment } from './visitor.ts'

const wasLate = 'Your payment came after the time was over. Your seats were still free, so the order stands.'

/** A conference with that many seats, all held by an order whose payer stands before the payment company's decision. */
const holdAllSeats = async (page: Page, quota: number): Promise<{ slug: string; order: string }> => {
  const { slug } = await openConference('late', { seatTypes: [{ name: 'Talks', price: '80.00', quota }] })
  await orderSeats(page, slug, { Talks: quota })
  await expectHeading(page, 'Checkout')
  const order = orderAddress(page)
  await proceedToPayment(page)
  return { slug, order }
}

test('a payment begun in time and accepted a little later still counts', async ({ page }) => {
  await holdAllSeats(page, 2)
  letPass({ minutes: 20 })
  await press(page, 'Accept payment')
  await expectHeading(page, 'Thank you')
  await expect(page.getByText(wasLate)).toHaveCount(0)
})

test('a late payment brings the order back when its seats are still free', async ({ page }) => {
  const { slug } = await holdAllSeats(page, 2)
  letPass(untilSeatsGoBack)
  const visitor = await page.context().newPage()
  await expectSeatsBack(visitor, slug, '2 left')
  await press(page, 'Accept payment')
  await expectHeading(page, 'Thank you')
  await expect(page.getByText(wasLate)).toBeVisible()
  await expectSeatsBack(visitor, slug, 'Sold out')
})

test('a late payment is returned when somebody else took a seat meanwhile', async ({ page, browser }) => {
  const { slug, order } = await holdAllSeats(page, 2)
  letPass(untilSeatsGoBack)
  const rival = await browser.newPage()
  await expectSeatsBack(rival, slug, '2 left')
  await buySeats(rival, slug, { Talks: 1 })
  await press(page, 'Accept payment')
  await expectHeading(page, 'Order expired')
  const sentence = 'Your payment came too late for these seats. The money goes back to you.'
  await expect(page.getByText(sentence)).toBeVisible()
  await expect.poll(() => countEvents(slug, 'PaymentRefunded')).toBe(1)
  await page.goto(order)
  await expectHeading(page, 'Order expired')
  await expect(page.getByText(sentence)).toBeVisible()
  await expect(page.getByRole('region', { name: 'Payment' })).toContainText('Returned to you')
  await expectSeatsBack(rival, slug, '1 left')
  await rival.close()
})

test('"Thank you" becomes "Your order" after a quarter of an hour', async ({ page }) => {
  const { slug } = await openConference('thanks', { seatTypes: [{ name: 'Talks', price: '80.00', quota: 2 }] })
  const order = await buySeats(page, slug, { Talks: 1 })
  letPass({ minutes: 14 })
  await page.goto(order)
  await expectHeading(page, 'Thank you')
  letPass({ minutes: 1 })
  await page.goto(order)
  await expectHeading(page, 'Your order')
  await expect(page.getByText('Your order is confirmed.')).toBeVisible()
})
