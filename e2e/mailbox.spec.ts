import { expect, test } from 'playwright/test'
import { inspect } from './inspection.ts'
import { stage } from './own-conference.ts'
import { PlainBrowser } from './plain/browser.ts'
import { addSeatType, createConference, publish, signIn } from './plain/owner.ts'
import type { Page } from './plain/page.ts'
import { buySeats, details, orderAddress } from './plain/registrant.ts'

const newBrowser = () => new PlainBrowser(stage().url)

/** Opens the newest mail to somebody, as soon as it is written. */
const openMail = async (browser: PlainBrowser, recipient: string, subject: RegExp): Promise<Page> => {
  const rowIn = (mailbox: Page) => mailbox.parts('tbody tr').find(({ text }) => text.includes(recipient) && subject.test(text))
  const mailbox = await browser.until(await browser.open('/mailbox'), page => rowIn(page)?.text.includes('Kept here') ?? false)
  const row = rowIn(mailbox)
  if (!row) throw new Error(`no mail to ${recipient} like ${subject}`)
  expect(row.text).toContain('Kept here')
  const mail = await browser.follow(row, row.parts('a')[0]?.text ?? '')
  expect(mail.heading).toMatch(subject)
  return mail
}

const section = (mail: Page, heading: RegExp): Page | undefined =>
  mail.parts('section').find(part => heading.test(part.parts('h2')[0]?.text ?? ''))

test('the access code arrives by mail, and opens the conference in another browser', async () => {
  const { name, ownerEmail } = await createConference(newBrowser(), 'by-mail')
  const office = newBrowser()
  const written = section(await openMail(office, ownerEmail, /access code/i), /^Text$/)?.text ?? ''
  expect(written).toContain(name)
  const code = /Access code:\s*([A-Z2-9]{5})\b/.exec(written)?.[1] ?? ''
  expect((await signIn(office, ownerEmail, code)).heading).toBe(name)
})

test('who buys seats is told what he bought, and his attendee that a seat is hers', async () => {
  const owner = newBrowser()
  const { slug, name } = await createConference(owner, 'confirmed')
  await addSeatType(owner, slug, { name: 'Talks', price: '80', quota: 20 })
  await publish(owner, slug)
  const browser = newBrowser()
  const buyer = { firstName: 'Jiwon', lastName: 'Kim', email: `${slug}@buyers.example` }
  const order = orderAddress(await buySeats(browser, slug, { Talks: 2 }, buyer))
  const seats = await browser.until(await browser.open(`${order}/seats`), ({ heading }) => heading === 'Assign seats')
  const attendee = { firstName: 'http://elsewhere.example/win', lastName: 'Byron', email: `${slug}@attendees.example` }
  const typed = Object.entries(details(attendee)).map(([label, text]) => [`Seat 1: Talks, ${label}`, text])
  const saved = await browser.press(seats, 'Save assignments', Object.fromEntries(typed))
  expect(saved.text).toContain('Your seat assignments are saved.')

  const confirmation = await openMail(browser, buyer.email, /confirmed/i)
  expect(section(confirmation, /^Text$/)?.text).toContain('$160.00')
  expect(section(confirmation, /^Text$/)?.text).toContain('Talks: 2 × $80.00 = $160.00')
  expect(section(confirmation, /^Attached: /)?.text).toContain('BEGIN:VCALENDAR')
  expect(confirmation.parts('iframe')[0]?.html).toContain('$160.00')

  const written = section(await openMail(browser, attendee.email, /seat/i), /^Text$/)
  expect(written?.text).toContain(name)
  expect(written?.text).toContain('Hello http://elsewhere.example/win Byron,')
  expect(written?.parts('a').map(({ text }) => text)).toEqual([`${stage().url}/${slug}`, `${stage().url}/`])
})

test('the mailbox is sound and fits at any width, and shows the mail as HTML', async ({ page }) => {
  const { name, ownerEmail } = await createConference(newBrowser(), 'looks')
  await page.goto((await openMail(newBrowser(), ownerEmail, /access code/i)).address)
  await expect(page.frameLocator('iframe').getByText(name).first()).toBeVisible()
  await inspect(page, 'mailbox-mail')
  await page.goto('/mailbox')
  await inspect(page, 'mailbox')
})
