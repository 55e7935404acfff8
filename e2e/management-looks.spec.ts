import { expect, type Page, test } from 'playwright/test'
import { inspect } from './inspection.ts'
import { stage } from './own-conference.ts'
import { addSeatType, createConference, editSeatType, publish } from './owner.ts'
import { buySeats, errorSummary, expectHeading, orderSeats, press, proceedToPayment } from './visitor.ts'

test.describe.configure({ mode: 'parallel', timeout: 180_000 })

const jiwon = { firstName: '지원', lastName: '김', email: 'jiwon@visitors.example' }

/** A conference as it looks while it sells: seats sold, held, sold out and over quota, an order paid and one rejected. */
const sellSome = async (owner: Page, visitor: Page): Promise<{ slug: string; order: string }> => {
  const { slug } = await createConference(owner, 'looks')
  await addSeatType(owner, slug, { name: 'Talks', price: '80', quota: 20 })
  await addSeatType(owner, slug, { name: 'Workshop', price: '1250.50', quota: 3 })
  await publish(owner, slug)
  const order = await buySeats(visitor, slug, { Talks: 2, Workshop: 3 }, jiwon)
  await orderSeats(visitor, slug, { Talks: 1 })
  await proceedToPayment(visitor)
  await press(visitor, 'Reject payment')
  await expectHeading(visitor, 'Checkout')
  await editSeatType(owner, slug, 'Workshop', { Quota: '2' })
  return { slug, order: order.split('/').at(-1) ?? '' }
}

const pressInVain = async (page: Page, button: string): Promise<void> => {
  await press(page, button)
  await expect(errorSummary(page)).toBeVisible()
}

test('every management page is sound and fits at any width', async ({ page, browser }) => {
  const look = async (name: string, address: string) => {
    await page.goto(address)
    await inspect(page, `manage-${name}`)
  }
  await look('login', '/manage/login')
  await pressInVain(page, 'Sign in')
  await inspect(page, 'manage-login-refused')
  await look('create', '/manage/create')
  await pressInVain(page, 'Create conference')
  await inspect(page, 'manage-create-refused')

  const { slug: draft } = await createConference(page, 'draft')
  await inspect(page, 'manage-draft')
  for (const name of ['seat-types', 'orders', 'attendees']) await look(`draft-${name}`, `/manage/${draft}/${name}`)

  const visitor = await (await browser.newContext({ baseURL: stage().url })).newPage()
  const { slug, order } = await sellSome(page, visitor)
  await look('conferences', '/manage')
  await look('overview', `/manage/${slug}`)
  await press(page, 'Show access code')
  await expect(page.getByRole('status').filter({ hasText: 'Access code' })).toBeVisible()
  await inspect(page, 'manage-access-code')
  for (const name of ['seat-types', 'orders', 'attendees', 'history', 'edit']) await look(name, `/manage/${slug}/${name}`)
  await pressInVain(await emptied(page), 'Save changes')
  await inspect(page, 'manage-edit-refused')
  await look('order', `/manage/${slug}/orders/${order}`)
  const moments = page.getByRole('region', { name: 'Timeline' }).getByRole('link')
  await expect(moments.first()).toBeVisible()
  for (const moment of await moments.all()) expect((await moment.boundingBox())?.height).toBeGreaterThanOrEqual(24)
  await moments.first().click()
  await expect(page).toHaveURL(/at=/)
  await inspect(page, 'manage-order-as-of')
})

/** The form without the name, as a browser can send it that checks nothing. */
const emptied = async (page: Page): Promise<Page> => {
  await page.getByLabel('Name', { exact: true }).fill('')
  return page
}
