import { type BrowserContext, expect, test } from 'playwright/test'
import { countEvents } from './ledger.ts'
import { loadConferences, newSlug, stage } from './own-conference.ts'
import { PlainBrowser } from './plain/browser.ts'
import type { Page } from './plain/page.ts'
import { acceptPayment, ada, buySeats, details, orderAddress, orderSeats, proceedToPayment } from './plain/registrant.ts'
import { cellsOf, errorSummary, expectHeading, fillPerson, overwrite, press } from './visitor.ts'

const seatTypes = [{ name: 'Talks', price: '80.00', quota: 100 }]
let slug: string
let other: string
let browser: PlainBrowser

test.beforeAll(async () => {
  slug = newSlug('hostile')
  other = newSlug('other')
  await loadConferences(
    { slug, name: 'Here', published: true, seatTypes },
    { slug: other, name: 'There', published: true, seatTypes },
  )
})

test.beforeEach(() => {
  browser = new PlainBrowser(stage().url)
})

const script = `<script>document.title='broken'</script>"'><img src=x onerror="document.title='broken'">`
const oneSeat = { 'Quantity for Talks': '1' }
const notOpen = 'This order is not open in this browser any more. Find it again with your email and order code.'
const tooLong = 'What was sent is more than this site accepts at once.'

/** The name of the field on that page for how many seats. */
const quantityOn = (page: Page): string => page.form('Order seats').fields.get('Quantity for Talks') ?? ''

/** What was begun without a screen goes on in this browser. */
const goOnIn = (context: BrowserContext): Promise<void> => {
  const [name = '', value = ''] = browser.cookie.split(/=(.*)/s)
  return context.addCookies([{ name, value, url: stage().url }])
}

test('a script in a name is shown as the text that it is', async ({ page, context }) => {
  const bought = await buySeats(browser, slug, { Talks: 1 }, { ...ada, firstName: script })
  expect(bought.definition('Ordered by')).toBe(`${script} Byron ${ada.email}`)
  const address = `${orderAddress(bought)}/seats`
  const naming = await browser.until(await browser.open(address), ({ heading }) => heading === 'Assign seats')
  const typed = { 'First name': script, 'Last name': script, Email: ada.email }
  const saved = await browser.press(naming, 'Save assignments', typed)
  const shown = await browser.until(saved, order => order.cells('Seat 1: Talks')[0] !== 'Nobody yet')
  expect(shown.cells('Seat 1: Talks')[0]).toBe(`${script} ${script}`)

  await goOnIn(context)
  await page.goto(orderAddress(bought))
  await expect(page.getByRole('definition').filter({ hasText: 'Byron' })).toContainText(script)
  await expect(cellsOf(page, 'Seat 1: Talks').first()).toHaveText(`${script} ${script}`)
  await expect(page).toHaveTitle(/^Your order|^Thank you/)
})

test('a script in a form that comes back is typed text', async () => {
  const typed = { Email: `${slug}@visitors.example`, 'Order code': '"><script>' }
  const refused = await browser.press(await browser.open(`/${slug}/orders/find`), 'Find order', typed)
  expect(refused.problems).toEqual(['That email and order code do not match.'])
  expect(refused.value('Order code')).toBe('"><script>')
})

test('a long text is refused in a sentence, and one of a megabyte too', async () => {
  const checkout = await orderSeats(browser, slug, { Talks: 1 })
  const proceed = (from: Page, firstName: string) => browser.press(from, 'Proceed to payment', details({ ...ada, firstName }))
  const refused = await proceed(checkout, 'a'.repeat(200_000))
  expect(refused.problems).toEqual(['The First name field can have at most 100 characters.'])
  expect(refused.value('Last name')).toBe('Byron')
  expect((await proceed(refused, 'a'.repeat(1_000_000))).text).toContain(tooLong)
})

test('characters that cannot be stored are refused in a sentence', async () => {
  const checkout = await orderSeats(browser, slug, { Talks: 1 })
  const named = await browser.press(checkout, 'Proceed to payment', details({ ...ada, firstName: 'A\0da' }))
  expect(named.problems).toEqual(['The First name field contains a character that cannot be stored.'])
  const choosing = await browser.open(`/${slug}/register`)
  const ordered = await browser.press(choosing, 'Order seats', { 'Quantity for Talks': '1\0' })
  expect(ordered.problems).toEqual(['Type a whole number from 0 to 20 for Talks.'])
  const typed = { Email: `\0${ada.email}`, 'Order code': 'ABC\0EF' }
  const looked = await browser.press(await browser.open(`/${slug}/orders/find`), 'Find order', typed)
  expect(looked.problems).toEqual([
    'The Email field contains a character that cannot be stored.',
    'The Order code field contains a character that cannot be stored.',
  ])
})

test('seats of another conference are not sold here', async () => {
  const foreign = quantityOn(await browser.open(`/${other}/register`))
  const choosing = await browser.open(`/${slug}/register`)
  const refused = await browser.press(choosing, 'Order seats', oneSeat, { added: [[foreign, '2']] })
  expect(refused.problems).toEqual([
    'One of these seats does not belong to this conference. Please reload the page and choose again.',
  ])
  expect(refused.value('Quantity for Talks')).toBe('1')
  expect(await countEvents(other, 'OrderPlaced')).toBe(0)
})

test('a field that is sent twice, or as a file, is no number', async () => {
  const before = await countEvents(slug, 'OrderPlaced')
  const choosing = await browser.open(`/${slug}/register`)
  const name = quantityOn(choosing)
  const twice = await browser.press(choosing, 'Order seats', oneSeat, { added: [[name, '2']] })
  expect(twice.problems).toEqual(['Type a whole number from 0 to 20 for Talks.'])
  const file = new File(['1'], 'one.txt', { type: 'text/plain' })
  const asFile = await browser.press(choosing, 'Order seats', {}, { changed: { [name]: file } })
  expect(asFile.problems).toEqual(['One or more items are required'])
  expect(await countEvents(slug, 'OrderPlaced')).toBe(before)
})

test('hidden fields of an order that were changed are refused in a sentence', async () => {
  const before = await countEvents(slug, 'OrderPlaced')
  const choosing = await browser.open(`/${slug}/register`)
  for (const [changed, sentence] of [
    [{ commandId: '' }, 'This form is incomplete.'],
    [{ commandId: 'x'.repeat(5_000) }, 'This form is incomplete.'],
    ...['', 'no-such-conference', '../x', 'a\0b'].map(unknown => [{ slug: unknown }, 'does not take orders'] as const),
  ] as const) {
    const { problems } = await browser.press(choosing, 'Order seats', oneSeat, { changed })
    expect(problems, JSON.stringify(changed)).toEqual([expect.stringContaining(sentence)])
  }
  expect(await countEvents(slug, 'OrderPlaced')).toBe(before)
})

test('hidden fields of a payment that were changed start none', async () => {
  const checkout = await orderSeats(browser, slug, { Talks: 1 })
  const before = await countEvents(slug, 'PaymentInitiated')
  const proceed = (changed: Readonly<Record<string, string>>) =>
    browser.press(checkout, 'Proceed to payment', details(ada), { changed })
  // No page could show the sentence here, so the form leads to where the order is found again.
  for (const orderId of ['1', orderAddress(checkout).slice(-36).toUpperCase()])
    expect((await proceed({ orderId })).heading, orderId).toBe('Find your order')
  expect((await proceed({ slug: other })).heading).toBe('Find your order')
  expect((await proceed({ slug: '' })).problems).toEqual([notOpen])
  expect(await countEvents(slug, 'PaymentInitiated')).toBe(before)
  const payment = await proceedToPayment(browser, checkout)
  const unknown = { changed: { paymentId: '00000000-0000-4000-8000-000000000000' } }
  expect((await browser.press(payment, 'Accept payment', {}, unknown)).problems).toEqual(['There is no such payment.'])
})

test('an order that is confirmed is not changed by a form that was open before', async () => {
  const checkout = await orderSeats(browser, slug, { Talks: 1 })
  const change = await browser.follow(checkout, 'Change seats')
  expect(change.heading).toBe('Change your seats')
  await acceptPayment(browser, await proceedToPayment(browser, checkout))
  const before = await countEvents(slug, 'OrderUpdated')
  const answered = await browser.press(change, 'Order seats', { 'Quantity for Talks': '5' })
  expect(answered.heading).toBe('Thank you')
  expect(answered.cells('Total')).toEqual(['$80.00'])
  expect(await countEvents(slug, 'OrderUpdated')).toBe(before)
})

test('with a script a form that is turned away stays, with what was typed', async ({ page, context }) => {
  const foreign = orderAddress(await orderSeats(new PlainBrowser(stage().url), slug, { Talks: 1 }))
  const checkout = await orderSeats(browser, slug, { Talks: 1 })
  await goOnIn(context)
  await page.goto(checkout.address)
  await fillPerson(page, ada)
  await overwrite(page.getByLabel('First name'), 'a'.repeat(300_000))
  await press(page, 'Proceed to payment')
  await expect(errorSummary(page)).toContainText(tooLong)
  await expect(page.getByLabel('Last name')).toHaveValue('Byron')

  await fillPerson(page, ada)
  await page.locator('input[name=orderId]').evaluate((input: HTMLInputElement, id) => {
    input.value = id
  }, foreign.slice(-36))
  await press(page, 'Proceed to payment')
  await expect(errorSummary(page)).toContainText(notOpen)
  await expectHeading(page, 'Checkout')
  await expect(page.getByLabel('Last name')).toHaveValue('Byron')
})

test('whoever loses the connection keeps what was typed, and can send it again', async ({ page, context }) => {
  const checkout = await orderSeats(browser, slug, { Talks: 1 })
  await goOnIn(context)
  await page.goto(checkout.address)
  await fillPerson(page, ada)
  await context.setOffline(true)
  await press(page, 'Proceed to payment')
  await expect(errorSummary(page)).toContainText('The site cannot be reached.')
  await expect(page.getByLabel('Email')).toHaveValue(ada.email)
  await context.setOffline(false)
  await press(page, 'Proceed to payment')
  await expectHeading(page, 'Payment processor')
})
