import { expect, test } from 'playwright/test'
import { countEvents } from './ledger.ts'
import { stage } from './own-conference.ts'
import { field, fillDraft, fillFields, newDraft } from './owner.ts'
import { PlainBrowser } from './plain/browser.ts'
import { handOver } from './plain/hand-over.ts'
import { addSeatType, createConference, draftFields, publish, readAccessCode, signIn } from './plain/owner.ts'
import type { Page } from './plain/page.ts'
import { errorSummary, expectHeading, press } from './visitor.ts'

let browser: PlainBrowser
test.beforeEach(() => {
  browser = new PlainBrowser(stage().url)
})

/** The summary says this and nothing else, and every sentence leads to its field. */
const expectProblems = (page: Page, sentences: readonly string[]): void => {
  expect(page.problems).toEqual(sentences)
  for (const sentence of sentences) expect(page.links(sentence)).toEqual([expect.stringMatching(/^#\w/)])
}

test('the form that creates a conference says what is wrong in the order of its fields and keeps what was typed', async () => {
  const draft = newDraft('mistakes')
  const create = (page: Page, typed: Record<string, string>) => browser.press(page, 'Create conference', typed)
  const empty = await create(await browser.open('/manage/create'), {})
  expect(empty.problems[0]).toBe('The Owner name field is required.')
  const wrong = await create(empty, {
    ...draftFields(draft),
    'Owner email': 'nobody',
    Slug: 'Not A Slug',
    Ends: '2027-08-31T09:00',
    'Hold seats for (minutes)': '4',
  })
  expectProblems(wrong, [
    'The Owner email field is not a valid email address.',
    'The Slug field must be 3 to 60 small letters (a to z), digits or hyphens.',
    'The end cannot be before the start.',
    'The Hold seats for (minutes) field must be a whole number from 5 to 60.',
  ])
  expect(wrong.value('Description')).toBe('A day about machines.\nBring a friend.')
  const inUse = 'That slug is already in use.'
  const taken = await create(wrong, { 'Owner email': draft.ownerEmail, Slug: 'contoso-2026', Ends: '2027-09-02T09:00' })
  expectProblems(taken, [inUse, 'The Hold seats for (minutes) field must be a whole number from 5 to 60.'])
  const stillTaken = await create(taken, { 'Hold seats for (minutes)': '20' })
  expectProblems(stillTaken, [inUse])
  expect((await create(stillTaken, { Slug: draft.slug })).heading).toBe(draft.name)
})

test('a form that is sent twice at once creates one conference, and adds one seat type', async () => {
  const draft = newDraft('twice')
  const twice = (page: Page, button: string, typed: Record<string, string>) =>
    Promise.all([browser.press(page, button, typed), browser.press(page, button, typed)])
  const form = await browser.open('/manage/create')
  for (const created of await twice(form, 'Create conference', draftFields(draft))) expect(created.heading).toBe(draft.name)
  expect(await countEvents(draft.slug, 'ConferenceCreated')).toBe(1)

  const seatTypes = await browser.open(`/manage/${draft.slug}/seat-types`)
  for (const added of await twice(seatTypes, 'Add seat type', { Name: 'Talks', Price: '10', Quota: '5' })) {
    expect(added.text).toContain('The seat type is added.')
    expect(added.links('Edit Talks')).toHaveLength(1)
  }
  expect(await countEvents(draft.slug, 'SeatDrafted')).toBe(1)
})

test('with a script a refused form stays and takes the focus to its summary, and a double click creates one conference', async ({
  page,
}) => {
  const draft = newDraft('clicked')
  await page.goto('/manage/create')
  await fillDraft(page, { ...draft, slug: 'Not A Slug' })
  await press(page, 'Create conference')
  await expect(errorSummary(page)).toBeFocused()
  await expect(field(page, 'Description')).toHaveValue('A day about machines.\nBring a friend.')
  await field(page, 'Slug').fill(draft.slug)
  await page.getByRole('button', { name: 'Create conference' }).dblclick()
  await expectHeading(page, draft.name)
  expect(await countEvents(draft.slug, 'ConferenceCreated')).toBe(1)

  await page.goto(`/manage/${draft.slug}/seat-types`)
  await fillFields(page, { Name: 'Talks', Price: '10', Quota: '5' })
  await page.getByRole('button', { name: 'Add seat type' }).dblclick()
  await expect(page.getByText('The seat type is added.')).toBeVisible()
  await expect(page.getByRole('row', { name: 'Talks' })).toHaveCount(1)
  expect(await countEvents(draft.slug, 'SeatDrafted')).toBe(1)
})

test('an old form sent again with other words leads to the conference there is, not to a second one', async () => {
  const draft = newDraft('again')
  const form = await browser.follow(await browser.open('/manage'), 'Create a conference')
  expect(form.heading).toBe('Create a conference')
  expect((await browser.press(form, 'Create conference', draftFields(draft))).heading).toBe(draft.name)
  const again = await browser.press(form, 'Create conference', { ...draftFields(draft), Name: 'Another name' })
  expect(again.heading).toBe('Edit conference')
  expect(again.text).toContain('You already created this conference')
  expect(again.value('Name')).toBe(draft.name)
})

test('whoever edits what somebody else changed meanwhile is told so, and loses nothing', async () => {
  const { slug, name } = await createConference(browser, 'meanwhile')
  const edit = () => browser.open(`/manage/${slug}/edit`)
  const [own, other] = [await edit(), await edit()]
  const saved = await browser.press(other, 'Save changes', { Tagline: 'Said by the other' })
  expect(saved.text).toContain('Your changes are saved.')

  const refused = await browser.press(own, 'Save changes', { Location: 'Elsewhere' })
  expect(refused.problems.join()).toContain('Someone changed this meanwhile.')
  expect(refused.value('Location')).toBe('Elsewhere')
  const refusedAgain = await browser.press(refused, 'Save changes')
  expect(refusedAgain.problems.join()).toContain('Someone changed this meanwhile.')
  const afresh = await browser.follow(refusedAgain, 'Edit')
  expect(afresh.value('Tagline')).toBe('Said by the other')
  expect((await browser.press(afresh, 'Save changes', { Location: 'Elsewhere' })).heading).toBe(name)
})

test('everything can be managed without JavaScript', async () => {
  const { slug, name } = await createConference(browser, 'plain')
  await readAccessCode(browser, slug)
  const wrongPrice = await browser.press(await browser.open(`/manage/${slug}/seat-types`), 'Add seat type', {
    Name: 'Talks',
    Price: '12.345',
    Quota: '5',
  })
  expect(wrongPrice.problems).toEqual(['A price in USD has at most 2 digits after the point.'])
  expect(wrongPrice.value('Name')).toBe('Talks')
  await browser.press(wrongPrice, 'Add seat type', { Price: '12.34' })
  const added = await addSeatType(browser, slug, { name: 'Dinner', price: '0', quota: 5 })
  expect((await browser.press(added, 'Delete Dinner')).text).toContain('The seat type is deleted.')
  await publish(browser, slug)
  const seatTypes = await browser.open(`/manage/${slug}/seat-types`)
  expect(seatTypes.cells('Talks')[0]).toBe('$12.34')
  expect(seatTypes.text).not.toContain('Delete')

  const edit = await browser.open(`/manage/${slug}/edit`)
  expect(edit.html).toMatch(/<input[^>]* readonly[^>]* name="currency"/i)
  const renamed = await browser.press(edit, 'Save changes', { Name: `${name} renamed` })
  expect(renamed.heading).toBe(`${name} renamed`)
  expect((await browser.open(`/${slug}`)).heading).toBe(`${name} renamed`)
  const found = await browser.press(await browser.open(`/manage/${slug}/orders`), 'Search', { Search: 'nobody' })
  expect(found.text).toContain('No order matches.')

  const renewed = await browser.press(await browser.open(`/manage/${slug}`), 'New access code')
  expect(renewed.text).toContain('There is a new access code.')
  const unpublished = await browser.press(renewed, 'Unpublish')
  expect(unpublished.text).toContain('The conference is unpublished')
  expect((await browser.press(unpublished, 'Sign out')).heading).toBe('Manage conferences')
})

test('a wrong seat type is told above all seat types', async () => {
  const { slug } = await createConference(browser, 'above')
  const seatTypes = await addSeatType(browser, slug, { name: 'Talks', price: '10', quota: 5 })
  const expectAbove = (page: Page): void => {
    expectProblems(page, ['The Price field is required.'])
    expect(page.html.indexOf('role="alert"')).toBeLessThan(page.html.indexOf('<table'))
  }
  const refused = await browser.press(seatTypes, 'Add seat type', { Name: 'Dinner', Quota: '7' })
  expectAbove(refused)
  expect(refused.value('Name')).toBe('Dinner')

  const [address = ''] = seatTypes.links('Edit Talks')
  const editing = await browser.open(address)
  expect(editing.html).toContain('>Edit Talks</h2>')
  // An address without a fragment: what comes of it is shown from its top.
  expect(editing.form('Save seat type').action).toBe(address.replace(/#.*/, ''))
  const emptied = await browser.press(editing, 'Save seat type', { Price: '' })
  expectAbove(emptied)
  const saved = await browser.press(emptied, 'Save seat type', { Price: '12' })
  expect(saved.text).toContain('The seat type is saved.')
  expect(saved.problems).toEqual([])
})

test('with a script what is wrong with a seat type comes into view, and takes the focus', async ({ page, context }) => {
  const { slug } = await createConference(browser, 'view')
  await addSeatType(browser, slug, { name: 'Talks', price: '10', quota: 5 })
  await handOver(browser, context)
  const expectAbove = async () => {
    await expect(errorSummary(page).getByRole('link', { name: 'The Price field is required.' })).toBeInViewport()
    await expect(errorSummary(page)).toBeFocused()
    const [summary, table] = [errorSummary(page), page.getByRole('table')].map(each => each.boundingBox())
    expect((await summary)?.y).toBeLessThan((await table)?.y ?? 0)
  }
  await page.goto(`/manage/${slug}/seat-types`)
  await fillFields(page, { Name: 'Dinner', Quota: '7' })
  await press(page, 'Add seat type')
  await expectAbove()
  await expect(field(page, 'Name')).toHaveValue('Dinner')

  await page.getByRole('link', { name: 'Edit Talks' }).click()
  await expect(page.getByRole('heading', { name: 'Edit Talks' })).toBeVisible()
  await field(page, 'Price').fill('')
  await press(page, 'Save seat type')
  await expectAbove()
  await errorSummary(page).getByRole('link').click()
  await field(page, 'Price').fill('12')
  await press(page, 'Save seat type')
  await expect(page.getByText('The seat type is saved.')).toBeInViewport()
  await expect(errorSummary(page)).toHaveCount(0)
})

test('a wrong e-mail and a wrong code are answered alike', async () => {
  const { ownerEmail } = await createConference(browser, 'guesses')
  for (const [email, code] of [
    [ownerEmail, 'AAAAA'],
    ['nobody@owners.example', 'AAAAA'],
    [ownerEmail, 'nonsense'],
  ] as const)
    expect((await signIn(browser, email, code)).problems).toEqual(['That email and access code do not match.'])
})
