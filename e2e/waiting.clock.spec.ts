import { expect, test } from 'playwright/test'
import { whileNothingMoves } from './ledger.ts'
import { openConference, stage } from './own-conference.ts'
import { PlainBrowser } from './plain/browser.ts'
import * as plain from './plain/registrant.ts'
import { letPass } from './test-clock.ts'
import { cellsOf, expectHeading, fillPerson, orderSeats, press, proceedToPayment } from './visitor.ts'

const reserving = 'Reserving your seats…'
const confirming = 'Confirming your payment…'
const honest = 'This takes longer than usual.'
const asksAgain = /<noscript>\s*<meta http-equiv="refresh" content="3"/i

let slug: string

test.beforeAll(async () => {
  slug = (await openConference('waiting', { seatTypes: [{ name: 'Talks', price: '80.00', quota: 100 }] })).slug
})

test.describe('as the server answers any browser', () => {
  let browser: PlainBrowser
  test.beforeEach(() => {
    browser = new PlainBrowser(stage().url)
  })

  test('a page that waits too long for seats says so in an honest sentence and keeps the order', async () => {
    const choosing = await browser.open(`/${slug}/register`)
    let order = choosing
    await whileNothingMoves(async () => {
      order = await browser.press(choosing, 'Order seats', plain.quantities({ Talks: 1 }))
      expect(order.heading).toBe('Your order')
      expect(order.text).toContain(reserving)
      expect(order.text).not.toContain(honest)
      expect(order.html).toMatch(asksAgain)
      letPass({ seconds: 31 })
      order = await browser.open(order.address)
      expect(order.text).toContain(`${honest} Your order is kept`)
    })
    const reserved = await browser.until(order, page => page.links('Continue to checkout').length > 0)
    expect((await browser.follow(reserved, 'Continue to checkout')).heading).toBe('Checkout')
  })

  test('a page that waits too long for a payment says so, and that nobody need pay again', async () => {
    const payment = await plain.proceedToPayment(browser, await plain.orderSeats(browser, slug, { Talks: 1 }))
    let order = payment
    await whileNothingMoves(async () => {
      order = await browser.press(payment, 'Accept payment')
      expect(order.text).toContain(confirming)
      expect(order.html).toMatch(asksAgain)
      letPass({ seconds: 31 })
      order = await browser.open(order.address)
      expect(order.text).toContain(`${honest} Your order is kept, and you need not pay again`)
    })
    const thanks = await browser.until(order, ({ heading }) => heading === 'Thank you')
    expect(thanks.heading).toBe('Thank you')
    expect(thanks.html).not.toMatch(asksAgain)
  })
})

test('an open page shows seats, payment and attendees as soon as each is recorded', async ({ page }) => {
  await whileNothingMoves(async () => {
    await orderSeats(page, slug, { Talks: 2 })
    await expectHeading(page, 'Your order')
    await expect(page.getByRole('status')).toContainText(reserving)
  })
  await page.getByRole('link', { name: 'Continue to checkout' }).click()
  await expectHeading(page, 'Checkout')
  await expect(cellsOf(page, 'Total')).toHaveText(['$160.00'])

  await proceedToPayment(page)
  await whileNothingMoves(async () => {
    await press(page, 'Accept payment')
    await expect(page.getByRole('status')).toContainText(confirming)
  })
  await expectHeading(page, 'Thank you')

  await page.getByRole('link', { name: 'Assign seats' }).click()
  const first = page.getByRole('group').first()
  await fillPerson(first, { firstName: 'Grace', lastName: 'Murray', email: 'grace@visitors.example' })
  await whileNothingMoves(async () => {
    await press(page, 'Save assignments')
    await expect(page.getByText('Your seat assignments are saved.')).toBeVisible()
    await expect(page.getByText('They will appear here in a moment.')).toBeVisible()
    await expect(page.getByText('Nobody yet')).toHaveCount(2)
  })
  await expect(page.getByText('Grace Murray')).toBeVisible()
  await expect(page.getByText('They will appear here in a moment.')).toHaveCount(0)
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the waiting page asks again by itself every three seconds', async ({ page }) => {
    await whileNothingMoves(async () => {
      await orderSeats(page, slug, { Talks: 1 })
      await expectHeading(page, 'Your order')
      await expect(page.getByRole('status')).toContainText(reserving)
      await expect(page.locator('meta[http-equiv="refresh"]')).toHaveAttribute('content', '3')
    })
    await page.getByRole('link', { name: 'Continue to checkout' }).click()
    await expectHeading(page, 'Checkout')
    await expect(page.locator('meta[http-equiv="refresh"]')).toHaveCount(0)
  })
})
