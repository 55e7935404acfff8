import { type Browser, expect, type Page, test } from 'playwright/test'
import {
  addSeatType,
  createConference,
  editSeatType,
  figure,
  fillFields,
  numbersOf,
  publish,
  readAccessCode,
  signIn,
} from './owner.ts'
import { buySeats, cellsOf, expectHeading, orderSeats, press, proceedToPayment } from './visitor.ts'

const elsewhere = async (browser: Browser): Promise<Page> => (await browser.newContext()).newPage()

test('an owner creates, publishes, sells and changes a conference', async ({ page: owner, browser }) => {
  test.slow()
  const { slug, name, ownerEmail } = await createConference(owner, 'machines')
  await expect(owner.getByText('Draft', { exact: true })).toBeVisible()
  const accessCode = await readAccessCode(owner, slug)

  const office = await elsewhere(browser)
  await office.goto(`/manage/${slug}`)
  await expectHeading(office, 'Sign in')
  await signIn(office, ownerEmail.toUpperCase(), `${accessCode.slice(0, 2)} ${accessCode.slice(2).toLowerCase()}`)
  await expectHeading(office, name)

  await addSeatType(office, slug, { name: 'Talks', price: '80', quota: 20 })
  await addSeatType(office, slug, { name: 'Workshop', price: '250.50', quota: 5 })
  await addSeatType(office, slug, { name: 'Reception', price: '0', quota: 100 })
  await expect(numbersOf(office, 'Workshop')).toHaveText(['$250.50', '5', '0', '0', '5', /./])
  await publish(office, slug)
  await expect(office.getByRole('link', { name: 'View public page' })).toBeVisible()

  const visitor = await elsewhere(browser)
  await visitor.goto(`/${slug}`)
  await expectHeading(visitor, name)
  const order = await buySeats(visitor, slug, { Talks: 2, Workshop: 1 })
  await expect(figure(office, 'Seats sold')).toHaveText('3', { timeout: 1_000 })
  await expect(figure(office, 'Revenue')).toHaveText('$410.50')
  await expect(numbersOf(office, 'Talks')).toHaveText(['20', '2', '0', '18', '$160.00'])
  await expect(office.getByRole('img', { name: /^Seats sold per day/ })).toBeVisible()

  await editSeatType(office, slug, 'Talks', { Quota: '50' })
  await expect(numbersOf(office, 'Talks')).toHaveText(['$80.00', '50', '2', '0', '48', /./])
  await visitor.goto(`/${slug}`)
  await expect(visitor.getByRole('listitem').filter({ hasText: 'Talks' })).toContainText('Available')

  const latecomer = await elsewhere(browser)
  await orderSeats(latecomer, slug, { Talks: 1 })
  await proceedToPayment(latecomer)

  await editSeatType(office, slug, 'Talks', { Name: 'All talks', Price: '95.00' })
  await visitor.goto(`/${slug}`)
  await expect(visitor.getByRole('heading', { name: 'All talks' })).toBeVisible()
  await visitor.goto(order)
  await expect(cellsOf(visitor, 'Talks').first()).toHaveText('$80.00')
  await expect(visitor.getByText('All talks')).toHaveCount(0)

  await office.goto(`/manage/${slug}`)
  await press(office, 'Unpublish')
  await expect(office.getByText('The conference is unpublished')).toBeVisible()
  expect((await visitor.goto(`/${slug}`))?.status()).toBe(404)
  await expectHeading(visitor, 'Page not found')
  expect((await visitor.goto(`/${slug}/register`))?.status()).toBe(404)

  await press(latecomer, 'Accept payment')
  await expectHeading(latecomer, 'Thank you')
  await office.goto(`/manage/${slug}`)
  await expect(figure(office, 'Seats sold')).toHaveText('4')
})

test('a quota below what is sold takes no seat away and shows how far it is over', async ({ page: owner, browser }) => {
  const { slug } = await createConference(owner, 'cuts')
  await addSeatType(owner, slug, { name: 'Talks', price: '10', quota: 10 })
  await publish(owner, slug)
  const visitor = await elsewhere(browser)
  const order = await buySeats(visitor, slug, { Talks: 5 })

  await editSeatType(owner, slug, 'Talks', { Quota: '2' })
  await expect(numbersOf(owner, 'Talks')).toHaveText(['$10.00', '2', '5', '0', '0 3 over quota', /./])
  await owner.getByRole('link', { name: 'Overview' }).click()
  await expect(numbersOf(owner, 'Talks')).toHaveText(['2', '5', '0', '0 3 over quota', '$50.00'])

  await visitor.goto(`/${slug}`)
  await expect(visitor.getByRole('listitem').filter({ hasText: 'Talks' })).toContainText('Sold out')
  await visitor.goto(order)
  await expect(cellsOf(visitor, 'Talks').nth(1)).toHaveText('5')
})

test('sign-out ends every conference of this browser, and its back button shows none of them', async ({ page }) => {
  const { slug } = await createConference(page, 'first')
  const other = await createConference(page, 'second')
  await page.goto('/manage')
  await expect(page.getByRole('listitem').filter({ hasText: 'Draft' })).toHaveCount(2)
  await page.goto(`/manage/${slug}`)
  await press(page, 'Sign out')
  await expectHeading(page, 'Manage conferences')
  await expect(page.getByRole('listitem').filter({ hasText: 'Draft' })).toHaveCount(0)
  await page.goBack()
  await expectHeading(page, 'Sign in')
  await page.goto(`/manage/${other.slug}`)
  await expectHeading(page, 'Sign in')
})

test('the back button shows what a conference is by now, not what it was', async ({ page }) => {
  const { slug } = await createConference(page, 'back')
  await page.goto('/manage')
  await page.getByRole('listitem').filter({ hasText: 'Draft' }).getByRole('link').click()
  await page.getByRole('link', { name: 'Seat types' }).click()
  await fillFields(page, { Name: 'Talks', Price: '10', Quota: '5' })
  await press(page, 'Add seat type')
  await expect(numbersOf(page, 'Talks')).toHaveText(['$10.00', '5', '0', '0', '5', /./])
  await page.goBack()
  await expect(page).toHaveURL(`/manage/${slug}/seat-types`)
  await expect(numbersOf(page, 'Talks')).toHaveText(['$10.00', '5', '0', '0', '5', /./])
  await page.getByRole('link', { name: 'Overview' }).click()
  await press(page, 'Publish')
  await expect(page.getByText('The conference is published.', { exact: true })).toBeVisible()
  for (const heading of ['Conference about back', 'Seat types', 'Conference about back', 'Manage conferences']) {
    await page.goBack()
    await expectHeading(page, heading)
  }
  await expect(page.getByRole('listitem').filter({ hasText: 'Published' })).toHaveCount(1)
})

test('a new access code ends every session but the one that asked for it', async ({ page: owner, browser }) => {
  const { slug, name, ownerEmail } = await createConference(owner, 'codes')
  const old = await readAccessCode(owner, slug)
  const other = await elsewhere(browser)
  await signIn(other, ownerEmail, old)
  await expectHeading(other, name)

  await owner.goto(`/manage/${slug}`)
  await press(owner, 'New access code')
  await expect(owner.getByText('There is a new access code.')).toBeVisible()
  await other.reload()
  await expectHeading(other, 'Sign in')
  await signIn(other, ownerEmail, old)
  await expect(other.getByText('That email and access code do not match.').first()).toBeVisible()
  const renewed = await readAccessCode(owner, slug)
  expect(renewed).not.toBe(old)
  await signIn(other, ownerEmail, renewed)
  await expectHeading(other, name)
})
