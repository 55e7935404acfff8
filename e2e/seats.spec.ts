import { expect, test } from 'playwright/test'
import { loadConferences, newConference } from './own-conference.ts'
import { cellsOf, chooseSeats, expectAfterOrdering, expectHeading, orderAddress, orderSeats, quantityOf } from './visitor.ts'

// What the server decides and says is the same with a script, which costs a browser twice the time.
test.use({ javaScriptEnabled: false })

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

const notice = 'Could not reserve all the requested seats'

test('who asks for more than is left gets what is left, and is told on which row', async ({ page, browser }) => {
  const { slug } = seoul
  await page.goto(`/${slug}`)
  await expect(page.getByRole('listitem').filter({ hasText: '웰컴 세션' })).toContainText('1 left')
  await orderSeats(page, slug, { '전체 콘퍼런스': 5, '웰컴 세션': 5, 워크숍: 3 })

  await expectAfterOrdering(page, 'Change your seats')
  await expect(page.getByRole('group', { name: '웰컴 세션' })).toContainText(notice)
  await expect(page.getByText(notice)).toHaveCount(1)
  await expect(quantityOf(page, '전체 콘퍼런스')).toHaveValue('5')
  await expect(quantityOf(page, '웰컴 세션')).toHaveValue('1')
  await expect(quantityOf(page, '워크숍')).toHaveValue('3')
  await expect(page.getByRole('group', { name: '전체 콘퍼런스' })).toContainText('₩55,000')
  await expect(page.getByRole('timer')).toBeVisible()

  const someoneElse = await browser.newPage()
  await someoneElse.goto(`/${slug}/register`)
  await expect(someoneElse.getByText('Sold out')).toHaveCount(3)
  await expect(someoneElse.getByLabel('Quantity')).toHaveCount(0)
  await expect(someoneElse.getByRole('button', { name: 'Order seats' })).toHaveCount(0)
  await someoneElse.close()

  await page.getByRole('link', { name: 'Continue to checkout' }).click()
  await expectHeading(page, 'Checkout')
  await expect(cellsOf(page, '전체 콘퍼런스')).toHaveText(['₩55,000', '5', '₩275,000'])
  await expect(cellsOf(page, '웰컴 세션')).toHaveText(['₩0', '1', '₩0'])
  await expect(cellsOf(page, '워크숍')).toHaveText(['₩120,000', '3', '₩360,000'])
  await expect(cellsOf(page, 'Total')).toHaveText(['₩635,000'])
})

test('an order can be changed while it is held, keeping its place and giving back what it lets go', async ({ page, browser }) => {
  const { slug } = changing
  await orderSeats(page, slug, { Talks: 4, Dinner: 1 })
  await expectAfterOrdering(page, 'Checkout')
  const address = orderAddress(page)
  await page.getByRole('link', { name: 'Change seats' }).click()

  await expectHeading(page, 'Change your seats')
  await expect(quantityOf(page, 'Talks')).toHaveValue('4')
  await expect(page.getByRole('group', { name: 'Talks' })).toContainText('4 left')
  await chooseSeats(page, { Talks: 1, Dinner: 2 })
  await expectAfterOrdering(page, 'Checkout')
  expect(orderAddress(page)).toBe(address)
  await expect(cellsOf(page, 'Total')).toHaveText(['$151.00'])

  const someoneElse = await browser.newPage()
  await someoneElse.goto(`/${slug}/register`)
  await expect(someoneElse.getByRole('group', { name: 'Talks' })).toContainText('3 left')
  await expect(someoneElse.getByRole('group', { name: 'Dinner' })).toContainText('Sold out')
  await someoneElse.close()
})

test('whoever got nothing is told so, and can choose from what is left', async ({ page, browser }) => {
  const { slug } = oneSeat
  await page.goto(`/${slug}/register`)
  const rival = await browser.newPage()
  await orderSeats(rival, slug, { Talks: 1 })
  await expectAfterOrdering(rival, 'Checkout')
  await rival.close()

  await chooseSeats(page, { Talks: 1 })
  await expectAfterOrdering(page, 'Change your seats')
  await expect(page.getByText('No seats are held for you')).toBeVisible()
  const talks = page.getByRole('group', { name: 'Talks' })
  await expect(talks).toContainText(notice)
  await expect(talks).toContainText('Sold out')
  await expect(page.getByRole('link', { name: 'Continue to checkout' })).toHaveCount(0)
  await page.goto(`${orderAddress(page)}/checkout`)
  await expectHeading(page, 'Change your seats')

  await loadConferences({ ...withSeats('', 1, 3), slug })
  await expect(async () => {
    await page.reload()
    await expect(page.getByRole('group', { name: 'Dinner' })).toContainText('3 left', { timeout: 100 })
  }).toPass({ timeout: 5_000 })
  await chooseSeats(page, { Dinner: 3 })
  await expectAfterOrdering(page, 'Checkout')
  await expect(cellsOf(page, 'Total')).toHaveText(['$106.50'])
})
