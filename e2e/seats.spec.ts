import { expect, test } from 'playwright/test'
import { loadConferences, newConference, stage } from './own-conference.ts'
import { PlainBrowser } from './plain/browser.ts'
import { chooseSeats, orderAddress, orderSeats } from './plain/registrant.ts'

const inSeoul = [
  { name: '전체 콘퍼런스', price: '55000', quota: 5 },
  { name: '웰컴 세션', price: '0', quota: 1 },
  { name: '워크숍', price: '120000', quota: 3 },
]
const seoul = newConference('seoul', { currency: 'KRW', seatTypes: inSeoul })
const withSeats = (theme: string, talks: number, dinners: number) =>
  newConference(theme, {
    seatTypes: [
      { name: 'Talks', price: '80.00', quota: talks },
      { name: 'Dinner', price: '35.50', quota: dinners },
    ],
  })
const changing = withSeats('changing', 4, 2)
const oneSeat = withSeats('one-seat', 1, 5)

test.beforeAll(() => loadConferences(seoul, changing, oneSeat))

let browser: PlainBrowser
let someoneElse: PlainBrowser
test.beforeEach(() => {
  browser = new PlainBrowser(stage().url)
  someoneElse = new PlainBrowser(stage().url)
})

const notice = 'Could not reserve all the requested seats'

test('who asks for more than is left gets what is left, and is told on which row', async () => {
  const { slug } = seoul
  expect((await browser.open(`/${slug}`)).part('웰컴 세션')).toContain('1 left')
  const asked = { '전체 콘퍼런스': 5, '웰컴 세션': 5, 워크숍: 3 }
  const change = await chooseSeats(browser, await browser.open(`/${slug}/register`), asked, 'Change your seats')
  expect(change.part('웰컴 세션')).toContain(notice)
  expect(change.text.split(notice)).toHaveLength(2)
  expect(change.value('Quantity for 전체 콘퍼런스')).toBe('5')
  expect(change.value('Quantity for 웰컴 세션')).toBe('1')
  expect(change.value('Quantity for 워크숍')).toBe('3')
  expect(change.part('전체 콘퍼런스')).toContain('₩55,000')
  expect(change.text).toMatch(/Time left 1[45]:\d\d/)

  const soldOut = await someoneElse.open(`/${slug}/register`)
  expect(soldOut.heading).toBe('Choose your seats')
  for (const { name } of inSeoul) expect(soldOut.part(name)).toContain('Sold out')
  expect(soldOut.text).not.toContain('Quantity')
  expect(soldOut.text).not.toContain('Order seats')

  const checkout = await browser.follow(change, 'Continue to checkout')
  expect(checkout.heading).toBe('Checkout')
  expect(checkout.cells('전체 콘퍼런스')).toEqual(['₩55,000', '5', '₩275,000'])
  expect(checkout.cells('웰컴 세션')).toEqual(['₩0', '1', '₩0'])
  expect(checkout.cells('워크숍')).toEqual(['₩120,000', '3', '₩360,000'])
  expect(checkout.cells('Total')).toEqual(['₩635,000'])
})

test('an order can be changed while it is held, keeping its place and giving back what it lets go', async () => {
  const { slug } = changing
  const before = await orderSeats(browser, slug, { Talks: 4, Dinner: 1 })
  const change = await browser.follow(before, 'Change seats')
  expect(change.heading).toBe('Change your seats')
  expect(change.value('Quantity for Talks')).toBe('4')
  expect(change.part('Talks')).toContain('4 left')
  const after = await chooseSeats(browser, change, { Talks: 1, Dinner: 2 })
  expect(orderAddress(after)).toBe(orderAddress(before))
  expect(after.cells('Total')).toEqual(['$151.00'])

  const left = await someoneElse.open(`/${slug}/register`)
  expect(left.part('Talks')).toContain('3 left')
  expect(left.part('Dinner')).toContain('Sold out')
})

test('whoever got nothing is told so, and can choose from what is left', async () => {
  const { slug } = oneSeat
  const choosing = await browser.open(`/${slug}/register`)
  await orderSeats(someoneElse, slug, { Talks: 1 })

  const nothing = await chooseSeats(browser, choosing, { Talks: 1 }, 'Change your seats')
  expect(nothing.text).toContain('No seats are held for you')
  expect(nothing.part('Talks')).toContain(notice)
  expect(nothing.part('Talks')).toContain('Sold out')
  expect(nothing.links('Continue to checkout')).toEqual([])
  const change = await browser.open(`${orderAddress(nothing)}/checkout`)
  expect(change.heading).toBe('Change your seats')

  await loadConferences({ ...withSeats('', 1, 3), slug })
  const fewer = await browser.until(change, page => page.part('Dinner').includes('3 left'))
  expect(fewer.part('Dinner')).toContain('3 left')
  const checkout = await chooseSeats(browser, fewer, { Dinner: 3 })
  expect(checkout.cells('Total')).toEqual(['$106.50'])
})
