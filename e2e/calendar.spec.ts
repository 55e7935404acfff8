import { expect, test } from 'playwright/test'
import { loadConferences, newConference } from './own-conference.ts'
import { buySeats, expectAfterOrdering, expectHeading, orderAddress, orderSeats } from './visitor.ts'

// What the server decides and says is the same with a script, which costs a browser twice the time.
test.use({ javaScriptEnabled: false })

const conference = newConference('calendar', { seatTypes: [{ name: '전체 참가', price: '80.00', quota: 20 }] })

test.beforeAll(() => loadConferences(conference))

test('who bought seats takes the days of the conference into a calendar', async ({ page }) => {
  await buySeats(page, conference.slug, { '전체 참가': 2 })
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Add to calendar', exact: true }).click(),
  ])
  expect(download.suggestedFilename()).toBe(`${conference.slug}.ics`)

  const answer = await page.request.get(`${orderAddress(page)}/calendar.ics`)
  expect(answer.headers()).toMatchObject({ 'content-type': 'text/calendar; charset=utf-8', 'cache-control': 'no-store' })
  const file = (await answer.text()).replaceAll('\r\n ', '')
  expect(file).toContain('DTSTART;VALUE=DATE:20270901\r\nDTEND;VALUE=DATE:20270903\r\n')
  expect(file).toContain(`SUMMARY:${conference.name}\r\n`)
  expect(file).toContain('2 × 전체 참가')
})

test('an order that is not confirmed has no calendar file, and its page says where it stands', async ({ page }) => {
  await orderSeats(page, conference.slug, { '전체 참가': 1 })
  await expectAfterOrdering(page, 'Checkout')
  const address = orderAddress(page)
  await page.goto(`${address}/calendar.ics`)
  await expectHeading(page, 'Your order')
  await expect(page.getByRole('link', { name: 'Add to calendar' })).toHaveCount(0)
})

test('a stranger learns from the calendar address as little as from the page of the order', async ({ page, browser }) => {
  const address = await buySeats(page, conference.slug, { '전체 참가': 1 })
  const stranger = await browser.newPage()
  const nobodys = `/${conference.slug}/orders/00000000-0000-4000-8000-000000000000`
  for (const order of [address, nobodys, `/${conference.slug}/orders/none`]) {
    await stranger.goto(`${order}/calendar.ics`)
    await expectHeading(stranger, 'Find your order')
  }
  expect((await stranger.request.get('/no-such-conference/orders/none/calendar.ics')).status()).toBe(404)
  await stranger.close()
})

test('there is no mailbox in production', async ({ page }) => {
  for (const address of ['/mailbox', '/mailbox/00000000-0000-4000-8000-000000000000']) {
    const answer = await page.goto(address)
    expect(answer?.status()).toBe(404)
    await expectHeading(page, 'Page not found')
  }
})
