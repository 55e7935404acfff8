import type { AuthOptions } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { Refusal } from '#domain/refusal'
import { type GrantKind, grant, revokeAll } from '#drizzle/grants'
import { settings } from '#drizzle/settings'
import { authenticate } from './authenticate.ts'
import { currentSession } from './session.ts'
import { cookieNamed, newSessionId, sessionCookie, sessionSeconds } from './session-cookie.ts'

const email = { label: 'Email', type: 'email' }

/** next-auth puts the message of whatever is thrown into the address it redirects to. */
const withoutDetails = (error: unknown): never => {
  if (error instanceof Refusal) throw new Error(error.message)
  console.error(error)
  throw new Error('Unavailable')
}

/** Whoever signs in keeps the session that the browser has. The answer is all that next-auth learns: which session it is. */
const open = async (grants: readonly [GrantKind, string, number][]): Promise<{ id: string }> => {
  const id = (await currentSession()) ?? newSessionId()
  for (const [kind, subject, codeVersion] of grants) await grant(id, kind, subject, codeVersion)
  return { id }
}

const openOrder = async (typed: unknown) => {
  const found = await authenticate('order', typed)
  return found ? open([['order', found.orderId, 0]]) : null
}

const openConferences = async (typed: unknown) => {
  const found = await authenticate('conference', typed)
  return found ? open(found.conferences.map(({ conferenceId, codeVersion }) => ['conference', conferenceId, codeVersion])) : null
}

/** What next-auth needs to know. Made for each request, since settings are not there yet when Next builds. */
export const authOptions = (): AuthOptions => ({
  secret: settings().AUTH_SECRET,
  session: { strategy: 'jwt', maxAge: sessionSeconds },
  jwt: { maxAge: sessionSeconds },
  cookies: {
    sessionToken: sessionCookie(),
    csrfToken: cookieNamed('csrf-token'),
    callbackUrl: cookieNamed('callback-url'),
  },
  // Strangers cause these with a damaged cookie: a line is enough.
  logger: { error: code => console.info(`next-auth says ${code}`), warn: () => {}, debug: () => {} },
  pages: { signIn: '/manage/login', signOut: '/manage', error: '/manage/login' },
  providers: [
    Credentials({
      id: 'order',
      name: 'Order code',
      credentials: { email, code: { label: 'Order code' }, slug: { label: 'Conference' } },
      authorize: typed => openOrder(typed).catch(withoutDetails),
    }),
    Credentials({
      id: 'conference',
      name: 'Access code',
      credentials: { email, code: { label: 'Access code' } },
      authorize: typed => openConferences(typed).catch(withoutDetails),
    }),
  ],
  callbacks: { jwt: ({ token, user }) => ({ sid: user ? user.id : token.sid }) },
  events: {
    signOut: async ({ token }) => {
      if (typeof token.sid === 'string') await revokeAll(token.sid)
    },
  },
})
