import { type Browser, expect, type Page, test } from 'playwright/test'
import { countEvents } from './ledger.ts'
import { addSeatType, createConference, field, fillDraft, fillFields, newDraft, publish } from './owner.ts'
import { errorSummary, expectHeading, press } from './visitor.ts'

const withoutJavaScript = async (browser: Browser): Promise<Page> =>
  (await browser.newContext({ javaScriptEnabled: false })).newPage()

test('the form that creates a conference says what is wrong in the order of its fields and keeps what was typed', async ({
  page,
}) => {
  const draft = newDraft('mistakes')
  await page.goto('/manage/create')
  await press(page, 'Create conference')
  await expect(errorSummary(page).getByRole('link').first()).toHaveText('The Owner name field is required.')
  await expect(errorSummary(page)).toBeFocused()
  await fillDraft(page, draft)
  await fillFields(page, {
    'Owner email': 'nobody',
    Slug: 'Not A Slug',
    Ends: '2027-08-31T09:00',
    'Hold seats for (minutes)': '4',
  })
  await press(page, 'Create conference')
  await expect(errorSummary(page).getByRole('link')).toHaveText([
    'The Owner email field is not a valid email address.',
    'The Slug field must be 3 to 60 small letters (a to z), digits or hyphens.',
    'The end cannot be before the start.',
    'The Hold seats for (minutes) field must be a whole number from 5 to 60.',
  ])
  await expect(field(page, 'Description')).toHaveValue('A day about machines.\nBring a friend.')
  await fillFields(page, {
    'Owner email': draft.ownerEmail,
    Slug: 'contoso-2026',
    Ends: '2027-09-02T09:00',
  })
  await press(page, 'Create conference')
  await expect(errorSummary(page).getByRole('link')).toHaveText([
    'That slug is already in use.',
    'The Hold seats for (minutes) field must be a whole number from 5 to 60.',
  ])
  await field(page, 'Hold seats for (minutes)').fill('20')
  await press(page, 'Create conference')
  await expect(errorSummary(page).getByRole('link')).toHaveText(['That slug is already in use.'])
  await field(page, 'Slug').fill(draft.slug)
  await press(page, 'Create conference')
  await expectHeading(page, draft.name)
})

for (const javaScriptEnabled of [true, false])
  test(`a double click creates one conference ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({ browser }) => {
    const page = await (await browser.newContext({ javaScriptEnabled })).newPage()
    const draft = newDraft('twice')
    await page.goto('/manage/create')
    await fillDraft(page, draft)
    await page.getByRole('button', { name: 'Create conference' }).dblclick()
    await expectHeading(page, draft.name)
    expect(await countEvents(draft.slug, 'ConferenceCreated')).toBe(1)

    await page.goto(`/manage/${draft.slug}/seat-types`)
    await fillFields(page, { Name: 'Talks', Price: '10', Quota: '5' })
    await page.getByRole('button', { name: 'Add seat type' }).dblclick()
    await expect(page.getByText('The seat type is added.')).toBeVisible()
    await expect(page.getByRole('row', { name: 'Talks' })).toHaveCount(1)
    expect(await countEvents(draft.slug, 'SeatDrafted')).toBe(1)
    await page.context().close()
  })

test('the back button and other words lead to the conference there is, not to a second one', async ({ page }) => {
  const draft = newDraft('again')
  await page.goto('/manage')
  await page.getByRole('link', { name: 'Create a conference' }).click()
  await expectHeading(page, 'Create a conference')
  const commandId = await page.locator('input[name=commandId]').inputValue()
  await fillDraft(page, draft)
  await press(page, 'Create conference')
  await expectHeading(page, draft.name)
  await page.goto('/manage/create')
  await fillDraft(page, { ...draft, name: 'Another name' })
  await page.locator('input[name=commandId]').evaluate((input: HTMLInputElement, id) => {
    input.value = id
  }, commandId)
  await press(page, 'Create conference')
  await expectHeading(page, 'Edit conference')
  await expect(page.getByText('You already created this conference')).toBeVisible()
  await expect(field(page, 'Name')).toHaveValue(draft.name)
})

test('whoever edits what somebody else changed meanwhile is told so, and loses nothing', async ({ page, context }) => {
  const { slug, name } = await createConference(page, 'meanwhile')
  const other = await context.newPage()
  for (const tab of [page, other]) await tab.goto(`/manage/${slug}/edit`)
  await field(other, 'Tagline').fill('Said by the other')
  await press(other, 'Save changes')
  await expect(other.getByText('Your changes are saved.')).toBeVisible()

  await field(page, 'Location').fill('Elsewhere')
  await press(page, 'Save changes')
  await expect(errorSummary(page)).toContainText('Someone changed this meanwhile.')
  await expect(field(page, 'Location')).toHaveValue('Elsewhere')
  await press(page, 'Save changes')
  await expect(errorSummary(page)).toContainText('Someone changed this meanwhile.')
  await page.getByRole('link', { name: 'Edit', exact: true }).click()
  await expect(field(page, 'Tagline')).toHaveValue('Said by the other')
  await field(page, 'Location').fill('Elsewhere')
  await press(page, 'Save changes')
  await expectHeading(page, name)
})

test('everything can be managed without JavaScript', async ({ browser }) => {
  test.slow()
  const page = await withoutJavaScript(browser)
  const { slug, name } = await createConference(page, 'plain')
  await press(page, 'Show access code')
  await expect(page.getByRole('status').filter({ hasText: 'Access code' })).toHaveText(/[A-Z2-9]{5}$/)
  await page.goto(`/manage/${slug}/seat-types`)
  await fillFields(page, { Name: 'Talks', Price: '12.345', Quota: '5' })
  await press(page, 'Add seat type')
  await expect(errorSummary(page)).toContainText('A price in USD has at most 2 digits after the point.')
  await expect(field(page, 'Name')).toHaveValue('Talks')
  await field(page, 'Price').fill('12.34')
  await press(page, 'Add seat type')
  await addSeatType(page, slug, { name: 'Dinner', price: '0', quota: 5 })
  await page.getByRole('button', { name: 'Delete Dinner' }).click()
  await expect(page.getByText('The seat type is deleted.')).toBeVisible()
  await publish(page, slug)
  await page.goto(`/manage/${slug}/seat-types`)
  await expect(page.getByRole('row', { name: 'Talks' })).toBeVisible()
  await expect(page.getByRole('button', { name: /^Delete/ })).toHaveCount(0)
  await page.goto(`/manage/${slug}/edit`)
  await expect(field(page, 'Currency')).not.toBeEditable()
  await field(page, 'Name').fill(`${name} renamed`)
  await press(page, 'Save changes')
  await expectHeading(page, `${name} renamed`)
  await page.goto(`/${slug}`)
  await expectHeading(page, `${name} renamed`)
  await page.goto(`/manage/${slug}/orders`)
  await field(page, 'Search').fill('nobody')
  await press(page, 'Search')
  await expect(page.getByText('No order matches.')).toBeVisible()
  await page.goto(`/manage/${slug}`)
  await press(page, 'New access code')
  await expect(page.getByText('There is a new access code.')).toBeVisible()
  await press(page, 'Unpublish')
  await expect(page.getByText('The conference is unpublished')).toBeVisible()
  await press(page, 'Sign out')
  await expectHeading(page, 'Manage conferences')
  await page.context().close()
})

for (const javaScriptEnabled of [true, false])
  test(`a wrong seat type is told above all seat types ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    browser,
  }) => {
    const page = await (await browser.newContext({ javaScriptEnabled })).newPage()
    const { slug } = await createConference(page, 'above')
    await addSeatType(page, slug, { name: 'Talks', price: '10', quota: 5 })
    const expectAbove = async () => {
      await expect(errorSummary(page).getByRole('link', { name: 'The Price field is required.' })).toBeInViewport()
      if (javaScriptEnabled) await expect(errorSummary(page)).toBeFocused()
      const [summary, table] = [errorSummary(page), page.getByRole('table')].map(each => each.boundingBox())
      expect((await summary)?.y).toBeLessThan((await table)?.y ?? 0)
    }
    await fillFields(page, { Name: 'Dinner', Quota: '7' })
    await press(page, 'Add seat type')
    await expectAbove()
    await expect(field(page, 'Name')).toHaveValue('Dinner')

    await page.goto(`/manage/${slug}/seat-types`)
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
    await page.context().close()
  })

test('a wrong e-mail and a wrong code are answered alike', async ({ page }) => {
  const { ownerEmail } = await createConference(page, 'guesses')
  for (const [email, code] of [
    [ownerEmail, 'AAAAA'],
    ['nobody@owners.example', 'AAAAA'],
    [ownerEmail, 'nonsense'],
  ] as const) {
    await page.goto('/manage/login')
    await fillFields(page, { Email: email, 'Access code': code })
    await press(page, 'Sign in')
    await expect(errorSummary(page).getByRole('listitem')).toHaveText(['That email and access code do not match.'])
  }
})
