import { expect, test } from 'playwright/test'
import { openConference } from './own-conference.ts'
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

test.describe.configure({ timeout: 60_000 })

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
