import { expect, type Page } from 'playwright/test'
import type { Catalogue } from './own-conference.ts'
import {
  ada,
  chooseSeats,
  errorSummary,
  expectAfterOrdering,
  expectHeading,
  fillPerson,
  orderAddress,
  type Person,
  press,
} from './visitor.ts'

/** Does what is asked on the page as it is now, which has this name. */
export type Look = (name: string) => Promise<void>

const pressInVain = async (page: Page, button: string): Promise<void> => {
  await press(page, button)
  await expect(errorSummary(page)).toBeVisible()
}

/**
 * Walks through every page that a registrant meets and stops at each state of it. One kind of seats must be short of 5, so that
 * the change page comes too.
 */
export const walk = async (page: Page, { slug, seatTypes }: Catalogue, look: Look, person: Person = ada): Promise<void> => {
  await page.goto(`/${slug}`)
  await look('conference')
  await page.goto(`/${slug}/register`)
  await look('register')
  await pressInVain(page, 'Order seats')
  await look('register-refused')
  const wanted = seatTypes.filter(({ quota }) => quota > 0)
  await chooseSeats(page, Object.fromEntries(wanted.map(({ name }) => [name, 5])))
  await expectAfterOrdering(page, 'Change your seats')
  await look('change')
  await page.getByRole('link', { name: 'Continue to checkout' }).click()
  await expectHeading(page, 'Checkout')
  const order = orderAddress(page)
  await look('checkout')
  await pressInVain(page, 'Proceed to payment')
  await look('checkout-refused')
  await page.goto(order)
  await look('order-held')

  await page.goto(`${order}/checkout`)
  await fillPerson(page, person)
  await press(page, 'Proceed to payment')
  await expectHeading(page, 'Payment processor')
  await look('payment')
  const payment = new URL(page.url()).pathname
  await page.goto(`${order}?payment=${payment.split('/').at(-1)}&since=1000000000000`)
  await expect(page.getByText('Confirming your payment…')).toBeVisible()
  await look('confirming')
  await page.goto(payment)
  await press(page, 'Reject payment')
  await expectHeading(page, 'Checkout')
  await look('checkout-rejected')
  await press(page, 'Proceed to payment')
  await expectHeading(page, 'Payment processor')
  const second = page.url()
  await press(page, 'Accept payment')
  await expectHeading(page, 'Thank you')
  await look('thank-you')
  await page.goto(second)
  await look('payment-decided')

  await page.goto(`${order}/seats`)
  await expectHeading(page, 'Assign seats')
  await look('seats')
  await page.getByLabel('First name').first().fill(person.firstName)
  await page.getByLabel('Email').first().fill('ada')
  await pressInVain(page, 'Save assignments')
  await look('seats-refused')
  await fillPerson(page.getByRole('group').first(), person)
  await press(page, 'Save assignments')
  await expect(page.getByText('Your seat assignments are saved.')).toBeVisible()
  await look('order-assigned')
  await page.goto(`/${slug}/orders/find`)
  await look('find')
  await pressInVain(page, 'Find order')
  await look('find-refused')
}
