import type { PlainBrowser } from './browser.ts'
import type { Page } from './page.ts'

export type Person = Readonly<{ firstName: string; lastName: string; email: string }>
export type Seats = Readonly<Record<string, number | string>>

export const ada: Person = { firstName: 'Ada', lastName: 'Byron', email: 'ada@visitors.example' }

/** What is typed for that many seats of each seat type. */
export const quantities = (seats: Seats): Record<string, string> =>
  Object.fromEntries(Object.entries(seats).map(([name, quantity]) => [`Quantity for ${name}`, String(quantity)]))

export const details = ({ firstName, lastName, email }: Person): Record<string, string> => ({
  'First name': firstName,
  'Last name': lastName,
  Email: email,
})

const expectPage = (page: Page, heading: string): Page => {
  if (page.heading === heading) return page
  throw new Error(
    `"${page.heading}" (${page.status}) at ${page.address}, and not "${heading}": ${page.problems.join(' ') || page.text}`,
  )
}

/**
 * What comes of pressing "Order seats" on that page. On a busy machine the order page comes first, and leads on when the seats are
 * reserved. Throws when another page comes of it.
 */
export const chooseSeats = async (
  browser: PlainBrowser,
  choosing: Page,
  seats: Seats,
  onward: 'Checkout' | 'Change your seats' = 'Checkout',
): Promise<Page> => {
  const link = onward === 'Checkout' ? 'Continue to checkout' : 'Change seats'
  const ordered = await browser.press(choosing, 'Order seats', quantities(seats))
  const answered = await browser.until(ordered, page => page.heading !== 'Your order' || page.links(link).length > 0)
  return expectPage(answered.heading === 'Your order' ? await browser.follow(answered, link) : answered, onward)
}

/** Ends at checkout. */
export const orderSeats = async (browser: PlainBrowser, slug: string, seats: Seats): Promise<Page> =>
  chooseSeats(browser, await browser.open(`/${slug}/register`), seats)

/** From checkout to the payment page. */
export const proceedToPayment = async (browser: PlainBrowser, checkout: Page, person: Person = ada): Promise<Page> =>
  expectPage(await browser.press(checkout, 'Proceed to payment', details(person)), 'Payment processor')

/** From the payment page to the confirmation. */
export const acceptPayment = async (browser: PlainBrowser, payment: Page): Promise<Page> => {
  const accepted = await browser.press(payment, 'Accept payment')
  return expectPage(await browser.until(accepted, ({ heading }) => heading === 'Thank you'), 'Thank you')
}

/** The whole way to the confirmation. */
export const buySeats = async (browser: PlainBrowser, slug: string, seats: Seats, person: Person = ada): Promise<Page> =>
  acceptPayment(browser, await proceedToPayment(browser, await orderSeats(browser, slug, seats), person))

/** The address of the order that the page belongs to: /{slug}/orders/{orderId}. */
export const orderAddress = ({ address }: Page): string => {
  const found = /^\/[^/]+\/orders\/[0-9a-f-]{36}/.exec(address)?.[0]
  if (!found) throw new Error(`${address} is not a page of an order.`)
  return found
}
