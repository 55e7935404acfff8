import { expect, test } from 'playwright/test'
import { countEvents } from './ledger.ts'
import { type Catalogue, loadConferences, newConference, stage } from './own-conference.ts'
import { PlainBrowser } from './plain/browser.ts'
import type { Page } from './plain/page.ts'
import { acceptPayment, buySeats, orderAddress, orderSeats, proceedToPayment } from './plain/registrant.ts'
import { expectSeatsBack, letPass, untilSeatsGoBack } from './test-clock.ts'

const wasLate = 'Your payment came after the time was over. Your seats were still free, so the order stands.'

const withTwoSeats = (theme: string) => newConference(theme, { seatTypes: [{ name: 'Talks', price: '80.00', quota: 2 }] })
const inTime = withTwoSeats('in-time')
const stillFree = withTwoSeats('still-free')
const taken = withTwoSeats('taken')
const thanks = withTwoSeats('thanks')

test.beforeAll(() => loadConferences(inTime, stillFree, taken, thanks))

let browser: PlainBrowser
test.beforeEach(() => {
  browser = new PlainBrowser(stage().url)
})

/** Both seats are held by an order whose payer stands before the payment company's decision. Gives the payment page. */
const holdBothSeats = async ({ slug }: Catalogue): Promise<Page> =>
  proceedToPayment(browser, await orderSeats(browser, slug, { Talks: 2 }))

test('a payment begun in time and accepted a little later still counts', async () => {
  const payment = await holdBothSeats(inTime)
  letPass({ minutes: 20 })
  expect((await acceptPayment(browser, payment)).text).not.toContain(wasLate)
})

test('a late payment brings the order back when its seats are still free', async () => {
  const { slug } = stillFree
  const payment = await holdBothSeats(stillFree)
  letPass(untilSeatsGoBack)
  await expectSeatsBack(slug, '2 left')
  expect((await acceptPayment(browser, payment)).text).toContain(wasLate)
  await expectSeatsBack(slug, 'Sold out')
})

test('a late payment is returned when somebody else took a seat meanwhile', async () => {
  const { slug } = taken
  const payment = await holdBothSeats(taken)
  letPass(untilSeatsGoBack)
  await expectSeatsBack(slug, '2 left')
  await buySeats(new PlainBrowser(stage().url), slug, { Talks: 1 })
  const sentence = 'Your payment came too late for these seats. The money goes back to you.'
  const accepted = await browser.press(payment, 'Accept payment')
  const answered = await browser.until(accepted, ({ text }) => text.includes(sentence))
  expect(answered.heading).toBe('Order expired')
  expect(answered.text).toContain(sentence)
  await expect.poll(() => countEvents(slug, 'PaymentRefunded')).toBe(1)
  const order = await browser.open(orderAddress(answered))
  const returned = await browser.until(order, page => page.part('Payment').includes('Returned to you'))
  expect(returned.heading).toBe('Order expired')
  expect(returned.text).toContain(sentence)
  expect(returned.part('Payment')).toContain('Returned to you')
  await expectSeatsBack(slug, '1 left')
})

test('"Thank you" becomes "Your order" after a quarter of an hour', async () => {
  const order = orderAddress(await buySeats(browser, thanks.slug, { Talks: 1 }))
  letPass({ minutes: 14 })
  expect((await browser.open(order)).heading).toBe('Thank you')
  letPass({ minutes: 1 })
  const later = await browser.open(order)
  expect(later.heading).toBe('Your order')
  expect(later.text).toContain('Your order is confirmed.')
})
