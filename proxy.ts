import { randomBytes } from 'node:crypto'
import { type NextRequest, NextResponse } from 'next/server'
import { examineAddress, examineLength, examineOrigin, examinePageRequest } from './app/_gate/examine.ts'
import { type RefusalReason, refuse } from './app/_gate/refusal-page.ts'
import { contentSecurityPolicy, secure } from './app/_gate/security-headers.ts'
import { newSessionId, openSession, sealSession, sessionCookie, sessionSeconds } from './app/_session/session-cookie.ts'
import { askedPath } from './app/asked-path.ts'
import { isKnownAddress } from './app/known-address.ts'

/** What stands at an address, as far as it matters here. The payment processor's call-back looks after itself. */
const kindOf = (pathname: string): 'asset' | 'probe' | 'callback' | 'api' | 'page' => {
  if (pathname.startsWith('/_next/')) return 'asset'
  if (['/healthz', '/readyz', '/metrics'].includes(pathname)) return 'probe'
  if (pathname === '/api/payments/callback') return 'callback'
  return pathname.startsWith('/api/') ? 'api' : 'page'
}

/** The addresses of files and event streams. Any other with a dot in it may be a typing error, which a page has to say. */
const notForReading = /^\/(icon\.svg|robots\.txt|[^/]+\/.+\/(events|calendar\.ics|(orders|attendees)\.csv))$/

/** A document that a person looks at. */
const isDocument = ({ method, nextUrl: { pathname } }: NextRequest): boolean => method === 'GET' && !notForReading.test(pathname)

/** A form that no script sent, so that the browser shows the answer as a page. */
const isPlainForm = ({ method, headers }: NextRequest): boolean => method === 'POST' && !headers.has('next-action')

/** A browser's first page gives it its session; half-way through its eight hours it gets another eight. */
const keepSession = async (request: NextRequest, response: NextResponse): Promise<void> => {
  const { name, options } = sessionCookie()
  const session = await openSession(request.cookies.get(name)?.value)
  const secondsLeft = session ? (session.expiresAt.getTime() - Date.now()) / 1000 : 0
  if (session && secondsLeft > sessionSeconds / 2) return
  const sealed = await sealSession(session?.sid ?? newSessionId())
  response.cookies.set(name, sealed, { ...options, maxAge: sessionSeconds })
}

/** An address of no route: Next shows the not-found page there. */
const nowhere = '/-/-/-'

const examineApiRequest = (request: NextRequest): RefusalReason | undefined =>
  ['GET', 'HEAD', 'OPTIONS'].includes(request.method) ? undefined : (examineOrigin(request) ?? examineLength(request))

/** What Next gets: the policy, from which it takes the nonce for its scripts, and the host that it compares the origin with. */
const headersFor = (request: NextRequest, nonce: string): Headers => {
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set(askedPath, request.nextUrl.pathname)
  headers.set('content-security-policy', contentSecurityPolicy(nonce))
  const origin = headers.get('origin')
  // Already found to be ours; but a proxy before us may have put its own name into the host.
  if (request.method === 'POST' && origin) headers.set('x-forwarded-host', new URL(origin).host)
  return headers
}

const answer = async (request: NextRequest, isApi: boolean): Promise<NextResponse | Response> => {
  const { pathname } = request.nextUrl
  const nonce = randomBytes(16).toString('base64')
  const reason = examineAddress(request.nextUrl) ?? (isApi ? examineApiRequest(request) : await examinePageRequest(request))
  if (reason) {
    const toScript = isApi || request.headers.has('next-action')
    return secure(refuse(reason, { nonce, toScript }), pathname, nonce)
  }
  const init = { request: { headers: headersFor(request, nonce) } }
  const isRead = isDocument(request)
  if (isApi || !(isRead || isPlainForm(request))) return secure(NextResponse.next(init), pathname, nonce)
  const session = await openSession(request.cookies.get(sessionCookie().name)?.value)
  const isKnown = await isKnownAddress(pathname, session?.sid).catch(() => undefined)
  // Where the database is away no page can be rendered, and without JavaScript Next's error would be an empty one.
  if (isKnown === undefined) return secure(refuse('unavailable', { nonce, toScript: false }), pathname, nonce)
  if (!isRead) return secure(NextResponse.next(init), pathname, nonce)
  const response = isKnown ? NextResponse.next(init) : NextResponse.rewrite(new URL(nowhere, request.url), init)
  await keepSession(request, response)
  return secure(response, pathname, nonce)
}

/**
 * Before every request: the session's cookie, the headers that keep a browser safe, and a readable refusal of what Next itself
 * would answer with a bare 500. Who may do what is not decided here.
 */
export const proxy = async (request: NextRequest): Promise<NextResponse | Response> => {
  const { pathname } = request.nextUrl
  switch (kindOf(pathname)) {
    case 'asset':
    case 'probe':
    case 'callback':
      return secure(NextResponse.next(), pathname)
    case 'api':
      return answer(request, true)
    case 'page':
      return answer(request, false)
  }
}

/** Not for the files of a build: a visitor's first page asks for a dozen of them, and they say nothing about anybody. */
export const config = { matcher: ['/((?!_next/static/).*)'] }
