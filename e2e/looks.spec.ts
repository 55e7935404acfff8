import { expect, test } from 'playwright/test'
import { beyondTheEdge, inspect } from './inspection.ts'
import { type Catalogue, loadConferences, newSlug } from './own-conference.ts'
import { walk } from './public-tour.ts'
import { expectHeading, overwrite } from './visitor.ts'

test.describe.configure({ mode: 'parallel', timeout: 180_000 })

const inKorean = (): Catalogue => ({
  slug: newSlug('looks'),
  name: '약속을 지키는 시스템 콘퍼런스 2027',
  tagline: '기록하고, 다시 읽고, 이해하기',
  description: '하루 동안 이어지는 발표와 실습입니다.\n\n점심과 커피, 조용한 방이 준비되어 있습니다.',
  location: '부산 해운대구',
  currency: 'KRW',
  published: true,
  seatTypes: [
    { name: '전체 발표', price: '55000', quota: 9, description: '모든 발표와 점심' },
    { name: '저녁 모임', price: '0', quota: 3, description: '차 한잔과 인사' },
    { name: '호수 유람', price: '120000', quota: 0, description: '해 질 녘, 음악과 함께' },
  ],
})

const word = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen'

/** Texts as long as they may be, with no space to break them at. */
const unbreakable = (): Catalogue => ({
  slug: newSlug('unbreakable'.repeat(4)),
  name: word.repeat(2),
  tagline: word.repeat(3),
  description: word.repeat(4),
  location: word.repeat(3),
  published: true,
  seatTypes: [
    { name: word, price: '500000.00', quota: 9, description: word.repeat(4) },
    { name: `${word}-2`, price: '499999.99', quota: 1, description: word.repeat(4) },
  ],
})

test('every page a registrant meets is sound and fits at any width', async ({ page }) => {
  const catalogue = inKorean()
  await loadConferences(catalogue)
  await walk(page, catalogue, name => inspect(page, name))
})

test('the pages around are sound and fit at any width', async ({ page }) => {
  const catalogue = { ...inKorean(), seatTypes: inKorean().seatTypes.slice(2) }
  await loadConferences(catalogue)
  const pages = {
    home: '/',
    'conference-contoso': '/contoso-2026',
    'register-contoso': '/contoso-2026/register',
    'register-sold-out': `/${catalogue.slug}/register`,
    'not-found': '/no-such-conference',
    'bad-address': '/%00',
  }
  for (const [name, address] of Object.entries(pages)) {
    await page.goto(address)
    await inspect(page, name)
  }
  await page.goto(`/${catalogue.slug}/orders/find`)
  await overwrite(page.getByLabel('Order code'), 'x'.repeat(300_000))
  await page.getByLabel('Order code').evaluate((input: HTMLInputElement) => input.form?.submit())
  await expectHeading(page, 'Too much text')
  await inspect(page, 'too-much-text')
})

test('long texts without a space fit on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 })
  const catalogue = unbreakable()
  await loadConferences(catalogue)
  const person = { firstName: 'W'.repeat(100), lastName: 'W'.repeat(100), email: `${'w'.repeat(64)}@${'w'.repeat(60)}.example` }
  const look = async (name: string) => expect(await beyondTheEdge(page), name).toEqual([])
  await walk(page, catalogue, look, person)
  await page.goto('/')
  await look('home')
})

test('a faulty field stays in line with those of the other rows', async ({ page }) => {
  const catalogue = inKorean()
  await loadConferences(catalogue)
  await page.goto(`/${catalogue.slug}/register`)
  await page.getByRole('button', { name: 'Order seats' }).click()
  await expect(page.getByText('One or more items are required').last()).toBeVisible()
  for (const width of [320, 768, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    const [first, second] = await Promise.all([0, 1].map(index => page.getByLabel('Quantity').nth(index).boundingBox()))
    expect({ x: first?.x, width: first?.width }, `at ${width}`).toEqual({ x: second?.x, width: second?.width })
  }
})
