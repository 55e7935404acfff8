import { type Browser, expect, type Page, test } from 'playwright/test'
import { addSeatType, createConference, fillFields, publish, readAccessCode, signIn } from './owner.ts'
import { errorSummary, expectHeading, press } from './visitor.ts'

// What the server decides and says is the same with a script, which costs a browser twice the time.
test.use({ javaScriptEnabled: false })

const withJavaScript = async (browser: Browser, javaScriptEnabled: boolean): Promise<Page> =>
  (await browser.newContext({ javaScriptEnabled })).newPage()

for (const javaScriptEnabled of [true, false])
  test(`no button of a session that ended is silent ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    browser,
  }) => {
    const page = await withJavaScript(browser, javaScriptEnabled)
    const { slug, ownerEmail } = await createConference(page, 'ended')
    const code = await readAccessCode(page, slug)
    const buttons = {
      '': ['Show access code', 'Publish', 'New access code'],
      '/edit': ['Save changes'],
      '/seat-types': ['Add seat type'],
      '/orders': ['Search'],
    }
    const tabs: [string, Page][] = []
    for (const [part, names] of Object.entries(buttons))
      for (const name of names) {
        const tab = await page.context().newPage()
        await tab.goto(`/manage/${slug}${part}`)
        if (name === 'Add seat type') await fillFields(tab, { Name: 'Talks', Price: '1', Quota: '1' })
        tabs.push([name, tab])
      }
    await press(page, 'Sign out')
    await expectHeading(page, 'Manage conferences')
    for (const [name, tab] of tabs) {
      await press(tab, name)
      if (javaScriptEnabled && name !== 'Show access code')
        await expect(errorSummary(tab), name).toContainText('You are not signed in to this conference any more.')
      else await expectHeading(tab, 'Sign in')
    }
    await signIn(page, ownerEmail, code)
    await expectHeading(page, 'Conference about ended')
    await page.context().close()
  })

test('the browser that created a conference gets in while strangers guess, with the first code and with a new one', async ({
  page: owner,
  browser,
}) => {
  const { slug, name, ownerEmail } = await createConference(owner, 'besieged')
  const first = await readAccessCode(owner, slug)
  await press(owner, 'Sign out')
  await expectHeading(owner, 'Manage conferences')
  const stranger = await (await browser.newContext()).newPage()
  for (let made = 0; made < 6; made++) {
    await signIn(stranger, ownerEmail, 'ZZZZZ')
    await expect(errorSummary(stranger)).toContainText(made < 5 ? 'do not match' : 'Too many attempts.')
  }
  await signIn(owner, ownerEmail, first)
  await expectHeading(owner, name)
  await press(owner, 'New access code')
  await expect(owner.getByText('There is a new access code.')).toBeVisible()
  const renewed = await readAccessCode(owner, slug)
  await press(owner, 'Sign out')
  await expectHeading(owner, 'Manage conferences')
  await signIn(owner, ownerEmail, renewed)
  await expectHeading(owner, name)
  await stranger.context().close()
})

test('no address makes the site say what is not so', async ({ page }) => {
  const { slug } = await createConference(page, 'claims')
  for (const claim of ['code', 'code-1', 'code-2', 'published', 'unpublished']) {
    await page.goto(`/manage/${slug}?saved=${claim}`)
    await expectHeading(page, 'Conference about claims')
    await expect(page.getByText(/new access code\.|is published\.|is unpublished/)).toHaveCount(0)
  }
  await page.goto('/manage/login?error=CredentialsSignin')
  await expect(page.getByText('That email and code do not match.')).toBeVisible()
  await page.goto('/manage/login?error=Send%20your%20code%20to%20me')
  await expect(page.getByText('You could not be signed in. Try again here.')).toBeVisible()
  await expect(page.getByText('Send your code')).toHaveCount(0)
})

test('a page beyond the last one says so and leads back', async ({ page }) => {
  const { slug } = await createConference(page, 'beyond')
  for (const part of ['history', 'orders', 'attendees']) {
    await page.goto(`/manage/${slug}/${part}?page=99`)
    await expect(page.getByText('There is no page 99.')).toBeVisible()
    await expect(page.getByText('Nothing was changed yet.')).toHaveCount(0)
    await page.getByRole('link', { name: 'Go to page 1, the last one' }).click()
    await expect(page.getByText('There is no page')).toHaveCount(0)
  }
})

test('what a conference does not have is not found, and not deleted', async ({ page, browser }) => {
  const { slug } = await createConference(page, 'missing')
  const other = await createConference(page, 'other')
  await addSeatType(page, other.slug, { name: 'Theirs', price: '1', quota: 1 })
  const theirs = await page.locator('input[name=seatTypeId]').first().inputValue()
  await addSeatType(page, slug, { name: 'Talks', price: '1', quota: 1 })
  const hidden = page.locator('input[name=seatTypeId]').first()
  for (const id of [theirs, '00000000-0000-4000-8000-000000000000']) {
    await hidden.evaluate((input: HTMLInputElement, value) => {
      input.value = value
    }, id)
    await press(page, 'Delete Talks')
    await expect(errorSummary(page)).toContainText('This conference has no such seat type.')
  }
  await page.goto(`/manage/${other.slug}/seat-types`)
  await expect(page.getByRole('row', { name: 'Theirs' })).toBeVisible()

  for (const id of ['00000000-0000-4000-8000-000000000000', 'x']) {
    const address = `/manage/${slug}/orders/${id}`
    expect((await page.goto(address))?.status(), address).toBe(404)
    await expectHeading(page, 'Page not found')
    await page.getByRole('link', { name: 'Your conferences' }).click()
    await expectHeading(page, 'Manage conferences')
    const stranger = await (await browser.newContext()).newPage()
    await stranger.goto(address)
    await expectHeading(stranger, 'Sign in')
    await stranger.context().close()
  }
})

test('an address of no page leads to the conferences one manages if it looks like theirs, and only then', async ({ page }) => {
  for (const [address, count] of [
    ['/manage/engines/nothing', 1],
    ['/manage/engines/orders/x/y', 1],
    ['/managers', 0],
    ['/no-such-conference', 0],
  ] as const) {
    await page.goto(address)
    await expectHeading(page, 'Page not found')
    await expect(page.getByRole('link', { name: 'See all conferences' })).toBeVisible()
    await expect(page.getByRole('link', { name: 'Your conferences' }), address).toHaveCount(count)
  }
})

test('a currency may be typed in small letters', async ({ page }) => {
  const { slug } = await createConference(page, 'small')
  await page.goto(`/manage/${slug}/edit`)
  await fillFields(page, { Currency: 'krw' })
  await press(page, 'Save changes')
  await expect(page.getByText('Your changes are saved.')).toBeVisible()
  await addSeatType(page, slug, { name: 'Talks', price: '110000', quota: 1 })
  await publish(page, slug)
  await expect(page.getByText('₩0').first()).toBeVisible()
})
