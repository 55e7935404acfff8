import { expect, test } from 'playwright/test'
import { stage } from './own-conference.ts'
import { field, fillFields } from './owner.ts'
import { PlainBrowser } from './plain/browser.ts'
import { handOver } from './plain/hand-over.ts'
import { addSeatType, createConference, publish, readAccessCode, signIn } from './plain/owner.ts'
import type { Page } from './plain/page.ts'
import { type Answer, callAction } from './stranger.ts'
import { errorSummary, expectHeading, press } from './visitor.ts'

const newBrowser = (): PlainBrowser => new PlainBrowser(stage().url)

let browser: PlainBrowser
test.beforeEach(() => {
  browser = newBrowser()
})

const notSignedIn = 'You are not signed in to this conference any more.'
const noId = '00000000-0000-4000-8000-000000000000'

const buttonsByPage = {
  '': ['Show access code', 'Publish', 'New access code'],
  '/edit': ['Save changes'],
  '/seat-types': ['Add seat type'],
  '/orders': ['Search'],
}

/** What the action of that button answers when the script of its page calls it. */
const callByScript = (page: Page, button: string): Promise<Answer> => {
  const fields = page.form(button).entries
  const id = /"id":"(\w+)"/.exec(fields.join())?.[1] ?? ''
  return callAction({ cookie: browser.cookie, own: {} }, page.address, { id, fields })
}

test('no button of a session that ended is silent', async () => {
  const { slug, ownerEmail } = await createConference(browser, 'ended')
  const code = await readAccessCode(browser, slug)
  const tabs: [string, Page][] = []
  for (const [part, names] of Object.entries(buttonsByPage)) {
    const page = await browser.open(`/manage/${slug}${part}`)
    for (const name of names) tabs.push([name, page])
  }
  const left = await browser.press(await browser.open(`/manage/${slug}`), 'Sign out')
  expect(left.heading).toBe('Manage conferences')
  for (const [name, page] of tabs) {
    const typed = name === 'Add seat type' ? { Name: 'Talks', Price: '1', Quota: '1' } : undefined
    expect((await browser.press(page, name, typed)).heading, name).toBe('Sign in')
    const { location, text } = await callByScript(page, name)
    if (name === 'Show access code') expect(location, name).toContain('/manage/login')
    else expect(text, name).toContain(notSignedIn)
  }
  expect((await signIn(browser, ownerEmail, code)).heading).toBe('Conference about ended')
})

test('with a script a form of a session that ended stays, says so, and keeps what was typed', async ({ page, context }) => {
  const { slug } = await createConference(browser, 'stays')
  await handOver(browser, context)
  await page.goto(`/manage/${slug}/edit`)
  const overview = await context.newPage()
  await overview.goto(`/manage/${slug}`)
  await browser.press(await browser.open(`/manage/${slug}`), 'Sign out')
  await fillFields(page, { Tagline: 'Typed for nothing?' })
  await press(page, 'Save changes')
  await expect(errorSummary(page)).toContainText(notSignedIn)
  await expect(errorSummary(page)).toBeFocused()
  await expect(field(page, 'Tagline')).toHaveValue('Typed for nothing?')
  await press(overview, 'Show access code')
  await expectHeading(overview, 'Sign in')
})

test('the browser that created a conference gets in while strangers guess, with the first code and with a new one', async () => {
  const { slug, name, ownerEmail } = await createConference(browser, 'besieged')
  const first = await readAccessCode(browser, slug)
  const signOut = async () => {
    const left = await browser.press(await browser.open(`/manage/${slug}`), 'Sign out')
    expect(left.heading).toBe('Manage conferences')
  }
  await signOut()
  const stranger = newBrowser()
  for (let made = 0; made < 6; made++) {
    const [problem] = (await signIn(stranger, ownerEmail, 'ZZZZZ')).problems
    expect(problem).toContain(made < 5 ? 'do not match' : 'Too many attempts.')
  }
  const overview = await signIn(browser, ownerEmail, first)
  expect(overview.heading).toBe(name)
  expect((await browser.press(overview, 'New access code')).text).toContain('There is a new access code.')
  const renewed = await readAccessCode(browser, slug)
  await signOut()
  expect((await signIn(browser, ownerEmail, renewed)).heading).toBe(name)
})

test('no address makes the site say what is not so', async () => {
  const { slug } = await createConference(browser, 'claims')
  for (const claim of ['code', 'code-1', 'code-2', 'published', 'unpublished']) {
    const page = await browser.open(`/manage/${slug}?saved=${claim}`)
    expect(page.heading).toBe('Conference about claims')
    expect(page.text).not.toMatch(/new access code\.|is published\.|is unpublished/)
  }
  const refused = await browser.open('/manage/login?error=CredentialsSignin')
  expect(refused.text).toContain('That email and code do not match.')
  const invented = await browser.open('/manage/login?error=Send%20your%20code%20to%20me')
  expect(invented.text).toContain('You could not be signed in. Try again here.')
  expect(invented.text).not.toContain('Send your code')
})

test('a page beyond the last one says so and leads back', async () => {
  const { slug } = await createConference(browser, 'beyond')
  for (const part of ['history', 'orders', 'attendees']) {
    const beyond = await browser.open(`/manage/${slug}/${part}?page=99`)
    expect(beyond.text).toContain('There is no page 99.')
    expect(beyond.text).not.toContain('Nothing was changed yet.')
    const last = await browser.follow(beyond, 'Go to page 1, the last one')
    expect(last.status).toBe(200)
    expect(last.text).not.toContain('There is no page')
  }
})

test('what a conference does not have is not found, and not deleted', async () => {
  const { slug } = await createConference(browser, 'missing')
  const other = await createConference(browser, 'other')
  const theirs = (await addSeatType(browser, other.slug, { name: 'Theirs', price: '1', quota: 1 })).value('seatTypeId')
  const seatTypes = await addSeatType(browser, slug, { name: 'Talks', price: '1', quota: 1 })
  for (const seatTypeId of [theirs, noId]) {
    const refused = await browser.press(seatTypes, 'Delete Talks', {}, { changed: { seatTypeId } })
    expect(refused.problems).toEqual(['This conference has no such seat type.'])
  }
  expect((await browser.open(`/manage/${other.slug}/seat-types`)).cells('Theirs')).not.toEqual([])

  for (const id of [noId, 'x']) {
    const missing = await browser.open(`/manage/${slug}/orders/${id}`)
    expect(missing.status, id).toBe(404)
    expect(missing.heading).toBe('Page not found')
    expect((await browser.follow(missing, 'Your conferences')).heading).toBe('Manage conferences')
    expect((await newBrowser().open(missing.address)).heading).toBe('Sign in')
  }
})

test('an address of no page leads to the conferences one manages if it looks like theirs, and only then', async () => {
  for (const [address, count] of [
    ['/manage/engines/nothing', 1],
    ['/manage/engines/orders/x/y', 1],
    ['/managers', 0],
    ['/no-such-conference', 0],
  ] as const) {
    const page = await browser.open(address)
    expect(page.heading).toBe('Page not found')
    expect(page.links('See all conferences')).toHaveLength(1)
    expect(page.links('Your conferences'), address).toHaveLength(count)
  }
})

test('a currency may be typed in small letters', async () => {
  const { slug } = await createConference(browser, 'small')
  const edited = await browser.press(await browser.open(`/manage/${slug}/edit`), 'Save changes', { Currency: 'krw' })
  expect(edited.text).toContain('Your changes are saved.')
  await addSeatType(browser, slug, { name: 'Talks', price: '110000', quota: 1 })
  expect((await publish(browser, slug)).text).toContain('₩0')
})
