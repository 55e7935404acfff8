import { expect, test } from 'playwright/test'
import { openConference, stage } from './own-conference.ts'
import { PlainBrowser } from './plain/browser.ts'
import * as plain from './plain/registrant.ts'
import {
  ada,
  cellsOf,
  chooseSeats,
  expectAfterOrdering,
  expectHeading,
  fillPerson,
  orderCode,
  press,
  proceedToPayment,
  quantityOf,
} from './visitor.ts'

test.use({ javaScriptEnabled: false })

const totalLater = 'The total is shown on the next page.'

let slug: string
let name: string

test.beforeAll(async () => {
  const seatTypes = [
    { name: 'Talks', price: '80.00', quota: 20 },
    { name: 'Dinner', price: '35.50', quota: 1 },
  ]
  ;({ slug, name } = await openConference('plain', { seatTypes }))
})

test('everything an attendee needs works without JavaScript', async ({ page, browser }) => {
  await page.goto('/')
  await page
    .getByRole('link', { name })
    .and(page.locator(`[href="/${slug}"]`))
    .click()
  await expectHeading(page, name)
  await page.getByRole('link', { name: 'Register', exact: true }).click()
  await expectHeading(page, 'Choose your seats')
  // A sum would stand still whatever is typed.
  await expect(page.getByText(totalLater)).toBeVisible()
  await expect(page.getByText('$0.00')).toBeHidden()
  await chooseSeats(page, { Talks: 1, Dinner: 2 })

  await expectAfterOrdering(page, 'Change your seats')
  await expect(page.getByRole('group', { name: 'Dinner' })).toContainText('Could not reserve all the requested seats')
  await expect(quantityOf(page, 'Talks')).toHaveValue('1')
  await expect(quantityOf(page, 'Dinner')).toHaveValue('1')
  await expect(page.getByText(totalLater)).toBeVisible()
  await expect(page.getByText('$115.50')).toBeHidden()
  await chooseSeats(page, { Talks: 2, Dinner: 1 })

  await expectAfterOrdering(page, 'Checkout')
  await expect(page.getByText(/Your seats are held until \d+:\d\d/)).toBeVisible()
  await proceedToPayment(page)
  await press(page, 'Reject payment')
  await expectHeading(page, 'Checkout')
  await expect(page.getByText('Your payment was not accepted. You can try again.')).toBeVisible()
  await expect(page.getByLabel('First name')).toHaveValue(ada.firstName)
  await press(page, 'Proceed to payment')
  await expect(cellsOf(page, 'Amount')).toHaveText(['$195.50'])
  await press(page, 'Accept payment')

  await expectHeading(page, 'Thank you')
  const code = await orderCode(page)
  await page.getByRole('link', { name: 'Assign seats' }).click()
  await expectHeading(page, 'Assign seats')
  for (const index of [0, 1, 2]) await fillPerson(page.getByRole('group').nth(index), ada)
  await press(page, 'Save assignments')
  await expectHeading(page, 'Thank you')
  await expect(page.getByText('Your seat assignments are saved.')).toBeVisible()
  await expect(cellsOf(page, 'Seat 3: Dinner')).toHaveText(['Ada Byron', ada.email])

  const elsewhere = await browser.newContext({ javaScriptEnabled: false })
  const other = await elsewhere.newPage()
  await other.goto(`/${slug}`)
  await other.getByRole('link', { name: 'Find your order' }).click()
  await other.getByLabel('Email').fill(ada.email)
  await other.getByLabel('Order code').fill(code)
  await press(other, 'Find order')
  await expectHeading(other, 'Thank you')
  await expect(cellsOf(other, 'Seat 1: Talks')).toHaveText(['Ada Byron', ada.email])
  await elsewhere.close()
})

test('with JavaScript a sum stands where the other page says where the total is', async ({ browser }) => {
  const page = await browser.newPage({ javaScriptEnabled: true })
  await page.goto(`/${slug}/register`)
  await expect(page.getByText('$0.00')).toBeVisible()
  await expect(page.getByText(totalLater)).toBeHidden()
  await page.close()
})

test('a form of an order that is not open any more leads to the find page', async () => {
  const registrant = new PlainBrowser(stage().url)
  const bought = plain.orderAddress(await plain.buySeats(registrant, slug, { Talks: 1 }))
  const checkout = await plain.orderSeats(registrant, slug, { Talks: 1 })
  const seats = await registrant.until(await registrant.open(`${bought}/seats`), ({ heading }) => heading === 'Assign seats')
  for (const [page, button] of [
    [checkout, 'Proceed to payment'],
    [await registrant.follow(checkout, 'Change seats'), 'Order seats'],
    [seats, 'Save assignments'],
  ] as const) {
    const withoutCookies = new PlainBrowser(stage().url)
    const answered = await withoutCookies.press(page, button)
    expect(answered, button).toMatchObject({ heading: 'Find your order', address: `/${slug}/orders/find` })
  }
})

test('search engines are asked to leave alone what belongs to one person', async ({ request }) => {
  const answer = await request.get('/robots.txt')
  expect(answer.headers()['content-type']).toContain('text/plain')
  const text = await answer.text()
  for (const line of ['User-Agent: *', 'Disallow: /manage', 'Disallow: /payment/', 'Disallow: /*/orders/'])
    expect(text).toContain(line)
})
