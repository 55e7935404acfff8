import { type Browser, expect, type Page, test } from 'playwright/test'
import { inspect } from './inspection.ts'
import { stage } from './own-conference.ts'
import { addSeatType, createConference, publish, signIn } from './owner.ts'
import { buySeats, expectHeading, press } from './visitor.ts'

// What the server decides and says is the same with a script, which costs a browser twice the time.
test.use({ javaScriptEnabled: false })

const elsewhere = async (browser: Browser): Promise<Page> => (await browser.newContext()).newPage()

/** Opens the newest mail to somebody, as soon as it is written. */
const openMail = async (page: Page, recipient: string, subject: RegExp): Promise<void> => {
  const row = page.getByRole('row').filter({ hasText: recipient }).filter({ hasText: subject })
  await expect(async () => {
    await page.goto('/mailbox')
    await expect(row.first()).toContainText('Kept here', { timeout: 250 })
  }).toPass({ timeout: 10_000 })
  await row.first().getByRole('link').click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(subject)
}

test('the access code arrives by mail, and opens the conference in another browser', async ({ page: owner, browser }) => {
  const { name, ownerEmail } = await createConference(owner, 'by-mail')
  const office = await elsewhere(browser)
  await openMail(office, ownerEmail, /access code/i)
  const written = office.getByRole('region', { name: 'Text' })
  await expect(written).toContainText(name)
  const code = /Access code:\s*([A-Z2-9]{5})\b/.exec((await written.textContent()) ?? '')?.[1] ?? ''
  await signIn(office, ownerEmail, code)
  await expectHeading(office, name)
})

test('who buys seats is told what he bought, and his attendee that a seat is hers', async ({ page, browser }) => {
  const owner = await elsewhere(browser)
  const { slug, name } = await createConference(owner, 'confirmed')
  await addSeatType(owner, slug, { name: 'Talks', price: '80', quota: 20 })
  await publish(owner, slug)
  const buyer = { firstName: 'Jiwon', lastName: 'Kim', email: `${slug}@buyers.example` }
  const order = await buySeats(page, slug, { Talks: 2 }, buyer)
  await page.goto(`${order}/seats`)
  const seat = page.getByRole('group').first()
  await seat.getByLabel('First name').fill('http://elsewhere.example/win')
  await seat.getByLabel('Last name').fill('Byron')
  await seat.getByLabel('Email').fill(`${slug}@attendees.example`)
  await press(page, 'Save assignments')
  await expect(page.getByText('Your seat assignments are saved.')).toBeVisible()

  await openMail(page, buyer.email, /confirmed/i)
  const written = page.getByRole('region', { name: 'Text' })
  await expect(written).toContainText('$160.00')
  await expect(written).toContainText('Talks: 2 × $80.00 = $160.00')
  await expect(page.getByRole('region', { name: /^Attached: / })).toContainText('BEGIN:VCALENDAR')
  await expect(page.frameLocator('iframe').getByText('$160.00').first()).toBeVisible()

  await openMail(page, `${slug}@attendees.example`, /seat/i)
  await expect(written).toContainText(name)
  await expect(written).toContainText('Hello http://elsewhere.example/win Byron,')
  await expect(written.getByRole('link')).toHaveText([`${stage().url}/${slug}`, `${stage().url}/`])
})

test.describe('as axe-core sees it, which is a script', () => {
  test.use({ javaScriptEnabled: true })

  test('the mailbox is sound and fits at any width', async ({ page, browser }) => {
    const { ownerEmail } = await createConference(await elsewhere(browser), 'looks')
    await openMail(page, ownerEmail, /access code/i)
    await inspect(page, 'mailbox-mail')
    await page.goto('/mailbox')
    await inspect(page, 'mailbox')
  })
})
