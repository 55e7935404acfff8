import { expect, test } from 'playwright/test'
import { loadConferences, openConference } from './own-conference.ts'
import {
  ada,
  buySeats,
  cellsOf,
  chooseSeats,
  expectAfterOrdering,
  expectHeading,
  fillPerson,
  orderAddress,
  orderCode,
  orderSeats,
  press,
  proceedToPayment,
  quantityOf,
} from './visitor.ts'

test.use({ javaScriptEnabled: false })

test('everything an attendee needs works without JavaScript', async ({ page, browser }) => {
  const { slug, name } = await openConference('plain', {
    seatTypes: [
      { name: 'Talks', price: '80.00', quota: 10 },
      { name: 'Dinner', price: '35.50', quota: 1 },
    ],
  })
  await page.goto('/')
  await page.getByRole('link', { name }).click()
  await expectHeading(page, name)
  await page.getByRole('link', { name: 'Register', exact: true }).click()
  await expectHeading(page, 'Choose your seats')
  await chooseSeats(page, { Talks: 1, Dinner: 2 })

  await expectAfterOrdering(page, 'Change your seats')
  await expect(page.getByRole('group', { name: 'Dinner' })).toContainText('Could not reserve all the requested seats')
  await expect(quantityOf(page, 'Talks')).toHaveValue('1')
  await expect(quantityOf(page, 'Dinner')).toHaveValue('1')
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

const seatTypes = [{ name: 'Talks', price: '80.00', quota: 20 }]

test('a form of an order that is not open any more leads to the find page', async ({ page }) => {
  const { slug } = await openConference('forgotten', { seatTypes })
  const bought = await buySeats(page, slug, { Talks: 1 })
  await orderSeats(page, slug, { Talks: 1 })
  await expectAfterOrdering(page, 'Checkout')
  const held = orderAddress(page)
  const forms = [
    { address: `${held}/checkout`, button: 'Proceed to payment' },
    { address: `${held}/register`, button: 'Order seats' },
    { address: `${bought}/seats`, button: 'Save assignments' },
  ]
  const cookies = await page.context().cookies()
  for (const { address, button } of forms) {
    await page.context().addCookies(cookies)
    await page.goto(address)
    await page.context().clearCookies()
    await press(page, button)
    await expectHeading(page, 'Find your order')
    expect(new URL(page.url()).pathname).toBe(`/${slug}/orders/find`)
  }
})

test('a conference that was taken off the site says so to whoever was choosing seats', async ({ page }) => {
  const conference = await openConference('withdrawn', { seatTypes })
  await page.goto(`/${conference.slug}/register`)
  await loadConferences({ ...conference, published: false })
  await chooseSeats(page, { Talks: 1 })
  await expectHeading(page, 'Choose your seats')
  await expect(page.getByText('This conference does not take orders at the moment.')).toBeVisible()
  await page.getByRole('link', { name: 'See all conferences' }).click()
  await expectHeading(page, 'Conferences')
})

const totalLater = 'The total is shown on the next page.'

test('instead of a sum that would stand still the page says where the total is', async ({ page, browser }) => {
  const { slug } = await openConference('total', { seatTypes })
  await page.goto(`/${slug}/register`)
  await expect(page.getByText(totalLater)).toBeVisible()
  await expect(page.getByText('$0.00')).toBeHidden()
  await chooseSeats(page, { Talks: 2 })
  await expectAfterOrdering(page, 'Checkout')
  await page.getByRole('link', { name: 'Change seats' }).click()
  await expect(page.getByText(totalLater)).toBeVisible()
  await expect(page.getByText('$160.00')).toBeHidden()

  const withJavaScript = await browser.newContext({ javaScriptEnabled: true })
  const other = await withJavaScript.newPage()
  await other.goto(`/${slug}/register`)
  await expect(other.getByText('$0.00')).toBeVisible()
  await expect(other.getByText(totalLater)).toBeHidden()
  await withJavaScript.close()
})

test('an address that looks like a file leads back to the conferences too', async ({ page }) => {
  for (const address of ['/favicon.ico', '/no-such-conference.html', '/events', '/calendar.ics', '/a.b/orders/c.d']) {
    const answer = await page.goto(address)
    expect(answer?.status(), address).toBe(404)
    await expectHeading(page, 'Page not found')
  }
})

test('search engines are asked to leave alone what belongs to one person', async ({ request }) => {
  const answer = await request.get('/robots.txt')
  expect(answer.headers()['content-type']).toContain('text/plain')
  const text = await answer.text()
  for (const line of ['User-Agent: *', 'Disallow: /manage', 'Disallow: /payment/', 'Disallow: /*/orders/'])
    expect(text).toContain(line)
})
