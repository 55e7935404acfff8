import { expect, test } from 'playwright/test'
import { loadConferences, newConference, stage } from './own-conference.ts'
import { PlainBrowser } from './plain/browser.ts'
import { buySeats, orderAddress, orderSeats } from './plain/registrant.ts'

const conference = newConference('calendar', { seatTypes: [{ name: '전체 참가', price: '80.00', quota: 20 }] })

test.beforeAll(() => loadConferences(conference))

let browser: PlainBrowser
test.beforeEach(() => {
  browser = new PlainBrowser(stage().url)
})

test('who bought seats takes the days of the conference into a calendar', async () => {
  const answer = await browser.follow(await buySeats(browser, conference.slug, { '전체 참가': 2 }), 'Add to calendar')
  expect(answer.address).toBe(`${orderAddress(answer)}/calendar.ics`)
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'text/calendar; charset=utf-8',
    'content-disposition': `attachment; filename="${conference.slug}.ics"`,
    'cache-control': 'no-store',
  })
  const file = answer.html.replaceAll('\r\n ', '')
  expect(file).toContain('DTSTART;VALUE=DATE:20270901\r\nDTEND;VALUE=DATE:20270903\r\n')
  expect(file).toContain(`SUMMARY:${conference.name}\r\n`)
  expect(file).toContain('2 × 전체 참가')
})

test('an order that is not confirmed has no calendar file, and its page says where it stands', async () => {
  const address = orderAddress(await orderSeats(browser, conference.slug, { '전체 참가': 1 }))
  const page = await browser.open(`${address}/calendar.ics`)
  expect(page.heading).toBe('Your order')
  expect(page.links('Add to calendar')).toEqual([])
})

test('a stranger learns from the calendar address as little as from the page of the order', async () => {
  const address = orderAddress(await buySeats(browser, conference.slug, { '전체 참가': 1 }))
  const stranger = new PlainBrowser(stage().url)
  const nobodys = `/${conference.slug}/orders/00000000-0000-4000-8000-000000000000`
  for (const order of [address, nobodys, `/${conference.slug}/orders/none`])
    expect((await stranger.open(`${order}/calendar.ics`)).heading).toBe('Find your order')
  expect((await stranger.open('/no-such-conference/orders/none/calendar.ics')).status).toBe(404)
})

test('there is no mailbox in production', async () => {
  for (const address of ['/mailbox', '/mailbox/00000000-0000-4000-8000-000000000000'])
    expect(await browser.open(address)).toMatchObject({ status: 404, heading: 'Page not found' })
})
