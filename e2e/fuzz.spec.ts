import { expect, test } from 'playwright/test'
import { openConference, stage } from './own-conference.ts'
import { PlainBrowser } from './plain/browser.ts'
import { buySeats, orderAddress, orderSeats, proceedToPayment } from './plain/registrant.ts'
import { type Fields, multipart, multipartBody, type RawRequest, seeded, statusOf } from './raw-request.ts'

test.describe.configure({ mode: 'serial' })

type FormOnPage = Readonly<{ path: string; fields: Fields }>

/** The pages that one browser may open, with the forms on them, as they come without JavaScript. */
let addresses: readonly string[]
let forms: readonly FormOnPage[]
let cookie: string

const formOn = async (browser: PlainBrowser, path: string, button: string): Promise<FormOnPage> => {
  const page = await browser.until(await browser.open(path), ({ address }) => address === path)
  return { path, fields: page.form(button).entries }
}

const collect = async (): Promise<void> => {
  const { slug } = await openConference('fuzz', { seatTypes: [{ name: 'Talks', price: '80.00', quota: 100_000 }] })
  const browser = new PlainBrowser(stage().url)
  const bought = orderAddress(await buySeats(browser, slug, { Talks: 1 }))
  const checkout = await orderSeats(browser, slug, { Talks: 1 })
  const held = orderAddress(checkout)
  const payment = await proceedToPayment(browser, checkout)
  forms = [
    await formOn(browser, `/${slug}/register`, 'Order seats'),
    await formOn(browser, `${held}/register`, 'Order seats'),
    await formOn(browser, `${held}/checkout`, 'Proceed to payment'),
    await formOn(browser, payment.address, 'Accept payment'),
    await formOn(browser, `${bought}/seats`, 'Save assignments'),
    await formOn(browser, `/${slug}/orders/find`, 'Find order'),
  ]
  cookie = browser.cookie
  addresses = [
    '/',
    `/${slug}`,
    ...forms.map(({ path }) => path),
    held,
    bought,
    `${held}/events`,
    '/healthz',
    '/readyz',
    '/icon.svg',
    '/api/payments/callback',
  ]
}

test.beforeAll(collect)

/** None of them may be answered with a server's failure. */
const expectAnswers = async (requests: readonly RawRequest[]): Promise<void> => {
  const failures: string[] = []
  const queue = [...requests]
  const work = async () => {
    for (let next = queue.pop(); next; next = queue.pop()) {
      const status = await statusOf(stage().url, { ...next, headers: { cookie, ...next.headers } })
      if (status >= 500) failures.push(`${status} ${JSON.stringify({ ...next, body: String(next.body ?? '').slice(0, 2_000) })}`)
    }
  }
  await Promise.all([work(), work(), work(), work()])
  expect(failures).toEqual([])
}

const methods = 'HEAD POST PUT PATCH DELETE OPTIONS TRACE PROPFIND LINK PURGE QUERY M-SEARCH'.split(' ')

test('no method is answered with a failure', async () => {
  const bodies = [undefined, 'garbage']
  await expectAnswers(addresses.flatMap(path => methods.flatMap(method => bodies.map(body => ({ method, path, body })))))
})

const headerNames =
  'accept accept-encoding accept-language authorization content-type cookie expect forwarded host if-modified-since ' +
  'if-none-match last-event-id next-action next-resume next-router-prefetch next-router-segment-prefetch next-router-state-tree ' +
  'next-url origin payment-signature purpose range referer rsc te upgrade x-forwarded-for x-forwarded-host x-forwarded-port ' +
  'x-forwarded-proto x-http-method-override x-invoke-path x-matched-path x-middleware-rewrite x-middleware-subrequest ' +
  'x-nextjs-data x-nonce x-now-route-matches x-original-url x-prerender-revalidate content-security-policy'

test('no header is answered with a failure', async () => {
  const values = ['', 'garbage', '1', '%', '["",{}]', '\u00ff', '../..', 'x'.repeat(4_000)]
  const path = addresses[2] ?? ''
  await expectAnswers(
    headerNames.split(' ').flatMap(name => values.map(value => ({ method: 'GET', path, headers: { [name]: value } }))),
  )
})

test('no address is answered with a failure', async () => {
  const endings = [
    '/',
    '//',
    '/.',
    '/..',
    '/%2e%2e',
    '/%00',
    '/%ff',
    '/%F0%9F%A6%80',
    ';a=b',
    '.rsc',
    '.txt',
    '/_next',
    '%',
    '\\',
    '/[slug]',
  ]
  const queries = [
    '?',
    '?%',
    '?%00=%00',
    '?a[]=1&a[__proto__]=2',
    '?_rsc=x',
    '?started=1&started=2',
    '?since=-1&since=1e99',
    '?payment=x&payment=y',
    '?assigned=99999999999999999999&assigned',
    '?nxtPslug=x&nxtPorderId=y',
    `?${'a=b&'.repeat(1_500)}`,
    `?a=${'%F0%9F%A6%80'.repeat(500)}`,
  ]
  const odd = [
    '//',
    '/*',
    '*',
    '/_next/image?url=/x&w=1&q=1',
    '/_next/data/x/index.json',
    '/__nextjs_error',
    '/constructor',
    '/__proto__/register',
  ]
  await expectAnswers([
    ...addresses.slice(1, 8).flatMap(path => [...endings, ...queries].map(end => ({ method: 'GET', path: `${path}${end}` }))),
    ...odd.map(path => ({ method: 'GET', path })),
  ])
})

const nastyTexts = [
  '',
  '0',
  '-1',
  '1e309',
  '\0',
  '\ud800',
  '\u202e',
  '$1',
  '$F1',
  '$K1',
  '$@0',
  '[]',
  '{}',
  'null',
  '__proto__',
  'a'.repeat(70_000),
]
const nastyParts = [
  '[]',
  '[{}]',
  '[null,null]',
  '["$K1"]',
  '[{"problems":{},"typed":[]},"$K1"]',
  '["$1:a:b"]',
  '[["$F1"]]',
  '{"0":1}',
  '"$Q1"',
  '[',
]

/** The form with something about it changed, as a script may send it: by itself, or as React calls its action. */
const mutate = ({ path, fields }: FormOnPage, random: () => number): RawRequest => {
  const pick = <Item>(items: readonly Item[], otherwise: Item): Item => items[Math.floor(random() * items.length)] ?? otherwise
  const isFind = path.endsWith('/find')
  const changed = fields.flatMap(([name, value]): Fields => {
    const chance = random()
    if (chance < 0.1) return []
    if (chance < 0.2)
      return [
        [name, value],
        [name, value],
      ]
    if (chance < 0.45) return [[name, pick(name.startsWith('$ACTION') ? nastyParts : nastyTexts, '')]]
    if (chance < 0.5) return [[pick(['__proto__', 'constructor', '$ACTION_KEY', `${name}.x`, ''], ''), value]]
    // Wrong codes are counted: whoever looks for an order here never has an e-mail.
    return [[name, isFind && name === 'email' ? 'nobody' : value]]
  })
  const action = /"id":"([0-9a-f]+)"/.exec(fields.find(([name]) => name.endsWith(':0'))?.[1] ?? '')?.[1] ?? ''
  const asCall = random() < 0.5
  const called = changed.filter(([name]) => !name.startsWith('$ACTION')).map(([name, value]) => [`_1_${name}`, value] as const)
  const part = random() < 0.5 ? '[{"problems":[],"typed":{}},"$K1"]' : pick(nastyParts, '')
  const whole = multipartBody(asCall ? [...called, ['0', part]] : changed)
  const body = random() < 0.15 ? whole.slice(0, Math.floor(random() * whole.length)) : whole
  return { method: 'POST', path, body, headers: { ...multipart, origin: stage().url, ...(asCall && { 'next-action': action }) } }
}

test('no form is answered with a failure, however it was changed', async () => {
  const random = seeded(20_261_120)
  await expectAnswers(forms.flatMap(form => Array.from({ length: 80 }, () => mutate(form, random))))
})
