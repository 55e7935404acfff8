import { expect, type Page, test } from 'playwright/test'
import { stage } from './own-conference.ts'
import { addSeatType, createConference, editSeatType, field, publish } from './owner.ts'
import { buySeats, expectHeading, orderAddress, orderSeats, press } from './visitor.ts'

// What the server decides and says is the same with a script, which costs a browser twice the time.
test.use({ javaScriptEnabled: false })

const jiwon = { firstName: '지원', lastName: '김', email: 'jiwon@visitors.example' }
const formula = { firstName: '=HYPERLINK("http://evil.example","x")', lastName: 'Grün', email: 'formula@visitors.example' }

let slug: string
let owner: Page

/** Two orders that were paid, the first with an attendee for one of two seats, and one that was not. */
test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000)
  owner = await (await browser.newContext({ baseURL: stage().url })).newPage()
  slug = (await createConference(owner, 'lists')).slug
  await addSeatType(owner, slug, { name: 'Talks', price: '80', quota: 20 })
  await publish(owner, slug)
  for (const person of [jiwon, formula]) {
    const visitor = await (await browser.newContext({ baseURL: stage().url })).newPage()
    const order = await buySeats(visitor, slug, { Talks: 2 }, person)
    await visitor.goto(`${order}/seats`)
    const seat = visitor.getByRole('group').first()
    await seat.getByLabel('First name').fill(person.firstName)
    await seat.getByLabel('Last name').fill(person.lastName)
    await seat.getByLabel('Email').fill(person.email)
    await press(visitor, 'Save assignments')
    await expect(visitor.getByText('Your seat assignments are saved.')).toBeVisible()
    await visitor.context().close()
  }
  const undecided = await (await browser.newContext({ baseURL: stage().url })).newPage()
  await orderSeats(undecided, slug, { Talks: 1 })
  await expectHeading(undecided, 'Checkout')
  orderAddress(undecided)
  await undecided.context().close()
})

test.afterAll(async () => {
  await owner.context().close()
})

const rows = () =>
  owner
    .getByRole('table')
    .getByRole('row')
    .filter({ hasNot: owner.getByRole('columnheader') })

const search = async (text: string, status = ''): Promise<void> => {
  await owner.goto(`/manage/${slug}/orders`)
  await field(owner, 'Search').fill(text)
  await field(owner, 'Status').selectOption(status)
  await press(owner, 'Search')
}

/** From the page that is open. */
const follow = async (link: string, filename: string): Promise<string> => {
  const [file] = await Promise.all([owner.waitForEvent('download'), owner.getByRole('link', { name: link }).click()])
  expect(file.suggestedFilename()).toBe(filename)
  const stream = await file.createReadStream()
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

const download = async (page: string): Promise<string> => {
  await owner.goto(`/manage/${slug}/${page}`)
  return follow('Download CSV', `${slug}-${page}.csv`)
}

test('orders are found by code, name, e-mail and status, and no code gets into an address', async () => {
  await owner.goto(`/manage/${slug}/orders`)
  await expect(rows()).toHaveCount(3)
  const row = owner.getByRole('row').filter({ hasText: jiwon.email })
  const code = (await row.getByRole('link').textContent()) ?? ''
  expect(code).toMatch(/^[ABCDEFGHJKMNPQRSTVWXYZ2-9]{6}$/)

  await search('지원')
  await expect(rows()).toHaveCount(1)
  await search('VISITORS.example')
  await expect(rows()).toHaveCount(2)
  await search('', 'reserved')
  await expect(rows()).toHaveCount(1)
  await expect(rows()).toContainText('Not named yet')
  await search('visitors', 'expired')
  await expect(owner.getByText('No order matches.')).toBeVisible()
  await search(` ${code.slice(0, 3).toLowerCase()}-${code.slice(3)} `)
  await expect(rows()).toHaveCount(1)
  await expect(rows()).toContainText(jiwon.email)
  expect(owner.url()).not.toContain(code)
})

test('an order shows its payments, its mails and its timeline, and what it was at any moment', async () => {
  await search(jiwon.email)
  await expect(rows()).toHaveCount(1)
  const code = (await rows().getByRole('link').textContent()) ?? ''
  await rows().getByRole('link').click()
  await expectHeading(owner, `Order ${code}`)
  await expect(owner.getByRole('region', { name: 'Payments' })).toContainText('Paid')
  const timeline = owner.getByRole('region', { name: 'Timeline' }).getByRole('listitem')
  await expect(timeline.first()).toContainText('The order was placed for 2 × Talks')
  await expect(timeline.first()).toContainText('by the registrant')
  await expect(timeline.filter({ hasText: 'by the payment processor' })).toContainText('The payment of $160.00 was made.')
  await expect(timeline.filter({ hasText: `The mail “Order confirmed” to ${jiwon.email}` })).toHaveCount(1)
  const all = await timeline.count()
  for (const link of await timeline.getByRole('link').all()) expect((await link.boundingBox())?.height).toBeGreaterThanOrEqual(24)
  await expect(owner.getByText('Seats held until')).toHaveCount(0)

  await timeline.filter({ hasText: 'All seats were reserved' }).first().getByRole('link').click()
  await expect(owner.getByText(/^The order as of /)).toBeVisible()
  await expect(owner.getByText('Reserved', { exact: true }).first()).toBeVisible()
  await expect(owner.getByText('No payment was started.')).toBeVisible()
  await expect(owner.getByText('Seats held until')).toBeVisible()
  expect(await timeline.count()).toBeLessThan(all)
  await owner.getByRole('link', { name: 'Show the order as it is now' }).click()
  await expect(timeline).toHaveCount(all)

  const facts = ['Seats ordered', 'Payments', 'Seats and attendees'].map(name => owner.getByRole('region', { name }))
  const now = await Promise.all(facts.map(fact => fact.textContent()))
  await field(owner, 'As of').fill('2099-01-01T00:00:00')
  await press(owner, 'Show')
  await expect(owner.getByText(/^The order as of Jan 1, 2099/)).toBeVisible()
  expect(await Promise.all(facts.map(fact => fact.textContent())), 'folded from its events as in the read tables').toEqual(now)

  await field(owner, 'As of').fill('2026-01-01T00:00:00')
  await press(owner, 'Show')
  await expect(owner.getByText(/^There was no order yet: it was placed on /)).toBeVisible()

  const address = new URL(owner.url()).pathname
  await owner.goto(`${address}?at=2099-01-01T00:00:00%2B09:00`)
  await expect(owner.getByText(/^The order as of Dec 31, 2098/)).toBeVisible()
  await owner.goto(`${address}?at=garbage`)
  await expect(owner.getByText('That moment cannot be read')).toBeVisible()
  await expect(timeline).toHaveCount(all)
})

test('attendees are listed, seats without one are counted', async () => {
  await owner.goto(`/manage/${slug}/attendees`)
  await expect(rows()).toHaveCount(2)
  await expect(owner.getByRole('row').filter({ hasText: '지원 김' })).toContainText(jiwon.email)
  await expect(owner.getByRole('heading', { name: '2 seats without an attendee' })).toBeVisible()
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
  const found = async () => {
    const file = await follow('Download these orders as CSV', `${slug}-orders-found.csv`)
    return file.trimEnd().split('\r\n').slice(1)
  }
  await search('지원', 'confirmed')
  await expect(rows()).toHaveCount(1)
  const code = (await rows().getByRole('link').textContent()) ?? ''
  await expect(owner.getByRole('link', { name: 'Download CSV' })).toHaveCount(0)
  expect(await found()).toEqual([expect.stringContaining('지원,김,jiwon@visitors.example,2,160.00')])
  await search('', 'reserved')
  expect(await found()).toEqual([expect.stringMatching(/^[A-Z2-9]{6},Reserved,,,,1,80\.00/)])
  await search(code)
  expect(await found()).toEqual([expect.stringContaining(`${code},Confirmed,지원`)])
  await search('nobody')
  await expect(owner.getByText('No order matches.')).toBeVisible()
  await expect(owner.getByRole('link', { name: /CSV/ })).toHaveCount(0)
})

test('the history says what was changed, from what to what, when and by whom', async () => {
  await editSeatType(owner, slug, 'Talks', { Quota: '30', Price: '95.50' })
  await owner.goto(`/manage/${slug}/history`)
  const latest = owner
    .getByRole('listitem')
    .filter({ has: owner.getByRole('heading') })
    .first()
  await expect(latest.getByRole('heading')).toHaveText('The seat type “Talks” was changed.')
  await expect(latest).toContainText('by the owner')
  await expect(latest.getByRole('row', { name: 'Price' }).getByRole('cell')).toHaveText(['$80.00', '$95.50'])
  await expect(latest.getByRole('row', { name: 'Quota' }).getByRole('cell')).toHaveText(['20', '30'])
  const first = owner.getByRole('listitem').filter({ has: owner.getByRole('heading', { name: 'The conference was created.' }) })
  await expect(first.getByRole('row', { name: 'Owner email' }).getByRole('cell')).toHaveText(['–', `${slug}@owners.example`])
})
