import { expect, type Locator, type Page } from 'playwright/test'

export const ada = { firstName: 'Ada', lastName: 'Byron', email: 'ada@visitors.example' } as const

export type Person = Readonly<{ firstName: string; lastName: string; email: string }>

/** Long enough for a page that follows a form, on a machine that has other work too. */
const patience = { timeout: 10_000 }

/** The page's one heading of the first level says this, and nothing else. */
export const expectHeading = async (page: Page, text: string): Promise<void> => {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(text, patience)
}

/**
 * What comes of ordering seats. On a busy machine the form stops waiting before the answer is there: then the order page has it in
 * a moment, and leads on.
 */
export const expectAfterOrdering = async (page: Page, text: 'Checkout' | 'Change your seats'): Promise<void> => {
  const heading = page.getByRole('heading', { level: 1 })
  await expect(heading).toHaveText(new RegExp(`^(${text}|Your order)$`), patience)
  const onward = page.getByRole('link', { name: text === 'Checkout' ? 'Continue to checkout' : 'Change seats' })
  if ((await heading.textContent()) === 'Your order') await onward.click()
  await expectHeading(page, text)
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

export const press = (page: Page, name: string): Promise<void> => button(page, name).click()

export const quantityOf = (page: Page, seatType: string) => page.getByLabel(`Quantity for ${seatType}`, { exact: true })

/** Fills in how many seats, on the choosing or the changing page, and presses the button. */
export const chooseSeats = async (page: Page, seats: Readonly<Record<string, number | string>>): Promise<void> => {
  for (const [name, quantity] of Object.entries(seats)) await quantityOf(page, name).fill(String(quantity))
  await press(page, 'Order seats')
}

export const orderSeats = async (page: Page, slug: string, seats: Readonly<Record<string, number | string>>): Promise<void> => {
  await page.goto(`/${slug}/register`)
  await chooseSeats(page, seats)
}

export const fillPerson = async (page: Page | Locator, { firstName, lastName, email }: Person): Promise<void> => {
  await page.getByLabel('First name', { exact: true }).fill(firstName)
  await page.getByLabel('Last name', { exact: true }).fill(lastName)
  await page.getByLabel('Email', { exact: true }).fill(email)
}

/** From checkout to the payment page. */
export const proceedToPayment = async (page: Page, person: Person = ada): Promise<void> => {
  await expectAfterOrdering(page, 'Checkout')
  await fillPerson(page, person)
  await press(page, 'Proceed to payment')
  await expectHeading(page, 'Payment processor')
}

/** The whole way to a confirmed order. Gives its address. */
export const buySeats = async (
  page: Page,
  slug: string,
  seats: Readonly<Record<string, number>>,
  person: Person = ada,
): Promise<string> => {
  await orderSeats(page, slug, seats)
  await proceedToPayment(page, person)
  await press(page, 'Accept payment')
  await expectHeading(page, 'Thank you')
  return orderAddress(page)
}

/** The address of the order that the present page belongs to: /{slug}/orders/{orderId}. */
export const orderAddress = (page: Page): string => {
  const address = /^\/[^/]+\/orders\/[0-9a-f-]{36}/.exec(new URL(page.url()).pathname)?.[0]
  if (!address) throw new Error(`${page.url()} is not a page of an order.`)
  return address
}

export const orderCode = async (page: Page): Promise<string> =>
  (await page.getByRole('term').filter({ hasText: 'Order code' }).locator('xpath=../dd').textContent())?.trim() ?? ''

/** What stands in the row of a table of that seat type, cell by cell. */
export const cellsOf = (page: Page, seatType: string) => page.getByRole('row', { name: seatType }).getByRole('cell')

export const errorSummary = (page: Page) => page.getByRole('alert').filter({ hasText: 'There is a problem' })

/** Puts any text into a field, as a browser can that checks nothing. */
export const overwrite = (field: Locator, text: string): Promise<void> =>
  field.evaluate((input: HTMLInputElement, typed) => {
    input.type = 'text'
    input.value = typed
  }, text)
