import { expect, type Page, test } from 'playwright/test'
import { whileNothingMoves } from './ledger.ts'
import { openConference } from './own-conference.ts'
import { letPass } from './test-clock.ts'
import { buySeats, cellsOf, expectHeading, fillPerson, orderSeats, press, proceedToPayment } from './visitor.ts'

const reserving = 'Reserving your seats…'
const confirming = 'Confirming your payment…'
const honest = 'This takes longer than usual.'

let slug: string

test.beforeAll(async () => {
  slug = (await openConference('waiting', { seatTypes: [{ name: 'Talks', price: '80.00', quota: 100 }] })).slug
})

const expectReserving = async (page: Page): Promise<void> => {
  await expectHeading(page, 'Your order')
  await expect(page.getByRole('status')).toContainText(reserving)
}

test('whoever waits for seats sees them as soon as they are reserved', async ({ page }) => {
  await whileNothingMoves(async () => {
    await orderSeats(page, slug, { Talks: 2 })
    await expectReserving(page)
  })
  await page.getByRole('link', { name: 'Continue to checkout' }).click()
  await expectHeading(page, 'Checkout')
  await expect(cellsOf(page, 'Total')).toHaveText(['$160.00'])
})

test('a page that waits too long says so in an honest sentence and keeps the order', async ({ page }) => {
  await whileNothingMoves(async () => {
    await orderSeats(page, slug, { Talks: 1 })
    await expectReserving(page)
    await expect(page.getByText(honest)).toHaveCount(0)
    letPass({ seconds: 31 })
    await page.reload()
    await expect(page.getByRole('status')).toContainText(`${honest} Your order is kept`)
  })
  await expect(page.getByRole('link', { name: 'Continue to checkout' })).toBeVisible()
})

test('whoever waits for a payment is thanked as soon as it is confirmed', async ({ page }) => {
  await orderSeats(page, slug, { Talks: 1 })
  await proceedToPayment(page)
  await whileNothingMoves(async () => {
    await press(page, 'Accept payment')
    await expect(page.getByRole('status')).toContainText(confirming)
    letPass({ seconds: 31 })
    await page.reload()
    await expect(page.getByRole('status')).toContainText(`${honest} Your order is kept, and you need not pay again`)
  })
  await expectHeading(page, 'Thank you')
})

test('whoever names attendees is told that it is saved, and sees them a moment later', async ({ page }) => {
  await buySeats(page, slug, { Talks: 1 })
  await page.getByRole('link', { name: 'Assign seats' }).click()
  await fillPerson(page, { firstName: 'Grace', lastName: 'Murray', email: 'grace@visitors.example' })
  await whileNothingMoves(async () => {
    await press(page, 'Save assignments')
    await expect(page.getByText('Your seat assignments are saved.')).toBeVisible()
    await expect(page.getByText('They will appear here in a moment.')).toBeVisible()
    await expect(page.getByText('Nobody yet')).toBeVisible()
  })
  await expect(page.getByText('Grace Murray')).toBeVisible()
  await expect(page.getByText('They will appear here in a moment.')).toHaveCount(0)
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the waiting page asks again by itself every three seconds', async ({ page }) => {
    await whileNothingMoves(async () => {
      await orderSeats(page, slug, { Talks: 1 })
      await expectReserving(page)
      await expect(page.locator('meta[http-equiv="refresh"]')).toHaveAttribute('content', '3')
    })
    await page.getByRole('link', { name: 'Continue to checkout' }).click()
    await expectHeading(page, 'Checkout')
    await proceedToPayment(page)
    await whileNothingMoves(async () => {
      await press(page, 'Accept payment')
      await expect(page.getByRole('status')).toContainText(confirming)
    })
    await expectHeading(page, 'Thank you')
    await expect(page.locator('meta[http-equiv="refresh"]')).toHaveCount(0)
  })
})
