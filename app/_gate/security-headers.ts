import { settings } from '#drizzle/settings'

/** React's development build explains errors with eval; a production page never needs it. */
const inDevelopment = process.env.NODE_ENV === 'development' ? " 'unsafe-eval'" : ''

/** What a page may load: our own scripts and styles that carry this request's nonce, and what those load. */
export const contentSecurityPolicy = (nonce: string): string =>
  [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${inDevelopment}`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')

const always = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
} as const

const oneYear = 31_536_000

/** The addresses that show what belongs to one person. An event stream says itself how it is to be passed on. */
const isPersonal = (pathname: string): boolean =>
  /^\/(manage|payment|mailbox)(\/|$)|^\/[^/]+\/orders(\/|$)/.test(pathname) && !pathname.endsWith('/events')

/** The form that orders seats: its browser keeps it, so that the back button shows the very one, with its command id. */
const isOrderForm = (pathname: string): boolean => /^\/[^/]+\/register$/.test(pathname)

/** Without `nonce` for what is no page. */
export const secure = <Answer extends Response>(response: Answer, pathname: string, nonce?: string): Answer => {
  for (const [name, value] of Object.entries(always)) response.headers.set(name, value)
  if (nonce) response.headers.set('Content-Security-Policy', contentSecurityPolicy(nonce))
  if (settings().PUBLIC_URL.startsWith('https:')) response.headers.set('Strict-Transport-Security', `max-age=${oneYear}`)
  if (isPersonal(pathname)) response.headers.set('Cache-Control', 'no-store')
  else if (isOrderForm(pathname)) response.headers.set('Cache-Control', 'private, no-cache')
  return response
}
