import { expect, test } from 'playwright/test'
import { countEvents } from './ledger.ts'
import { openConference, stage } from './own-conference.ts'
import { PlainBrowser } from './plain/browser.ts'
import * as plain from './plain/registrant.ts'
import { ada, expectHeading, orderSeats, press, proceedToPayment } from './visitor.ts'

let slug: string

test.beforeAll(async () => {
  const seatTypes = [
    { name: 'Talks', price: '80.00', quota: 100 },
    { name: 'Tour', price: '0.00', quota: 100 },
  ]
  slug = (await openConference('payment', { seatTypes })).slug
})

const notAccepted = 'Your payment was not accepted. You can try again.'

test.describe('as the server answers any browser', () => {
  let browser: PlainBrowser
  test.beforeEach(() => {
    browser = new PlainBrowser(stage().url)
  })

  test('a rejected payment leads back to checkout, and another one can be accepted', async () => {
    const payment = await plain.proceedToPayment(browser, await plain.orderSeats(browser, slug, { Talks: 1 }))
    const rejected = await browser.press(payment, 'Reject payment')
    const checkout = await browser.until(rejected, ({ heading }) => heading === 'Checkout')
    expect(checkout.heading).toBe('Checkout')
    expect(checkout.text).toContain(notAccepted)
    expect(checkout.text).toMatch(/Time left 1[45]:\d\d/)
    expect(checkout.value('Email')).toBe(ada.email)

    const secondPayment = await browser.press(checkout, 'Proceed to payment')
    expect(secondPayment.heading).toBe('Payment processor')
    const thanks = await plain.acceptPayment(browser, secondPayment)
    expect(thanks.part('Payment').match(/Not accepted|Paid/g)).toEqual(['Not accepted', 'Paid'])
  })

  test('a decided payment stays decided', async () => {
    const payment = await plain.proceedToPayment(browser, await plain.orderSeats(browser, slug, { Talks: 1 }))
    await plain.acceptPayment(browser, payment)

    expect((await browser.press(payment, 'Reject payment')).heading).toBe('Thank you')
    const decided = await browser.open(payment.address)
    expect(decided.text).toContain('You accepted this payment.')
    expect(decided.html).not.toContain('<button')
    expect((await browser.follow(decided, 'Back to your order')).heading).toBe('Thank you')
  })

  test('free seats are registered without a payment step', async () => {
    const checkout = await plain.orderSeats(browser, slug, { Tour: 2 })
    expect(checkout.cells('Total')).toEqual(['$0.00'])
    expect(checkout.text).not.toContain('Proceed to payment')
    const registered = await browser.press(checkout, 'Complete registration', plain.details(ada))
    const thanks = await browser.until(registered, ({ heading }) => heading === 'Thank you')
    expect(thanks.heading).toBe('Thank you')
    expect(thanks.part('Payment')).toContain('Free of charge')
  })

  test('a payment for other seats than the order has now is returned, and asked for again', async () => {
    const ordered = await plain.orderSeats(browser, slug, { Talks: 2 })
    const payment = await plain.proceedToPayment(browser, ordered)
    const change = await browser.open(`${plain.orderAddress(ordered)}/register`)
    await plain.chooseSeats(browser, change, { Talks: 1 })
    const accepted = await browser.press(payment, 'Accept payment')
    const sentence = 'Your seats changed while you paid. That payment is being returned; please pay again.'
    const checkout = await browser.until(accepted, ({ text }) => text.includes(sentence))
    expect(checkout.heading).toBe('Checkout')
    expect(checkout.text).toContain(sentence)
    expect(checkout.cells('Total')).toEqual(['$80.00'])
    await expect.poll(() => countEvents(slug, 'PaymentRefunded')).toBe(1)

    const secondPayment = await browser.press(checkout, 'Proceed to payment')
    expect(secondPayment.cells('Amount')).toEqual(['$80.00'])
    const thanks = await plain.acceptPayment(browser, secondPayment)
    const returned = await browser.until(thanks, page => page.part('Payment').includes('Returned to you'))
    expect(returned.part('Payment')).toContain('Returned to you')
  })
})

test('with a script a rejected payment leads back to checkout too, where the details stand already', async ({ page }) => {
  await orderSeats(page, slug, { Talks: 1 })
  await proceedToPayment(page)
  await press(page, 'Reject payment')
  await expectHeading(page, 'Checkout')
  await expect(page.getByText(notAccepted)).toBeVisible()
  await expect(page.getByLabel('Email')).toHaveValue(ada.email)
})
