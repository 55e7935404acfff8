import { encode } from 'next-auth/jwt'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { provideSettings } from '#drizzle/settings'
import { newSessionId, openSession, sealSession, sessionCookie, sessionSeconds } from './session-cookie.ts'

const given = {
  DATABASE_URL: 'postgres://localhost/none',
  PUBLIC_URL: 'http://localhost:3000',
  AUTH_SECRET: 'a'.repeat(32),
  CODE_PEPPER: 'b'.repeat(32),
  CODE_KEY: 'c'.repeat(64),
  PAYMENT_SECRET: 'd'.repeat(32),
  PAYMENT_PROCESSOR: 'simulated',
}

beforeEach(() => {
  provideSettings(given)
})

describe('the session cookie', () => {
  it('is for this host alone and for https only, where the site has https', () => {
    const options = { httpOnly: true, sameSite: 'lax', path: '/' }
    expect(sessionCookie()).toEqual({ name: 'session', options: { ...options, secure: false } })
    provideSettings({ ...given, PUBLIC_URL: 'https://conferences.example' })
    expect(sessionCookie()).toEqual({ name: '__Host-session', options: { ...options, secure: true } })
  })

  it('says which session it is, for eight hours', async () => {
    const sid = newSessionId()
    const session = await openSession(await sealSession(sid))
    expect(session?.sid).toBe(sid)
    expect(Math.abs((session?.expiresAt.getTime() ?? 0) - Date.now() - sessionSeconds * 1000)).toBeLessThan(5_000)
  })

  it('ends after eight hours though it was opened before', async () => {
    const sealed = await sealSession('one')
    expect(await openSession(sealed)).toBeDefined()
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + sessionSeconds * 1000 + 1_000 })
    expect(await openSession(sealed)).toBeUndefined()
    vi.useRealTimers()
  })

  it('is no session when it is damaged, over, or sealed by somebody else', async () => {
    const sealed = await sealSession('one')
    const secret = given.AUTH_SECRET
    const others = [
      await encode({ token: { sid: 'one' }, secret: 'z'.repeat(32) }),
      await encode({ token: { sid: 'one' }, secret, maxAge: -60 }),
      await encode({ token: { name: 'one' }, secret }),
      await encode({ token: { sid: 1 }, secret }),
    ]
    for (const text of [undefined, '', 'x', '....', `${sealed}x`, sealed.slice(0, -4), ...others])
      expect(await openSession(text), text).toBeUndefined()
  })
})

it('gives every browser a session nobody can guess', () => {
  const ids = Array.from({ length: 1_000 }, newSessionId)
  expect(new Set(ids).size).toBe(1_000)
  for (const id of ids) expect(id).toMatch(/^[\w-]{24}$/)
})
