import { expect, test } from 'playwright/test'
import { stage } from './own-conference.ts'
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
import { PlainBrowser } from './plain/browser.ts'
import { handOver } from './plain/hand-over.ts'
import * as plain from './plain/owner.ts'
import type { Page } from './plain/page.ts'
import { acceptPayment, buySeats, orderSeats, proceedToPayment } from './plain/registrant.ts'
import { expectHeading, press } from './visitor.ts'

const newBrowser = () => new PlainBrowser(stage().url)

/** What the conference's public page says of that seat type, as soon as it is this. */
const expectOnPublicPage = async (browser: PlainBrowser, slug: string, seatType: string, words: string): Promise<void> => {
  const said = (page: Page) => page.parts('li').find(item => item.parts('h3')[0]?.text === seatType)?.text
  const page = await browser.until(await browser.open(`/${slug}`), page => said(page)?.includes(words) ?? false)
  expect(said(page)).toContain(words)
}

test('an owner creates, publishes, sells and changes a conference', async ({ page: owner, browser }) => {
  test.slow()
  const { slug, name, ownerEmail } = await createConference(owner, 'machines')
  await expect(owner.getByText('Draft', { exact: true })).toBeVisible()
  const accessCode = await readAccessCode(owner, slug)

  const office = await (await browser.newContext()).newPage()
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

  const registrant = newBrowser()
  expect((await registrant.open(`/${slug}`)).heading).toBe(name)
  const order = await buySeats(registrant, slug, { Talks: 2, Workshop: 1 })
  await expect(figure(office, 'Seats sold')).toHaveText('3', { timeout: 1_000 })
  await expect(figure(office, 'Revenue')).toHaveText('$410.50')
  await expect(numbersOf(office, 'Talks')).toHaveText(['20', '2', '0', '18', '$160.00'])
  await expect(office.getByRole('img', { name: /^Seats sold per day/ })).toBeVisible()

  await editSeatType(office, slug, 'Talks', { Quota: '50' })
  await expect(numbersOf(office, 'Talks')).toHaveText(['$80.00', '50', '2', '0', '48', /./])
  await expectOnPublicPage(registrant, slug, 'Talks', 'Available')

  const latecomer = newBrowser()
  const payment = await proceedToPayment(latecomer, await orderSeats(latecomer, slug, { Talks: 1 }))

  await editSeatType(office, slug, 'Talks', { Name: 'All talks', Price: '95.00' })
  await expectOnPublicPage(registrant, slug, 'All talks', '$95.00')
  const ordered = await registrant.open(order.address)
  expect(ordered.cells('Talks')[0]).toBe('$80.00')
  expect(ordered.text).not.toContain('All talks')

  await office.goto(`/manage/${slug}`)
  await press(office, 'Unpublish')
  await expect(office.getByText('The conference is unpublished')).toBeVisible()
  expect(await registrant.open(`/${slug}`)).toMatchObject({ status: 404, heading: 'Page not found' })
  expect((await registrant.open(`/${slug}/register`)).status).toBe(404)

  await acceptPayment(latecomer, payment)
  await office.goto(`/manage/${slug}`)
  await expect(figure(office, 'Seats sold')).toHaveText('4')
})

test('a quota below what is sold takes no seat away and shows how far it is over', async () => {
  const owner = newBrowser()
  const { slug } = await plain.createConference(owner, 'cuts')
  await plain.addSeatType(owner, slug, { name: 'Talks', price: '10', quota: 10 })
  await plain.publish(owner, slug)
  const registrant = newBrowser()
  const order = await buySeats(registrant, slug, { Talks: 5 })

  const isOver = (page: Page) => page.text.includes('3 over quota')
  const seatTypes = await owner.until(await plain.editSeatType(owner, slug, 'Talks', { Quota: '2' }), isOver)
  expect(seatTypes.cells('Talks')).toEqual(['$10.00', '2', '5', '0', '0 3 over quota', 'Edit Talks'])
  const overview = await owner.until(await owner.follow(seatTypes, 'Overview'), isOver)
  expect(overview.cells('Talks')).toEqual(['2', '5', '0', '0 3 over quota', '$50.00'])

  await expectOnPublicPage(registrant, slug, 'Talks', 'Sold out')
  expect((await registrant.open(order.address)).cells('Talks')[1]).toBe('5')
})

const draftsOn = (page: Page) => page.parts('li').filter(({ text }) => text.includes('Draft'))

test('sign-out ends every conference of this browser', async () => {
  const owner = newBrowser()
  const { slug } = await plain.createConference(owner, 'first')
  const other = await plain.createConference(owner, 'second')
  expect(draftsOn(await owner.open('/manage'))).toHaveLength(2)
  const signedOut = await owner.press(await owner.open(`/manage/${slug}`), 'Sign out')
  expect(signedOut.heading).toBe('Manage conferences')
  expect(draftsOn(signedOut)).toEqual([])
  for (const address of [`/manage/${slug}`, `/manage/${other.slug}`]) expect((await owner.open(address)).heading).toBe('Sign in')
})

test('the back button shows what a conference is by now, and after sign-out none of it', async ({ page, context }) => {
  const owner = newBrowser()
  const { slug, name } = await plain.createConference(owner, 'back')
  await handOver(owner, context)
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
  for (const heading of [name, 'Seat types', name, 'Manage conferences']) {
    await page.goBack()
    await expectHeading(page, heading)
  }
  await expect(page.getByRole('listitem').filter({ hasText: 'Published' })).toHaveCount(1)

  await page.getByRole('link', { name }).click()
  await expectHeading(page, name)
  await press(page, 'Sign out')
  await expectHeading(page, 'Manage conferences')
  await expect(page.getByRole('link', { name })).toHaveCount(0)
  await page.goBack()
  await expectHeading(page, 'Sign in')
})

test('a new access code ends every session but the one that asked for it', async () => {
  const owner = newBrowser()
  const { slug, name, ownerEmail } = await plain.createConference(owner, 'codes')
  const old = await plain.readAccessCode(owner, slug)
  const other = newBrowser()
  const overview = await plain.signIn(other, ownerEmail, old)
  expect(overview.heading).toBe(name)

  const renewing = await owner.press(await owner.open(`/manage/${slug}`), 'New access code')
  expect(renewing.text).toContain('There is a new access code.')
  expect((await other.open(overview.address)).heading).toBe('Sign in')
  expect((await plain.signIn(other, ownerEmail, old)).problems).toEqual(['That email and access code do not match.'])
  const renewed = await plain.readAccessCode(owner, slug)
  expect(renewed).not.toBe(old)
  expect((await plain.signIn(other, ownerEmail, renewed)).heading).toBe(name)
})
