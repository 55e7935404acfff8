import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { expect, test } from 'playwright/test'

type Answer = Readonly<{ status: number; headers: IncomingHttpHeaders; text: string }>
type Asked = Readonly<{ headers?: Readonly<Record<string, string>>; body?: string; chunked?: boolean }>

/** A request exactly as it is written here: no browser would send most of them. */
const send = (baseURL: string | undefined, method: string, path: string, asked: Asked = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(baseURL ?? '')
    const length = asked.body !== undefined && !asked.chunked ? { 'content-length': String(Buffer.byteLength(asked.body)) } : {}
    const request = httpRequest({ hostname, port, method, path, headers: { ...length, ...asked.headers } }, response => {
      const chunks: Buffer[] = []
      response.on('data', chunk => chunks.push(chunk))
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString('utf8') })
      })
    })
    request.on('error', reject)
    if (asked.chunked) request.write(asked.body)
    request.end(asked.chunked ? undefined : asked.body)
  })

const page = '/contoso-2026/register'
const orderPage = '/contoso-2026/orders/find'
const callback = '/api/payments/callback'

const form = { 'content-type': 'multipart/form-data; boundary=XX' }
const part = (name: string, value: string) => `--XX\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
const formOf = (...fields: [string, string][]) => `${fields.map(([name, value]) => part(name, value)).join('')}--XX--\r\n`
const someForm = formOf([`$ACTION_ID_${'0'.repeat(42)}`, ''], ['quantity', '1'])

test('a page comes with the headers that keep a browser safe', async ({ baseURL }) => {
  const { status, headers, text } = await send(baseURL, 'GET', page)
  expect(status).toBe(200)
  const policy = String(headers['content-security-policy'])
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? 'none'
  expect(policy).not.toContain('unsafe')
  for (const rule of [
    "default-src 'self'",
    "frame-ancestors 'none'",
    "form-action 'self'",
    "object-src 'none'",
    "base-uri 'none'",
  ])
    expect(policy).toContain(rule)
  for (const script of text.match(/<script[^>]*>/g) ?? []) expect(script).toContain(`nonce="${nonce}"`)
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': expect.stringContaining('camera=()'),
  })
  expect(headers['strict-transport-security']).toBeUndefined()
  expect(headers['x-powered-by']).toBeUndefined()
  const again = await send(baseURL, 'GET', page)
  expect(again.headers['content-security-policy']).not.toBe(policy)
})

test("no page breaks the policy in somebody's browser", async ({ page: tab }) => {
  const complaints: string[] = []
  tab.on('console', message => message.type() === 'error' && complaints.push(message.text()))
  tab.on('pageerror', error => complaints.push(error.message))
  for (const address of ['/', '/contoso-2026', page, orderPage]) {
    await tab.goto(address)
    await expect(tab.getByRole('heading', { level: 1 })).toBeVisible()
  }
  expect(complaints).toEqual([])
})

test('what belongs to one person is never kept by anybody on the way', async ({ baseURL }) => {
  for (const path of [orderPage, '/manage', '/payment/00000000-0000-4000-8000-000000000000', `/contoso-2026/orders/none`])
    expect((await send(baseURL, 'GET', path)).headers['cache-control'], path).toContain('no-store')
  expect((await send(baseURL, 'GET', page)).headers['cache-control']).toBe('private, no-cache')
  expect((await send(baseURL, 'GET', '/contoso-2026')).headers['cache-control']).toContain('no-store')
})

test('the first page gives a browser its session, and the next ones leave it', async ({ baseURL }) => {
  const cookies = async (path: string, headers = {}) =>
    (await send(baseURL, 'GET', path, { headers })).headers['set-cookie'] ?? []
  const [cookie = ''] = await cookies('/')
  expect(cookie).toMatch(/^session=[^;]+; Path=\/;/)
  for (const flag of ['HttpOnly', 'SameSite=lax', 'Max-Age=28800']) expect(cookie).toContain(flag)
  expect(await cookies(page, { cookie: cookie.split(';')[0] })).toEqual([])
  expect(await cookies(page, { cookie: 'session=garbage; %%%=%ZZ' })).toHaveLength(1)
  for (const path of ['/healthz', '/readyz', '/icon.svg', '/api/none']) expect(await cookies(path), path).toEqual([])
})

test('a form of another site is refused', async ({ baseURL }) => {
  const own = new URL(baseURL ?? '').origin
  for (const origin of [
    'https://elsewhere.example',
    'null',
    '',
    '%%%',
    `${own}, https://elsewhere.example`,
    `${own}.elsewhere.example`,
  ]) {
    const { status, text } = await send(baseURL, 'POST', page, { headers: { ...form, origin }, body: someForm })
    expect(status, origin).toBe(403)
    expect(text).toContain('<h1>Sent from another site</h1>')
  }
  const auth = {
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://elsewhere.example' },
    body: 'a=b',
  }
  expect((await send(baseURL, 'POST', '/api/auth/callback/order', auth)).status).toBe(403)
})

test('a form of any size beyond 256 kB is refused', async ({ baseURL }) => {
  for (const size of [262_144, 1_048_576]) {
    const body = formOf(['quantity', 'x'.repeat(size)])
    const { status, text } = await send(baseURL, 'POST', page, { headers: form, body })
    expect(status).toBe(413)
    expect(text).toContain('<h1>Too much text</h1>')
  }
  expect((await send(baseURL, 'POST', page, { headers: form, body: someForm, chunked: true })).status).toBe(411)
})

test('a body that is no form of this site is refused', async ({ baseURL }) => {
  const action = { '$ACTION_1:0': '{"id":"00","bound":"$@1"}', '$ACTION_1:1': '[]', $ACTION_REF_1: '' }
  const boundTo = (fields: Record<string, string>) => formOf(...Object.entries({ ...action, ...fields }))
  const rows: [status: number, body: string, headers?: Record<string, string>][] = [
    [400, ''],
    [400, 'garbage'],
    [400, someForm.slice(0, -20)],
    [400, someForm, { 'content-type': 'multipart/form-data' }],
    [400, someForm, { 'content-type': 'multipart/form-data; boundary=YY' }],
    [400, '--XX\r\n\r\nno name\r\n--XX--\r\n'],
    [400, formOf(['quantity', '1'])],
    [400, boundTo({ '$ACTION_1:0': 'garbage' })],
    [400, boundTo({ '$ACTION_1:1': '["$F1"]' })],
    [400, boundTo({ '$ACTION_1:1': '['.repeat(5_000) + ']'.repeat(5_000) })],
    [400, 'garbage', { 'next-action': '00', 'content-type': 'text/plain' }],
    [400, '["$@1"]', { 'next-action': '00', 'content-type': 'text/plain' }],
    [400, formOf(['0', '["$B1"]']), { 'next-action': '00', ...form }],
    [415, '{}', { 'content-type': 'application/json' }],
    [415, 'quantity=1', { 'content-type': 'application/x-www-form-urlencoded' }],
    [415, 'quantity=1', {}],
  ]
  for (const [status, body, headers = form] of rows)
    expect((await send(baseURL, 'POST', page, { headers, body })).status, body.slice(0, 80)).toBe(status)
})

test('an address that cannot be read is refused', async ({ baseURL }) => {
  for (const path of ['/%ff/register', '/%E0%A4%A', '/a%00b', `${page}?a=%00`])
    expect((await send(baseURL, 'GET', path)).status, path).toBe(400)
  expect((await send(baseURL, 'GET', `/${'a'.repeat(9_000)}`)).status).toBe(414)
  for (const path of ['/_global-error', '/_not-found', '/no-such-conference', '/api/none'])
    expect((await send(baseURL, 'GET', path)).status, path).toBe(404)
})

test('a page can only be opened, and its form sent', async ({ baseURL }) => {
  for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']) {
    const { status, headers } = await send(baseURL, method, page)
    expect(status, method).toBe(405)
    expect(headers.allow).toBe('GET, HEAD, POST')
  }
  expect((await send(baseURL, 'HEAD', page)).status).toBe(200)
})

test('a call-back of the payment processor counts only with its signature', async ({ baseURL }) => {
  const body = JSON.stringify({ eventId: 'e', paymentId: '00000000-0000-4000-8000-000000000000', outcome: 'accepted' })
  const seconds = Math.floor(Date.now() / 1000)
  for (const signature of [undefined, '', 'garbage', `t=${seconds},v1=${'0'.repeat(64)}`, `t=0,v1=${'0'.repeat(64)}`]) {
    const headers = { 'content-type': 'application/json', ...(signature !== undefined && { 'payment-signature': signature }) }
    const { status, text } = await send(baseURL, 'POST', callback, { headers, body })
    expect(status, signature).toBe(401)
    expect(text).toContain('payment-signature')
  }
  expect((await send(baseURL, 'POST', callback, { body: 'x'.repeat(10_000) })).status).toBe(400)
  expect((await send(baseURL, 'GET', callback)).status).toBe(405)
})

test('next-auth offers only what is used, and is never at a loss', async ({ baseURL }) => {
  const json = (body: string) => ({ headers: { 'content-type': 'application/json' }, body })
  expect((await send(baseURL, 'POST', '/api/auth/_log', json('{}'))).status).toBe(404)
  expect((await send(baseURL, 'GET', '/api/auth/verify-request')).status).toBe(404)
  expect((await send(baseURL, 'POST', '/api/auth/callback/order', json('{'))).status).toBe(400)
  expect((await send(baseURL, 'GET', '/api/auth/callback/order')).status).toBe(400)
})

test('a process says that it lives and that it is ready', async ({ baseURL }) => {
  expect(await send(baseURL, 'GET', '/healthz')).toMatchObject({ status: 200, text: 'ok\n' })
  expect(await send(baseURL, 'GET', '/readyz')).toMatchObject({ status: 200, text: 'ready\n' })
})
