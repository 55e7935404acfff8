import { expect, type Page, test } from 'playwright/test'
import { countEvents } from './ledger.ts'
import { type Catalogue, loadConferences, newConference } from './own-conference.ts'
import { expectSeatsBack, letPass, untilSeatsGoBack } from './test-clock.ts'
import { buySeats, expectAfterOrdering, expectHeading, orderAddress, orderSeats, press, proceedToPayment } from './visitor.ts'

// What the server decides and says is the same with a script, which costs a browser twice the time.
test.use({ javaScriptEnabled: false })

const wasLate = 'Your payment came after the time was over. Your seats were still free, so the order stands.'

const withTwoSeats = (theme: string) => newConference(theme, { seatTypes: [{ name: 'Talks', price: '80.00', quota: 2 }] })
const inTime = withTwoSeats('in-time')
const stillFree = withTwoSeats('still-free')
const taken = withTwoSeats('taken')
const thanks = withTwoSeats('thanks')

test.beforeAll(() => loadConferences(inTime, stillFree, taken, thanks))

/** Both seats are held by an order whose payer stands before the payment company's decision. Gives its address. */
const holdBothSeats = async (page: Page, { slug }: Catalogue): Promise<string> => {
  await orderSeats(page, slug, { Talks: 2 })
  await expectAfterOrdering(page, 'Checkout')
  const order = orderAddress(page)
  await proceedToPayment(page)
  return order
}

test('a payment begun in time and accepted a little later still counts', async ({ page }) => {
  await holdBothSeats(page, inTime)
  letPass({ minutes: 20 })
  await press(page, 'Accept payment')
  await expectHeading(page, 'Thank you')
  await expect(page.getByText(wasLate)).toHaveCount(0)
})

test('a late payment brings the order back when its seats are still free', async ({ page }) => {
  const { slug } = stillFree
  await holdBothSeats(page, stillFree)
  letPass(untilSeatsGoBack)
  const visitor = await page.context().newPage()
  await expectSeatsBack(visitor, slug, '2 left')
  await press(page, 'Accept payment')
  await expectHeading(page, 'Thank you')
  await expect(page.getByText(wasLate)).toBeVisible()
  await expectSeatsBack(visitor, slug, 'Sold out')
})

test('a late payment is returned when somebody else took a seat meanwhile', async ({ page, browser }) => {
  const { slug } = taken
  const order = await holdBothSeats(page, taken)
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
  const order = await buySeats(page, thanks.slug, { Talks: 1 })
  letPass({ minutes: 14 })
  await page.goto(order)
  await expectHeading(page, 'Thank you')
  letPass({ minutes: 1 })
  await page.goto(order)
  await expectHeading(page, 'Your order')
  await expect(page.getByText('Your order is confirmed.')).toBeVisible()
})
