import { cookies } from 'next/headers'
import type { Tx } from '#drizzle/db'
import { type GrantKind, grant, hasGrant, listGrants, revokeAll } from '#drizzle/grants'
import { getCodeVersion } from '#drizzle/queries/code-version'
import { newSessionId, openSession, sealSession, sessionCookie, sessionSeconds } from './session-cookie.ts'

/** The id of this browser's session; undefined before its first page and after eight hours. */
export const currentSession = async (): Promise<string | undefined> => {
  const jar = await cookies()
  return (await openSession(jar.get(sessionCookie().name)?.value))?.sid
}

/** The same, begun now when there is none. Only in actions and route handlers, which may set a cookie. */
export const ensureSession = async (): Promise<string> => {
  const current = await currentSession()
  if (current) return current
  const sid = newSessionId()
  const { name, options } = sessionCookie()
  const jar = await cookies()
  jar.set(name, await sealSession(sid), { ...options, maxAge: sessionSeconds })
  return sid
}

const mayOpen = async (kind: GrantKind, subject: string, codeVersion?: number): Promise<boolean> => {
  const session = await currentSession()
  return session !== undefined && hasGrant(session, kind, subject, codeVersion)
}

export const mayOpenOrder = (orderId: string): Promise<boolean> => mayOpen('order', orderId)

export const grantOrder = async (orderId: string): Promise<void> => grant(await ensureSession(), 'order', orderId)

/** Whether this browser created the conference, or signed in to it with the access code that it has now. */
export const mayManage = async (conferenceId: string): Promise<boolean> => {
  const codeVersion = await getCodeVersion(conferenceId)
  return codeVersion !== undefined && mayOpen('conference', conferenceId, codeVersion)
}

/** `codeVersion`: of the access code that was shown to us, or that is made in this session, and then in the same transaction. */
export const grantConference = async (conferenceId: string, codeVersion: number, tx?: Tx): Promise<void> =>
  grant(await ensureSession(), 'conference', conferenceId, codeVersion, tx)

/** The conferences this browser signed in to; each opens only while its access code is still the same (`mayManage`). */
export const signedInConferences = async (): Promise<string[]> => {
  const session = await currentSession()
  const grants = session ? await listGrants(session, 'conference') : []
  return grants.map(({ subject }) => subject)
}

/** Ends everything that this browser may open, in all its tabs. */
export const signOut = async (): Promise<void> => {
  const session = await currentSession()
  if (session) await revokeAll(session)
}
