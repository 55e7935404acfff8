import { expect, test } from 'playwright/test'
import { countEvents } from './ledger.ts'
import { openConference, stage } from './own-conference.ts'
import { PlainBrowser } from './plain/browser.ts'
import type { Page } from './plain/page.ts'
import * as plain from './plain/registrant.ts'
import { ada, errorSummary, expectAfterOrdering, expectHeading, orderSeats, overwrite, press } from './visitor.ts'

let slug: string

test.beforeAll(async () => {
  const seatTypes = [
    { name: 'Talks', price: '80.00', quota: 100 },
    { name: 'Dinner', price: '35.50', quota: 100 },
  ]
  slug = (await openConference('input', { seatTypes })).slug
})

/** What somebody types, by label, and the sentences that come of it: in the summary, each a link to its field. */
type Refused = Readonly<{ typed: Readonly<Record<string, string>>; sentences: readonly string[] }>

const quantity = (name: string) => `Quantity for ${name}`
const wholeNumber = (name: string) => `Type a whole number from 0 to 20 for ${name}.`

const wrongQuantities: readonly Refused[] = [
  { typed: { [quantity('Talks')]: '0', [quantity('Dinner')]: '0' }, sentences: ['One or more items are required'] },
  { typed: { [quantity('Talks')]: '', [quantity('Dinner')]: ' ' }, sentences: ['One or more items are required'] },
  ...['1.5', '-1', '1e1', '٣', 'two', '99999999999999999999', 'Infinity'].map(text => ({
    typed: { [quantity('Talks')]: text, [quantity('Dinner')]: '1' },
    sentences: [wholeNumber('Talks')],
  })),
  {
    typed: { [quantity('Talks')]: '21', [quantity('Dinner')]: '-0.5' },
    sentences: ['You can order at most 20 seats of Talks.', wholeNumber('Dinner')],
  },
]

const wrongPersons: readonly Refused[] = [
  {
    typed: { 'First name': '', 'Last name': '', Email: '' },
    sentences: ['The First name field is required.', 'The Last name field is required.', 'The Email field is required.'],
  },
  { typed: { 'First name': '  ', 'Last name': 'Byron', Email: ada.email }, sentences: ['The First name field is required.'] },
  ...[
    'ada',
    'ada@',
    '@visitors.example',
    'ada byron@visitors.example',
    'ada@visitors',
    'ada@visitors.example, bob@x.example',
  ].map(email => ({
    typed: { 'First name': 'Ada', 'Last name': 'Byron', Email: email },
    sentences: ['The Email field is not a valid email address.'],
  })),
  {
    typed: { 'First name': 'a'.repeat(101), 'Last name': 'Byron', Email: `${'a'.repeat(250)}@x.example` },
    sentences: ['The First name field can have at most 100 characters.', 'The Email field can have at most 254 characters.'],
  },
  {
    typed: { 'First name': 'A\u0007da', 'Last name': 'Byron', Email: ada.email },
    sentences: ['The First name field contains a character that cannot be stored.'],
  },
]

test.describe('as the server answers any browser', () => {
  let browser: PlainBrowser
  test.beforeEach(() => {
    browser = new PlainBrowser(stage().url)
  })

  const expectRefused = async (page: Page, button: string, { typed, sentences }: Refused): Promise<Page> => {
    const refused = await browser.press(page, button, typed)
    expect(refused.problems, JSON.stringify(typed)).toEqual(sentences)
    for (const [label, text] of Object.entries(typed)) expect(refused.value(label)).toBe(text)
    return refused
  }

  /** Orders seats and goes on to the change page. */
  const beginToChange = async (seats: plain.Seats): Promise<Page> =>
    browser.follow(await plain.orderSeats(browser, slug, seats), 'Change seats')

  test('wrong quantities are refused in a sentence each, and nothing is ordered', async () => {
    const before = await countEvents(slug, 'OrderPlaced')
    let page = await browser.open(`/${slug}/register`)
    for (const refused of wrongQuantities) page = await expectRefused(page, 'Order seats', refused)
    expect(await countEvents(slug, 'OrderPlaced')).toBe(before)
    await plain.chooseSeats(browser, page, { Talks: 20, Dinner: '' })
  })

  test('wrong quantities are refused on the change page too, and the order stays as it was', async () => {
    let page = await beginToChange({ Talks: 1, Dinner: 1 })
    expect(page.heading).toBe('Change your seats')
    const before = await countEvents(slug, 'OrderUpdated')
    for (const refused of wrongQuantities.slice(-3)) page = await expectRefused(page, 'Order seats', refused)
    expect(await countEvents(slug, 'OrderUpdated')).toBe(before)
  })

  test('a slip of the finger in a quantity gives up no seats', async () => {
    const page = await beginToChange({ Talks: 2, Dinner: 1 })
    const before = await countEvents(slug, 'OrderUpdated')
    const typed = { [quantity('Talks')]: '2-' }
    await expectRefused(page, 'Order seats', { typed, sentences: [wholeNumber('Talks')] })
    expect(await countEvents(slug, 'OrderUpdated')).toBe(before)
  })

  test('wrong details are refused at checkout, and no payment is started', async () => {
    let page = await plain.orderSeats(browser, slug, { Talks: 1 })
    const before = await countEvents(slug, 'PaymentInitiated')
    for (const refused of wrongPersons) page = await expectRefused(page, 'Proceed to payment', refused)
    expect(await countEvents(slug, 'PaymentInitiated')).toBe(before)
    expect(await countEvents(slug, 'OrderRegistrantAssigned')).toBe(before)
  })

  test('wrong attendees are refused seat by seat, and none is assigned', async () => {
    const order = plain.orderAddress(await plain.buySeats(browser, slug, { Talks: 1, Dinner: 1 }))
    const before = await countEvents(slug, 'SeatAssigned')
    const naming = await browser.until(await browser.open(`${order}/seats`), ({ heading }) => heading === 'Assign seats')
    await expectRefused(naming, 'Save assignments', {
      typed: {
        'Seat 1: Talks, First name': 'Ada',
        'Seat 1: Talks, Last name': 'Byron',
        'Seat 1: Talks, Email': ada.email,
        'Seat 2: Dinner, First name': 'Grace',
        'Seat 2: Dinner, Email': 'grace',
      },
      sentences: ['Seat 2: The Last name field is required.', 'Seat 2: The Email field is not a valid email address.'],
    })
    expect(await countEvents(slug, 'SeatAssigned')).toBe(before)
  })

  test('a wrong e-mail or code is refused on the find page before anybody is looked for', async () => {
    const page = await browser.open(`/${slug}/orders/find`)
    const sentences = ['The Email field is required.', 'The Order code field is required.']
    await expectRefused(page, 'Find order', { typed: { Email: '', 'Order code': '' }, sentences })
    const invalid = 'The Email field is not a valid email address.'
    await expectRefused(page, 'Find order', { typed: { Email: 'ada', 'Order code': 'ABCDEF' }, sentences: [invalid] })
    const long = 'The Order code field can have at most 40 characters.'
    await expectRefused(page, 'Find order', { typed: { Email: ada.email, 'Order code': 'A'.repeat(41) }, sentences: [long] })
  })
})

test('with a script a refused form stays where it is, keeps what was typed, and is sent again', async ({ page }) => {
  await page.goto(`/${slug}/register`)
  for (const { typed, sentences } of wrongQuantities.slice(-2)) {
    for (const [label, text] of Object.entries(typed)) await overwrite(page.getByLabel(label, { exact: true }), text)
    await press(page, 'Order seats')
    await expect(errorSummary(page).getByRole('listitem')).toHaveText([...sentences])
    for (const [label, text] of Object.entries(typed))
      await expect(page.getByLabel(label, { exact: true })).toHaveAttribute('value', text)
  }
  await page.getByLabel(quantity('Talks')).fill('2')
  await page.getByLabel(quantity('Dinner')).fill('')
  await press(page, 'Order seats')
  await expectAfterOrdering(page, 'Checkout')
  await page.getByRole('link', { name: 'Change seats' }).click()
  await expectHeading(page, 'Change your seats')
  await page.getByLabel(quantity('Talks')).press('End')
  await page.getByLabel(quantity('Talks')).pressSequentially('-')
  await press(page, 'Order seats')
  await expect(errorSummary(page)).toContainText(wholeNumber('Talks'))
  await expect(page.getByLabel(quantity('Talks'))).toHaveValue('2-')
})

test('the summary takes the focus, and leads to the field, which tells what is wrong with it', async ({ page }) => {
  await page.goto(`/${slug}/register`)
  await press(page, 'Order seats')
  await expect(errorSummary(page)).toBeFocused()
  await errorSummary(page).getByRole('link', { name: 'One or more items are required' }).click()
  await expect(page.getByLabel(quantity('Talks'))).toBeFocused()
  await expect(page.getByLabel(quantity('Talks'))).toHaveAccessibleDescription(/One or more items are required/)

  await orderSeats(page, slug, { Talks: 1 })
  await expectAfterOrdering(page, 'Checkout')
  await page.getByLabel('First name').fill('Ada')
  await press(page, 'Proceed to payment')
  await expect(errorSummary(page)).toBeFocused()
  for (const label of ['Last name', 'Email']) {
    await errorSummary(page)
      .getByRole('link', { name: `The ${label} field is required.` })
      .click()
    await expect(page.getByLabel(label)).toBeFocused()
    await expect(page.getByLabel(label)).toHaveAttribute('aria-invalid', 'true')
    await expect(page.getByLabel(label)).toHaveAccessibleDescription(new RegExp(`The ${label} field is required.`))
  }
  await expect(page.getByLabel('First name')).toHaveValue('Ada')
  await expect(page.getByLabel('First name')).not.toHaveAttribute('aria-invalid')
})
