import { expect, test } from 'playwright/test'
import { inspect } from './inspection.ts'
import { whileNothingMoves } from './ledger.ts'
import { openConference } from './own-conference.ts'
import { expectSeatsBack, letPass, untilSeatsGoBack } from './test-clock.ts'
import { buySeats, expectAfterOrdering, expectHeading, orderAddress, orderSeats, press, proceedToPayment } from './visitor.ts'

test.describe.configure({ timeout: 180_000 })

test('what an order becomes with time is sound and fits at any width', async ({ page }) => {
  const { slug } = await openConference('later', { seatTypes: [{ name: 'Talks', price: '80.00', quota: 4 }] })
  const bought = await buySeats(page, slug, { Talks: 2 })
  await orderSeats(page, slug, { Talks: 1 })
  await proceedToPayment(page)
  const payment = page.url()
  await whileNothingMoves(async () => {
    await orderSeats(page, slug, { Talks: 1 })
    await expectHeading(page, 'Your order')
    await inspect(page, 'reserving')
  })
  await page.getByRole('link', { name: 'Continue to checkout' }).click()
  await expectHeading(page, 'Checkout')
  const held = orderAddress(page)
  letPass({ minutes: 16 })
  await page.goto(bought)
  await inspect(page, 'your-order')
  await page.goto(`${held}/checkout`)
  await inspect(page, 'checkout-expired')
  await page.goto(held)
  await inspect(page, 'order-expired')
  letPass(untilSeatsGoBack)
  await expectSeatsBack(slug, '2 left')
  await orderSeats(page, slug, { Talks: 2 })
  await expectAfterOrdering(page, 'Checkout')
  await page.goto(payment)
  await press(page, 'Accept payment')
  await expectHeading(page, 'Order expired')
  await page.getByRole('link', { name: 'See your order' }).click()
  await expect(page.getByText('Returned to you')).toBeVisible()
  await inspect(page, 'order-refunded')
})
