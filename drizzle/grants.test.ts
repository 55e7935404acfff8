import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { sql } from './db.ts'
import { grant, hasGrant, listGrants, revokeAll } from './grants.ts'
import { useTestDatabase } from './testing/database.ts'
import { setClockAhead, withTestClock } from './testing/test-clock.ts'

useTestDatabase(withTestClock)

beforeEach(() => setClockAhead({ minutes: 0 }))

const aSession = () => `session-${randomUUID()}`
const rowsOf = async (session: string) => (await sql()`select 1 from session_grants where session = ${session}`).length

describe('a grant', () => {
  it('opens its subject to its session and to no other', async () => {
    const [session, order] = [aSession(), randomUUID()]
    expect(await hasGrant(session, 'order', order)).toBe(false)
    await grant(session, 'order', order)
    expect(await hasGrant(session, 'order', order)).toBe(true)
    expect(await hasGrant(aSession(), 'order', order)).toBe(false)
    expect(await hasGrant(session, 'order', randomUUID())).toBe(false)
    expect(await hasGrant(session, 'conference', order)).toBe(false)
  })

  it('of a conference ends with a new access code, until it is given again', async () => {
    const [session, conference] = [aSession(), randomUUID()]
    await grant(session, 'conference', conference, 1)
    expect(await hasGrant(session, 'conference', conference, 1)).toBe(true)
    expect(await hasGrant(session, 'conference', conference, 2)).toBe(false)
    expect(await hasGrant(session, 'conference', conference)).toBe(false)
    await grant(session, 'conference', conference, 2)
    expect(await listGrants(session, 'conference')).toEqual([{ subject: conference, codeVersion: 2 }])
  })

  it('lasts eight hours, counted from the last time it was given', async () => {
    const [session, order] = [aSession(), randomUUID()]
    await grant(session, 'order', order)
    setClockAhead({ minutes: 7 * 60 })
    await grant(session, 'order', order)
    setClockAhead({ minutes: 15 * 60 - 1 })
    expect(await hasGrant(session, 'order', order)).toBe(true)
    setClockAhead({ minutes: 15 * 60 + 1 })
    expect(await hasGrant(session, 'order', order)).toBe(false)
    expect(await listGrants(session, 'order')).toEqual([])
  })

  it('ends at once when the session signs out, and only there', async () => {
    const [leaving, staying, order] = [aSession(), aSession(), randomUUID()]
    await grant(leaving, 'order', order)
    await grant(leaving, 'conference', randomUUID(), 1)
    await grant(staying, 'order', order)
    await revokeAll(leaving)
    expect(await rowsOf(leaving)).toBe(0)
    expect(await hasGrant(staying, 'order', order)).toBe(true)
  })
})

describe('the grants of a session', () => {
  it('are at most twenty of both kinds: the oldest make room', async () => {
    const session = aSession()
    const orders = Array.from({ length: 21 }, () => randomUUID())
    await grant(session, 'conference', 'the-oldest', 1)
    for (const [index, order] of orders.entries()) {
      setClockAhead({ minutes: index + 1 })
      await grant(session, 'order', order)
    }
    expect((await listGrants(session, 'order')).map(({ subject }) => subject)).toEqual(orders.slice(1).reverse())
    expect(await listGrants(session, 'conference')).toEqual([])
    expect(await rowsOf(session)).toBe(20)
  })

  it('keep the one that is given again', async () => {
    const [session, kept] = [aSession(), randomUUID()]
    await grant(session, 'order', kept)
    for (let given = 1; given <= 25; given++) {
      setClockAhead({ minutes: given })
      await grant(session, 'order', randomUUID())
      await grant(session, 'order', kept)
    }
    expect(await hasGrant(session, 'order', kept)).toBe(true)
    expect(await rowsOf(session)).toBe(20)
  })

  it('do not get lost when two tabs are granted something at once', async () => {
    const session = aSession()
    const orders = Array.from({ length: 10 }, () => randomUUID())
    await Promise.all(orders.map(order => grant(session, 'order', order)))
    expect(new Set((await listGrants(session, 'order')).map(({ subject }) => subject))).toEqual(new Set(orders))
  })
})

it('clears away what others let expire', async () => {
  const [gone, session] = [aSession(), aSession()]
  await grant(gone, 'order', randomUUID())
  setClockAhead({ minutes: 9 * 60 })
  await Promise.all(Array.from({ length: 8 }, () => grant(session, 'order', randomUUID())))
  expect(await rowsOf(gone)).toBe(0)
  expect(await rowsOf(session)).toBe(8)
})
