import { expect, test } from 'playwright/test'
import { cellsOf, expectAfterOrdering, expectHeading, fillPerson, orderCode, press, quantityOf } from './visitor.ts'

const grace = { firstName: 'Grace', lastName: 'Murray', email: 'grace@visitors.example' }
const attendees = [
  grace,
  { firstName: 'Barbara', lastName: 'Huberman', email: 'barbara@visitors.example' },
  { firstName: '지원', lastName: '김', email: 'jiwon@visitors.example' },
]

test('somebody orders, pays, names attendees and finds the order from another browser', async ({ page, browser }) => {
  await page.goto('/')
  await expectHeading(page, 'Conferences')
  await page.getByRole('link', { name: 'Contoso Developer Conference 2026' }).click()
  await expectHeading(page, 'Contoso Developer Conference 2026')
  await page.getByRole('link', { name: 'Register', exact: true }).click()

  await expectHeading(page, 'Choose your seats')
  const cheapest = page.getByRole('group', { name: 'Additional cocktail party' })
  await expect(cheapest).toContainText('$50.00')
  await quantityOf(page, 'General admission').fill('2')
  await quantityOf(page, 'CQRS Workshop').fill('1')
  await expect(page.getByRole('complementary', { name: 'Your order' })).toContainText('$898.00')
  await press(page, 'Order seats')

  await expectAfterOrdering(page, 'Checkout')
  await expect(cellsOf(page, 'General admission')).toHaveText(['$199.00', '2', '$398.00'])
  await expect(cellsOf(page, 'CQRS Workshop')).toHaveText(['$500.00', '1', '$500.00'])
  await expect(cellsOf(page, 'Total')).toHaveText(['$898.00'])
  await expect(page.getByRole('timer')).toHaveText(/^1[45]:\d\d$/)
  await fillPerson(page, grace)
  await press(page, 'Proceed to payment')

  await expectHeading(page, 'Payment processor')
  await expect(page.getByText('stands in for an external company')).toBeVisible()
  await expect(cellsOf(page, 'Amount')).toHaveText(['$898.00'])
  await press(page, 'Accept payment')

  await expectHeading(page, 'Thank you')
  await expect(page.getByText('Your order is confirmed.')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Back to the conference' })).toBeVisible()
  const code = await orderCode(page)
  expect(code).toMatch(/^[ABCDEFGHJKMNPQRSTVWXYZ2-9]{6}$/)
  const address = page.url()

  await page.getByRole('link', { name: 'Assign seats' }).click()
  await expectHeading(page, 'Assign seats')
  const seats = ['Seat 1: General admission', 'Seat 2: General admission', 'Seat 3: CQRS Workshop']
  for (const [index, seat] of seats.entries()) {
    const group = page.getByRole('group', { name: seat })
    await group.getByLabel('First name').fill(attendees[index]?.firstName ?? '')
    await group.getByLabel('Last name').fill(attendees[index]?.lastName ?? '')
    await group.getByLabel('Email').fill(attendees[index]?.email ?? '')
  }
  await press(page, 'Save assignments')
  await expect(page.getByText('Your seat assignments are saved.')).toBeVisible()

  const elsewhere = await browser.newContext()
  const other = await elsewhere.newPage()
  await other.goto(address)
  await expectHeading(other, 'Find your order')
  await other.getByLabel('Email').fill(grace.email.toUpperCase())
  await other.getByLabel('Order code').fill(` ${code.slice(0, 3).toLowerCase()}-${code.slice(3)} `)
  await press(other, 'Find order')
  await expectHeading(other, 'Thank you')
  expect(other.url().split('?')[0]).toBe(address.split('?')[0])
  expect(await orderCode(other)).toBe(code)
  for (const [index, { firstName, lastName, email }] of attendees.entries())
    await expect(cellsOf(other, seats[index] ?? '')).toHaveText([`${firstName} ${lastName}`, email])
  await elsewhere.close()
})
