import { expect, test } from 'playwright/test'
import { loadConferences, newConference } from './own-conference.ts'
import { buySeats, expectAfterOrdering, expectHeading, orderAddress, orderSeats } from './visitor.ts'

// What the server decides and says is the same with a script, which costs a browser twice the time.
test.use({ javaScriptEnabled: false })

const seatTypes = [
  { name: 'Talks', price: '80.00', quota: 50 },
  { name: 'Dinner', price: '35.50', quota: 1 },
]
const plenty = newConference('plenty', { seatTypes })
const short = newConference('short', { seatTypes })

test.beforeAll(() => loadConferences(plenty, short))

test('who bought seats is thanked in the title too, and led to where the code opens the order', async ({ page }) => {
  await buySeats(page, plenty.slug, { Talks: 1 })
  await expect(page).toHaveTitle(/^Thank you · /)
  await page.getByRole('status').getByRole('link', { name: 'Find your order' }).click()
  await expectHeading(page, 'Find your order')
})

test('an order that holds less than it asked for says so, and that checkout comes next', async ({ page }) => {
  await orderSeats(page, short.slug, { Talks: 2, Dinner: 2 })
  await expectAfterOrdering(page, 'Change your seats')
  const order = orderAddress(page)
  await page.goto(order)
  await expectHeading(page, 'Your order')
  await expect(page).toHaveTitle(/^Your order · /)
  await expect(page.getByText('Not all the seats you asked for could be reserved.')).toBeVisible()
  const progress = page.getByRole('navigation', { name: 'Progress of your order' })
  await expect(progress.locator('[aria-current="step"]')).toHaveText('Checkout')
  await page.goto(`${order}/checkout`)
  await expect(page).toHaveTitle(/^Checkout · /)
  await expect(progress.locator('[aria-current="step"]')).toHaveText('Checkout')
})

test('an order that holds all it asked for says nothing else', async ({ page }) => {
  await orderSeats(page, plenty.slug, { Talks: 2 })
  await expectAfterOrdering(page, 'Checkout')
  await page.goto(orderAddress(page))
  await expect(page.getByText('Your seats are held for you.')).toBeVisible()
  await expect(page.getByText('Not all the seats')).toHaveCount(0)
})
