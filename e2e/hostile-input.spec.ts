import { expect, type Page, test } from 'playwright/test'
import { countEvents } from './ledger.ts'
import { loadConferences, newSlug } from './own-conference.ts'
import {
  ada,
  buySeats,
  cellsOf,
  errorSummary,
  expectAfterOrdering,
  expectHeading,
  orderAddress,
  orderSeats,
  overwrite,
  press,
} from './visitor.ts'

const seatTypes = [{ name: 'Talks', price: '80.00', quota: 100 }]
let slug: string
let other: string

test.beforeAll(async () => {
  slug = newSlug('hostile')
  other = newSlug('other')
  await loadConferences(
    { slug, name: 'Here', published: true, seatTypes },
    { slug: other, name: 'There', published: true, seatTypes },
  )
})

const script = `<script>document.title='broken'</script>"'><img src=x onerror="document.title='broken'">`

const fillDetails = async (page: Page, firstName: string): Promise<void> => {
  await overwrite(page.getByLabel('First name'), firstName)
  await page.getByLabel('Last name').fill('Byron')
  await page.getByLabel('Email').fill(ada.email)
}

/** Changes what the page sends without anybody typing it; the name of a field may be only its beginning. */
const tamper = (page: Page, name: string, value: string): Promise<void> =>
  page
    .locator(`input[name^="${name}"]`)
    .first()
    .evaluate((input: HTMLInputElement, changed) => {
      input.value = changed
    }, value)

const add = (page: Page, name: string, value: string): Promise<void> =>
  page.locator('main form').evaluate(
    (form, field) => {
      const input = document.createElement('input')
      Object.assign(input, { type: 'hidden', ...field })
      form.append(input)
    },
    { name, value },
  )

for (const javaScriptEnabled of [true, false])
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    test('a script in a name is shown as the text that it is', async ({ page }) => {
      const order = await buySeats(page, slug, { Talks: 1 }, { ...ada, firstName: script })
      await expect(page.getByRole('definition').filter({ hasText: 'Byron' })).toContainText(script)
      await page.goto(`${order}/seats`)
      await page.getByLabel('First name').fill(script)
      await page.getByLabel('Last name').fill(script)
      await page.getByLabel('Email').fill(ada.email)
      await press(page, 'Save assignments')
      await expect(cellsOf(page, 'Seat 1: Talks').first()).toHaveText(`${script} ${script}`)
      await expect(page).toHaveTitle(/^Your order|^Thank you/)
      await page.goto(`/${slug}/orders/find`)
      await page.getByLabel('Email').fill(`${slug}@visitors.example`)
      await page.getByLabel('Order code').fill('"><script>')
      await press(page, 'Find order')
      await expect(errorSummary(page)).toContainText('That email and order code do not match.')
      await expect(page.getByLabel('Order code')).toHaveValue('"><script>')
    })

    test('a long text is refused in a sentence, and one of a megabyte too', async ({ page }) => {
      await orderSeats(page, slug, { Talks: 1 })
      await expectAfterOrdering(page, 'Checkout')
      await fillDetails(page, 'a'.repeat(200_000))
      await press(page, 'Proceed to payment')
      await expect(errorSummary(page)).toContainText('The First name field can have at most 100 characters.')
      await expect(page.getByLabel('Last name')).toHaveValue('Byron')
      await fillDetails(page, 'a'.repeat(1_000_000))
      await press(page, 'Proceed to payment')
      await expect(page.getByText('What was sent is more than this site accepts at once.')).toBeVisible()
      if (javaScriptEnabled) await expect(page.getByLabel('Last name')).toHaveValue('Byron')
    })

    test('characters that cannot be stored are refused in a sentence', async ({ page }) => {
      await orderSeats(page, slug, { Talks: 1 })
      await expectAfterOrdering(page, 'Checkout')
      await fillDetails(page, 'A\0da')
      await press(page, 'Proceed to payment')
      await expect(errorSummary(page)).toHaveText(/The First name field contains a character that cannot be stored\.$/)
      await page.goto(`/${slug}/register`)
      await overwrite(page.getByLabel('Quantity for Talks'), '1\0')
      await press(page, 'Order seats')
      await expect(errorSummary(page)).toContainText('Type a whole number from 0 to 20 for Talks.')
      await page.goto(`/${slug}/orders/find`)
      await overwrite(page.getByLabel('Email'), `\0${ada.email}`)
      await overwrite(page.getByLabel('Order code'), 'ABC\0EF')
      await press(page, 'Find order')
      await expect(errorSummary(page).getByRole('listitem')).toHaveText([
        'The Email field contains a character that cannot be stored.',
        'The Order code field contains a character that cannot be stored.',
      ])
    })

    test('seats of another conference are not sold here', async ({ page }) => {
      await page.goto(`/${other}/register`)
      const foreign = (await page.getByLabel('Quantity for Talks').getAttribute('name')) ?? ''
      await page.goto(`/${slug}/register`)
      await page.getByLabel('Quantity for Talks').fill('1')
      await add(page, foreign, '2')
      await press(page, 'Order seats')
      await expect(errorSummary(page)).toContainText('One of these seats does not belong to this conference.')
      await expect(page.getByLabel('Quantity for Talks')).toHaveValue('1')
      expect(await countEvents(other, 'OrderPlaced')).toBe(0)
    })

    test('hidden fields that were changed are refused in a sentence', async ({ page }) => {
      const order = async (field: string, value: string, sentence: string) => {
        await page.goto(`/${slug}/register`)
        await page.getByLabel('Quantity for Talks').fill('1')
        await tamper(page, field, value)
        await press(page, 'Order seats')
        await expect(errorSummary(page)).toContainText(sentence)
      }
      await order('commandId', '', 'This form is incomplete.')
      await order('commandId', 'x'.repeat(5_000), 'This form is incomplete.')
      for (const unknown of ['', 'no-such-conference', '../x', 'a\0b']) await order('slug', unknown, 'does not take orders')

      await orderSeats(page, slug, { Talks: 1 })
      await expectAfterOrdering(page, 'Checkout')
      const address = orderAddress(page)
      for (const [field, value] of [
        ['orderId', '1'],
        ['orderId', address.slice(-36).toUpperCase()],
        ['slug', other],
        ['slug', ''],
      ] as const) {
        await page.goto(`${address}/checkout`)
        await fillDetails(page, 'Ada')
        await tamper(page, field, value)
        await press(page, 'Proceed to payment')
        // Without JavaScript no page could show the sentence, so the form leads to where the order is found again.
        if (javaScriptEnabled || value === '')
          await expect(errorSummary(page), value).toContainText('This order is not open in this browser any more.')
        else await expectHeading(page, 'Find your order')
      }
      await page.goto(`${address}/checkout`)
      await fillDetails(page, 'Ada')
      await press(page, 'Proceed to payment')
      await expectHeading(page, 'Payment processor')
      await tamper(page, 'paymentId', '00000000-0000-4000-8000-000000000000')
      await press(page, 'Accept payment')
      await expect(errorSummary(page)).toContainText('There is no such payment.')
    })
  })

test('whoever loses the connection keeps what was typed, and can send it again', async ({ page, context }) => {
  await orderSeats(page, slug, { Talks: 1 })
  await expectAfterOrdering(page, 'Checkout')
  await fillDetails(page, 'Ada')
  await context.setOffline(true)
  await press(page, 'Proceed to payment')
  await expect(errorSummary(page)).toContainText('The site cannot be reached.')
  await expect(page.getByLabel('Email')).toHaveValue(ada.email)
  await context.setOffline(false)
  await press(page, 'Proceed to payment')
  await expectHeading(page, 'Payment processor')
})

test('a field that is sent twice, or as a file, is no number', async ({ page }) => {
  const before = await countEvents(slug, 'OrderPlaced')
  await page.goto(`/${slug}/register`)
  const name = (await page.getByLabel('Quantity for Talks').getAttribute('name')) ?? ''
  await page.getByLabel('Quantity for Talks').fill('1')
  await add(page, name, '2')
  await press(page, 'Order seats')
  await expect(errorSummary(page)).toContainText('Type a whole number from 0 to 20 for Talks.')
  await page.goto(`/${slug}/register`)
  await page.getByLabel('Quantity for Talks').evaluate((input: HTMLInputElement) => {
    input.type = 'file'
  })
  await page.getByLabel('Quantity for Talks').setInputFiles({ name: 'one.txt', mimeType: 'text/plain', buffer: Buffer.from('1') })
  await press(page, 'Order seats')
  await expect(errorSummary(page)).toContainText('One or more items are required')
  expect(await countEvents(slug, 'OrderPlaced')).toBe(before)
})

test('an order that is confirmed is not changed by a form that was open before', async ({ page }) => {
  await orderSeats(page, slug, { Talks: 1 })
  await expectAfterOrdering(page, 'Checkout')
  const change = await page.context().newPage()
  await change.goto(`${orderAddress(page)}/register`)
  await expectHeading(change, 'Change your seats')
  await fillDetails(page, 'Ada')
  await press(page, 'Proceed to payment')
  await press(page, 'Accept payment')
  await expectHeading(page, 'Thank you')
  const before = await countEvents(slug, 'OrderUpdated')
  await change.getByLabel('Quantity for Talks').fill('5')
  await press(change, 'Order seats')
  await expectHeading(change, 'Thank you')
  await expect(cellsOf(change, 'Total')).toHaveText(['$80.00'])
  expect(await countEvents(slug, 'OrderUpdated')).toBe(before)
})
