import { randomUUID } from 'node:crypto'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { sql } from '#drizzle/db'
import { aCreatedConference } from '#drizzle/testing/a-conference'
import { useTestDatabase as withTestDatabase } from '#drizzle/testing/database'
import { authenticate } from './authenticate.ts'
import { aBrowser } from './testing/a-browser.ts'
import { anOrder } from './testing/an-order.ts'
import type { Browser } from './this-browser.ts'
import { guesses } from './throttle.ts'

withTestDatabase()

const thousand = Array.from({ length: 1_000 }, (_, index) => index)
const slug = 'guessed'
const right = 'RGHT23'
const wrong = 'WRNG23'
const refusal = 'Too many attempts. Try again in 15 minutes.'
const anEmail = () => `${randomUUID()}@secrets.example`
const addressNumber = (index: number) => `198.51.${index >> 8}.${index & 255}`

let conferenceId: string
const said: string[] = []

beforeAll(async () => {
  conferenceId = (await aCreatedConference({ slug })).conferenceId
})
beforeEach(async () => {
  await sql()`truncate attempts, lockouts`
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, method).mockImplementation((...parts: unknown[]) => {
      said.push(parts.map(String).join(' '))
    })
})
afterEach(() => vi.restoreAllMocks())

/** An owner who found the order from this browser before. */
const anOwner = async () => {
  const email = anEmail()
  const [orderId, browser] = [await anOrder(conferenceId, right, email), aBrowser()]
  const getIn = () => authenticate('order', { email, code: right, slug }, browser)
  expect(await getIn()).toEqual({ orderId })
  return { email, orderId, browser, getIn }
}

/** How often guesses, thirty at a time, were compared, and how often they were refused. */
const guessAll = async (guess: (index: number) => Readonly<{ email: string; browser: Browser }>) => {
  const counts = { compared: 0, refused: 0 }
  const queue = thousand.values()
  const worker = async () => {
    for (const index of queue) {
      const { email, browser } = guess(index)
      const answer = await authenticate('order', { email, code: wrong, slug }, browser).catch((error: Error) => error.message)
      if (answer === undefined) counts.compared++
      else if (answer === refusal) counts.refused++
      else throw new Error(`A guess was answered with ${JSON.stringify(answer)}.`)
    }
  }
  await Promise.all(Array.from({ length: 30 }, worker))
  return counts
}

describe('a thousand wrong codes', () => {
  it('for one e-mail from one address: five are compared, and the owner’s own browser gets in', async () => {
    const { email, orderId, getIn } = await anOwner()
    const guesser = aBrowser()
    expect(await guessAll(() => ({ email, browser: guesser }))).toEqual({ compared: 5, refused: 995 })
    expect(await getIn()).toEqual({ orderId })
  })

  it('for one e-mail from a thousand addresses: five are compared, and the owner’s own browser gets in', async () => {
    const { email, orderId, getIn } = await anOwner()
    expect(await guessAll(index => ({ email, browser: aBrowser(addressNumber(index)) }))).toEqual({ compared: 5, refused: 995 })
    expect(await getIn()).toEqual({ orderId })
  })

  it('for a thousand e-mails from one address: twenty are compared, and who signed in at that address before gets in', async () => {
    const { browser, orderId, getIn } = await anOwner()
    const guess = () => ({ email: anEmail(), browser: aBrowser(browser.address) })
    expect(await guessAll(guess)).toEqual({ compared: 20, refused: 980 })
    expect(await getIn()).toEqual({ orderId })
  })

  it('for a thousand e-mails from a thousand addresses: nobody is locked out, and one line calls for a person', async () => {
    const { alarms, failed } = guesses()
    said.length = 0
    const guess = (index: number) => ({ email: anEmail(), browser: aBrowser(addressNumber(index)) })
    expect(await guessAll(guess)).toEqual({ compared: 1_000, refused: 0 })
    expect(said).toEqual([expect.stringMatching(/^Somebody may be guessing codes: 200 wrong ones within 15 minutes/)])
    expect(guesses()).toMatchObject({ alarms: alarms + 1, failed: failed + 1_000 })
    expect(await sql()`select key from lockouts`).toEqual([])
  })
})

it('leaves no e-mail, address or code in the log, the counters or the browser', async () => {
  const { email, browser } = await anOwner()
  const guesser = aBrowser('203.0.113.77')
  for (let made = 0; made < 7; made++) await authenticate('order', { email, code: wrong, slug }, guesser).catch(() => {})
  const stored = JSON.stringify([await sql()`select key from attempts`, await sql()`select key from lockouts`])
  expect(stored).toContain('email ')
  expect(stored).toContain('address ')
  const sealed = browser.kept ?? ''
  for (const place of [stored, said.join('\n'), sealed, Buffer.from(sealed, 'base64url').toString('latin1')])
    for (const secret of [email, email.split('@')[0], 'secrets.example', '203.0.113.77', right, wrong])
      expect(place).not.toContain(secret)
})
