import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { renewAccessCode } from '#drizzle/conferences'
import { sql } from '#drizzle/db'
import { type NewMail, writeMails } from '#drizzle/mails'
import { listMails } from '#drizzle/queries/mails'
import { provideSettings } from '#drizzle/settings'
import { aCreatedConference, write } from '#drizzle/testing/a-conference'
import { useTestDatabase } from '#drizzle/testing/database'
import { sendMail } from './mailer.ts'
import { drain } from './runtime.ts'
import { aSellingConference } from './testing/a-selling-conference.ts'
import { aMailServer } from './testing/mail-server.ts'

const clock = join(tmpdir(), `contoso-clock-${randomUUID()}`)
useTestDatabase({ TEST_CLOCK_FILE: clock, ALLOW_TEST_CLOCK: '1', SITE_NAME: 'Engines & Co' })

const server = aMailServer()
const mailTo = (url: string | undefined, changed = {}) => provideSettings({ ...process.env, SMTP_URL: url, ...changed })

const seconds = (count: number) => writeFileSync(clock, String(count * 1000))
const rowOf = async (recipient: string) => {
  const rows = await sql()`select id, status, attempts, error from mails where recipient = ${recipient} order by created_at`
  return rows.at(-1)
}

let mails = 0
const aRecipient = () => `reader-${++mails}@example.org`

let meanwhile: Promise<{ conferenceId: string }> | undefined

/** A mail about a payment that never was, of a conference that all such mails share. */
const aMail = async (changed: Partial<NewMail> = {}, own?: Parameters<typeof aCreatedConference>[0]): Promise<string> => {
  meanwhile ??= aCreatedConference()
  const { conferenceId } = await (own ? aCreatedConference(own) : meanwhile)
  const recipient = changed.recipient ?? aRecipient()
  const facts = { amountMinor: 19_900, currency: 'USD', reason: 'Because.', returnedAt: '2027-01-05T20:30:00Z' }
  const mail = { conferenceId, orderId: conferenceId, kind: 'paymentReturned', cause: randomUUID(), recipientName: 'Ada', facts }
  await write(tx => writeMails(tx, [{ ...mail, ...changed, recipient } as NewMail]))
  return recipient
}

beforeAll(server.start)
afterAll(server.stop)
beforeEach(() => {
  seconds(0)
  mailTo(server.url())
})

describe('a mail to a registrant', () => {
  it('says in text and in HTML what was ordered, in words of the conference, with a file for the calendar', async () => {
    const conference = await aSellingConference({
      quota: 10,
      name: '한국 <엔진> & 회의',
      timeZone: 'Asia/Seoul',
      startsAt: '2027-03-10T09:00',
      endsAt: '2027-03-12T17:00',
      location: '서울 코엑스',
    })
    const orderId = await conference.place(2)
    await conference.settle()
    await conference.identify(orderId, { firstName: '다다', lastName: 'Byron', email: 'dada@example.org' })
    await conference.pay(orderId, 2)
    await conference.settle()
    const [mail, ...more] = server.to('dada@example.org')
    expect(more).toEqual([])
    if (!mail) throw new Error('no mail came')
    expect(mail.decoded('subject')).toBe('Your order for 한국 <엔진> & 회의 is confirmed')
    expect(mail.decoded('from')).toBe('"Engines & Co" <no-reply@localhost>')
    expect(mail.decoded('to')).toBe('다다 Byron <dada@example.org>')
    expect(mail.header('auto-submitted')).toBe('auto-generated')
    const row = await rowOf('dada@example.org')
    expect(mail.header('message-id')).toBe(`<${row?.id}@localhost>`)
    expect(Date.now() - Date.parse(mail.header('date'))).toBeLessThan(60_000)

    const text = mail.part('text/plain').body
    expect(text).toContain('Hello 다다 Byron,')
    expect(text).toMatch(/Order code: [A-Z2-9]{6}\r?\n/)
    expect(text).toContain('\nGeneral: 2 × $199.00 = $398.00')
    expect(text).toContain('Total: $398.00')
    expect(text).toContain('Begins: Wednesday, March 10, 2027 at 9:00 AM')
    expect(text).toContain('Time zone: Korean Standard Time (Asia/Seoul)')
    expect(text).toMatch(new RegExp(`http://localhost:3000/engines-\\w+/orders/${orderId}`))
    const html = mail.part('text/html').body
    expect(html).toContain('한국 &lt;엔진&gt; &amp; 회의')
    expect(html).not.toMatch(/<엔진>|(src|background|poster|srcset)\s*=|url\(|@import|<(script|img|link|iframe)/i)
    for (const said of ['$398.00', '서울 코엑스', 'Korean Standard Time (Asia/Seoul)']) expect(html).toContain(said)
    const file = mail.part('text/calendar')
    expect(file.filename).toMatch(/^engines-\w+\.ics$/)
    expect(file.body).toContain('DTSTART;VALUE=DATE:20270310\r\nDTEND;VALUE=DATE:20270313')
    expect(file.body).toContain('SUMMARY:한국 <엔진> & 회의')

    expect(await listMails(orderId)).toMatchObject([{ kind: 'orderConfirmed', status: 'sent', attempts: 1, failed: false }])
    expect((await listMails(orderId))[0]?.sentAt).toBeTruthy()
  })

  it('names every instant in the zone of the conference', async () => {
    const recipient = await aMail({}, { timeZone: 'America/Los_Angeles' })
    await drain(10_000)
    expect(server.to(recipient)[0]?.part('text/plain').body).toContain('Returned: January 5, 2027 at 12:30 PM Pacific Time')
  })
})

describe('the access code', () => {
  it('reaches the owner, who signs in with it', async () => {
    const ownerEmail = aRecipient()
    const { accessCode } = await aCreatedConference({ ownerEmail })
    await drain(10_000)
    const text = server.to(ownerEmail).map(mail => mail.part('text/plain').body)
    expect(text).toHaveLength(1)
    expect(text[0]).toContain(`Access code: ${accessCode}`)
    expect(text[0]).toContain('http://localhost:3000/manage/login')
  })

  it('is not mailed when there is a newer one by then', async () => {
    const ownerEmail = aRecipient()
    const { conferenceId, accessCode } = await aCreatedConference({ ownerEmail })
    const newer = await write(tx => renewAccessCode(tx, conferenceId, 'owner'))
    await drain(10_000)
    const texts = server.to(ownerEmail).map(mail => mail.part('text/plain').body)
    expect(texts).toHaveLength(1)
    expect(texts[0]).toContain(`Access code: ${newer}`)
    expect(texts[0]).not.toContain(accessCode)
    const rows = await sql()`select status from mails where conference_id = ${conferenceId} order by cause`
    expect(rows.map(({ status }) => status)).toEqual(['superseded', 'sent'])
  })
})

describe('when the mail server', () => {
  it('is down for a while, every mail arrives once when it is up again', async () => {
    const recipients = await Promise.all(Array.from({ length: 5 }, () => aMail()))
    await server.stop()
    for (const second of [0, 5, 20]) {
      seconds(second)
      expect(await drain(10_000)).toBe(true)
    }
    expect(await rowOf(String(recipients[0]))).toMatchObject({ status: 'waiting', attempts: 3 })
    await server.start()
    seconds(120)
    await drain(10_000)
    seconds(100_000)
    await drain(10_000)
    for (const recipient of recipients) {
      expect(server.to(recipient)).toHaveLength(1)
      expect(await rowOf(recipient)).toMatchObject({ status: 'sent' })
    }
  })

  it('refuses a recipient for good, the mail is given up and says why; when it asks for patience, it gets it', async () => {
    const [gone, busy] = [await aMail(), await aMail()]
    server.refusals.set(gone, 550).set(busy, 450)
    await drain(10_000)
    expect(await rowOf(gone)).toMatchObject({ status: 'failed', attempts: 1, error: expect.stringContaining('550') })
    expect(await rowOf(busy)).toMatchObject({ status: 'waiting', error: expect.stringContaining('450') })
    server.refusals.clear()
    seconds(10)
    await drain(10_000)
    expect([server.to(gone).length, server.to(busy).length]).toEqual([0, 1])
  })

  it('never takes a mail, it is given up after a day, which is the 36th attempt', async () => {
    const recipient = await aMail()
    server.refusals.set(recipient, 450)
    await sql()`update mails set attempts = 34 where recipient = ${recipient}`
    await drain(10_000)
    expect(await rowOf(recipient)).toMatchObject({ status: 'waiting', attempts: 35 })
    seconds(3_601)
    await drain(10_000)
    expect(await rowOf(recipient)).toMatchObject({ status: 'failed', attempts: 36 })
    server.refusals.clear()
    seconds(1_000 * 3_600)
    await drain(10_000)
    expect(server.to(recipient)).toEqual([])
  })

  it('asks for a password over TLS, it gets what SMTP_URL says', async () => {
    const asked: unknown[] = []
    const guarded = aMailServer({
      disabledCommands: [],
      onAuth: ({ username, password }, { secure }, answer) => {
        asked.push({ username, password, secure })
        answer(null, { user: username })
      },
    })
    await guarded.start()
    mailTo(guarded.url('mail%40example.org:p%3Aa%2Fss@'), { MAIL_FROM: 'hello@engines.example' })
    const recipient = await aMail()
    await drain(10_000)
    await guarded.stop()
    expect(asked[0]).toEqual({ username: 'mail@example.org', password: 'p:a/ss', secure: true })
    expect(guarded.to(recipient)[0]?.header('from')).toBe('"Engines & Co" <hello@engines.example>')
  })

  it('is not there at all, mails wait, and are kept where there is a mailbox', async () => {
    mailTo(undefined)
    const recipient = await aMail()
    expect(await drain(10_000)).toBe(true)
    await sendMail(String((await rowOf(recipient))?.id))
    expect(await rowOf(recipient)).toMatchObject({ status: 'waiting', attempts: 0 })
    mailTo(undefined, { MAILBOX: '1' })
    await drain(10_000)
    expect(await rowOf(recipient)).toMatchObject({ status: 'kept' })
    expect(server.to(recipient)).toEqual([])
  })
})

describe('nobody who types a name or an address', () => {
  it('adds a header, a recipient or a line to the text of others', async () => {
    const evil = 'Eve\r\nBcc: victim@example.org\r\n\r\n<b>hi</b>'
    const recipient = await aMail({ recipientName: `"${evil}", <x@example.org>` }, { name: evil })
    await drain(10_000)
    const mail = server.to(recipient)[0]
    expect(mail?.recipients).toEqual([recipient])
    expect(mail?.headerNames.filter(name => ['bcc', 'cc', 'to'].includes(name))).toEqual(['to'])
    expect(mail?.header('to').endsWith(` <${recipient}>`)).toBe(true)
    expect(mail?.part('text/html').body).not.toContain('<b>')
    const lines = mail?.part('text/plain').body.split('\r\n')
    expect(lines?.[0]).toBe('Hello "Eve Bcc: victim@example.org <b>hi</b>", <x@example.org>,')
    expect(server.to('victim@example.org')).toEqual([])
  })

  it.each([
    'a@example.org, b@example.org',
    'a@example.org\r\nRCPT TO:<b@example.org>',
    '<b@example.org>',
    'a b@example.org',
    '@',
  ])('mails to more than one address: %j is none', async recipient => {
    await drain(10_000)
    const before = server.received.length
    await aMail({ recipient })
    await drain(10_000)
    expect(server.received.slice(before)).toEqual([])
    expect(await rowOf(recipient)).toMatchObject({ status: 'failed', error: 'The recipient is not an email address.' })
  })
})
