import { randomBytes } from 'node:crypto'
import { decode, encode } from 'next-auth/jwt'
import { settings } from '#drizzle/settings'

export const sessionSeconds = 8 * 3600

/** A browser accepts the `__Host-` prefix only over https, where it keeps other hosts of the domain from planting a cookie. */
export const cookieNamed = (name: string) => {
  const secure = settings().PUBLIC_URL.startsWith('https:')
  return {
    name: secure ? `__Host-${name}` : name,
    options: { httpOnly: true, sameSite: 'lax', secure, path: '/' },
  } as const
}

export const sessionCookie = () => cookieNamed('session')

/** What the browser carries: which session it is, and nothing else. What the session may open stands in our own rows. */
export type SessionToken = Readonly<{ sid: string; expiresAt: Date }>

export const newSessionId = (): string => randomBytes(18).toString('base64url')

export const sealSession = (sid: string): Promise<string> =>
  encode({ token: { sid }, secret: settings().AUTH_SECRET, maxAge: sessionSeconds })

type Opened = Map<string, SessionToken>

/** Proxy, page and action each open the same cookie; deriving its key costs a millisecond each time. */
const key = Symbol.for('contoso.sessions')
const registry = globalThis as { [key]?: Opened }
const mostRemembered = 5_000

const remember = (sealed: string, session: SessionToken): void => {
  registry[key] ??= new Map()
  if (registry[key].size >= mostRemembered) registry[key].clear()
  registry[key].set(sealed, session)
}

/** Undefined for whatever we did not seal ourselves, and for what is over. */
export const openSession = async (sealed: string | undefined): Promise<SessionToken | undefined> => {
  if (!sealed) return undefined
  const remembered = registry[key]?.get(sealed)
  if (remembered) return remembered.expiresAt.getTime() > Date.now() ? remembered : undefined
  const token = await decode({ token: sealed, secret: settings().AUTH_SECRET }).catch(() => null)
  if (typeof token?.sid !== 'string' || typeof token.exp !== 'number') return undefined
  const session = { sid: token.sid, expiresAt: new Date(token.exp * 1000) }
  remember(sealed, session)
  return session
}
