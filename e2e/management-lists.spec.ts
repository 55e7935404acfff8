import { expect, test } from 'playwright/test'
import { stage } from './own-conference.ts'
import { PlainBrowser } from './plain/browser.ts'
import { addSeatType, createConference, editSeatType, publish } from './plain/owner.ts'
import type { Page } from './plain/page.ts'
import { buySeats, details, orderAddress, orderSeats } from './plain/registrant.ts'

const jiwon = { firstName: '지원', lastName: '김', email: 'jiwon@visitors.example' }
const formula = { firstName: '=HYPERLINK("http://evil.example","x")', lastName: 'Grün', email: 'formula@visitors.example' }

let slug: string
let owner: PlainBrowser

const newBrowser = () => new PlainBrowser(stage().url)
const rows = (page: Page): Page[] => page.parts('tbody tr')
const linkIn = (part: Page | undefined): string => part?.parts('a')[0]?.text ?? ''
const section = (page: Page, heading: string): Page | undefined =>
  page.parts('section').find(part => part.parts('h2')[0]?.text === heading)
const timeline = (page: Page): Page[] => section(page, 'Timeline')?.parts('li') ?? []

/** Two orders that were paid, the first with an attendee for one of two seats, and one that was not. */
test.beforeAll(async () => {
  test.setTimeout(180_000)
  owner = newBrowser()
  slug = (await createConference(owner, 'lists')).slug
  await addSeatType(owner, slug, { name: 'Talks', price: '80', quota: 20 })
  await publish(owner, slug)
  for (const person of [jiwon, formula]) {
    const registrant = newBrowser()
    const order = orderAddress(await buySeats(registrant, slug, { Talks: 2 }, person))
    const seats = await registrant.until(await registrant.open(`${order}/seats`), ({ heading }) => heading === 'Assign seats')
    const typed = Object.entries(details(person)).map(([label, text]) => [`Seat 1: Talks, ${label}`, text])
    const saved = await registrant.press(seats, 'Save assignments', Object.fromEntries(typed))
    expect(saved.text).toContain('Your seat assignments are saved.')
  }
  expect((await orderSeats(newBrowser(), slug, { Talks: 1 })).heading).toBe('Checkout')
})

const search = async (text: string, status = ''): Promise<Page> =>
  owner.press(await owner.open(`/manage/${slug}/orders`), 'Search', { Search: text, Status: status })

const follow = async (page: Page, link: string, filename: string): Promise<string> => {
  const { html: text, headers } = await owner.follow(page, link)
  expect(headers.get('content-disposition')).toBe(`attachment; filename="${filename}"`)
  return text
}

const download = async (page: string): Promise<string> =>
  follow(await owner.open(`/manage/${slug}/${page}`), 'Download CSV', `${slug}-${page}.csv`)

test('orders are found by code, name, e-mail and status, and no code gets into an address', async () => {
  const all = await owner.until(await owner.open(`/manage/${slug}/orders`), page => rows(page).length === 3)
  expect(rows(all)).toHaveLength(3)
  const code = linkIn(rows(all).find(({ text }) => text.includes(jiwon.email)))
  expect(code).toMatch(/^[ABCDEFGHJKMNPQRSTVWXYZ2-9]{6}$/)

  expect(rows(await search('지원'))).toHaveLength(1)
  expect(rows(await search('VISITORS.example'))).toHaveLength(2)
  const reserved = rows(await search('', 'reserved'))
  expect(reserved).toHaveLength(1)
  expect(reserved[0]?.text).toContain('Not named yet')
  expect((await search('visitors', 'expired')).text).toContain('No order matches.')
  const found = await search(` ${code.slice(0, 3).toLowerCase()}-${code.slice(3)} `)
  expect(rows(found)).toHaveLength(1)
  expect(rows(found)[0]?.text).toContain(jiwon.email)
  expect(found.address).not.toContain(code)
})

test('an order shows its payments, its mails and its timeline, and what it was at any moment', async () => {
  const found = await search(jiwon.email)
  expect(rows(found)).toHaveLength(1)
  const code = linkIn(rows(found)[0])
  const saying = (page: Page, words: string) => timeline(page).filter(({ text }) => text.includes(words))
  const mailed = (kind: string) => `The mail “${kind}” to ${jiwon.email}`
  const now = await owner.until(await owner.follow(found, code), page => saying(page, mailed('Seat assigned')).length > 0)
  expect(now.heading).toBe(`Order ${code}`)
  expect(section(now, 'Payments')?.text).toContain('Paid')
  expect(timeline(now)[0]?.text).toContain('The order was placed for 2 × Talks')
  expect(timeline(now)[0]?.text).toContain('by the registrant')
  expect(saying(now, 'by the payment processor')[0]?.text).toContain('The payment of $160.00 was made.')
  expect(saying(now, 'by the payment processor')).toHaveLength(1)
  expect(saying(now, mailed('Order confirmed'))).toHaveLength(1)
  expect(now.text).not.toContain('Seats held until')

  const reserved = saying(now, 'All seats were reserved')[0]
  const past = await owner.follow(reserved ?? now, linkIn(reserved))
  expect(past.text).toContain('The order as of ')
  expect(past.definition('Status')).toBe('Reserved')
  expect(past.text).toContain('No payment was started.')
  expect(past.text).toContain('Seats held until')
  expect(timeline(past).length).toBeLessThan(timeline(now).length)
  expect(timeline(await owner.follow(past, 'Show the order as it is now'))).toHaveLength(timeline(now).length)

  const facts = (page: Page) => ['Seats ordered', 'Payments', 'Seats and attendees'].map(name => section(page, name)?.text)
  const asOf = (at: string) => owner.press(now, 'Show', { 'As of': at })
  const future = await asOf('2099-01-01T00:00:00')
  expect(future.text).toContain('The order as of Jan 1, 2099')
  expect(facts(now)).toEqual(Array(3).fill(expect.stringMatching(/./)))
  expect(facts(future), 'folded from its events as in the read tables').toEqual(facts(now))
  expect((await asOf('2026-01-01T00:00:00')).text).toContain('There was no order yet: it was placed on ')

  expect((await owner.open(`${now.address}?at=2099-01-01T00:00:00%2B09:00`)).text).toContain('The order as of Dec 31, 2098')
  const unread = await owner.open(`${now.address}?at=garbage`)
  expect(unread.text).toContain('That moment cannot be read')
  expect(timeline(unread)).toHaveLength(timeline(now).length)
})

test('attendees are listed, seats without one are counted', async () => {
  const page = await owner.until(await owner.open(`/manage/${slug}/attendees`), attendees => rows(attendees).length === 2)
  expect(rows(page)).toHaveLength(2)
  expect(rows(page).find(({ text }) => text.includes('지원 김'))?.text).toContain(jiwon.email)
  expect(section(page, '2 seats without an attendee')).toBeDefined()
})

test('the CSV files keep Korean names, and formulas as text', async () => {
  const attendees = await download('attendees')
  expect(attendees.startsWith('\uFEFFSeat type,First name,Last name,Email,Order code\r\n')).toBe(true)
  expect(attendees).toMatch(/\r\nTalks,지원,김,jiwon@visitors\.example,[A-Z2-9]{6}\r\n/)
  expect(attendees).toContain(`Talks,"'=HYPERLINK(""http://evil.example"",""x"")",Grün,formula@visitors.example,`)

  const orders = await download('orders')
  const lines = orders.trimEnd().split('\r\n')
  expect(lines[0]).toBe(
    '\uFEFFCode,Status,First name,Last name,Email,Seats,Total,Currency,Placed (Europe/Zurich),Confirmed (Europe/Zurich)',
  )
  expect(lines).toHaveLength(4)
  expect(lines[1]).toMatch(/^[A-Z2-9]{6},Reserved,,,,1,80\.00,USD,\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,$/)
  expect(lines[3]).toMatch(/,Confirmed,지원,김,jiwon@visitors\.example,2,160\.00,USD,/)
})

test('the CSV file of a search has the orders that are listed, and its link says so', async () => {
  const linesOf = async (found: Page) => {
    const file = await follow(found, 'Download these orders as CSV', `${slug}-orders-found.csv`)
    return file.trimEnd().split('\r\n').slice(1)
  }
  const confirmed = await search('지원', 'confirmed')
  expect(rows(confirmed)).toHaveLength(1)
  const code = linkIn(rows(confirmed)[0])
  expect(confirmed.links('Download CSV')).toEqual([])
  expect(await linesOf(confirmed)).toEqual([expect.stringContaining('지원,김,jiwon@visitors.example,2,160.00')])
  const reserved = await linesOf(await search('', 'reserved'))
  expect(reserved).toEqual([expect.stringMatching(/^[A-Z2-9]{6},Reserved,,,,1,80\.00/)])
  expect(await linesOf(await search(code))).toEqual([expect.stringContaining(`${code},Confirmed,지원`)])
  const none = await search('nobody')
  expect(none.text).toContain('No order matches.')
  expect(none.parts('a').filter(({ text }) => text.includes('CSV'))).toEqual([])
})

test('the history says what was changed, from what to what, when and by whom', async () => {
  await editSeatType(owner, slug, 'Talks', { Quota: '30', Price: '95.50' })
  const changes = (page: Page) => page.parts('li').filter(item => item.parts('h2').length > 0)
  const headed = (page: Page | undefined) => page?.parts('h2')[0]?.text
  const changed = 'The seat type “Talks” was changed.'
  const isThere = (page: Page) => headed(changes(page)[0]) === changed
  const history = changes(await owner.until(await owner.open(`/manage/${slug}/history`), isThere))
  const [latest] = history
  expect(headed(latest)).toBe(changed)
  expect(latest?.text).toContain('by the owner')
  expect(latest?.cells('Price')).toEqual(['$80.00', '$95.50'])
  expect(latest?.cells('Quota')).toEqual(['20', '30'])
  const first = history.find(change => headed(change) === 'The conference was created.')
  expect(first?.cells('Owner email')).toEqual(['–', `${slug}@owners.example`])
})
