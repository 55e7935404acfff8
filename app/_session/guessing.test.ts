import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { renewAccessCode } from '#drizzle/conferences'
import { sql } from '#drizzle/db'
import { aCreatedConference, write } from '#drizzle/testing/a-conference'
import { useTestDatabase as withTestDatabase } from '#drizzle/testing/database'
import { authenticate, rememberOwner } from './authenticate.ts'
import { aBrowser } from './testing/a-browser.ts'
import { anOrder } from './testing/an-order.ts'
import type { Browser } from './this-browser.ts'
import { guesses } from './throttle.ts'

withTestDatabase()

const run = promisify(execFile)
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

type Owner = Readonly<{ email: string; browser: Browser; getIn(): Promise<unknown>; opened: unknown }>

/** Somebody who found an order from this browser before. */
const aRegistrant = async (): Promise<Owner> => {
  const email = anEmail()
  const [orderId, browser] = [await anOrder(conferenceId, right, email), aBrowser()]
  const getIn = () => authenticate('order', { email, code: right, slug }, browser)
  expect(await getIn()).toEqual({ orderId })
  return { email, browser, getIn, opened: { orderId } }
}

/** How the browser of a conference's owner came to be known. */
type Past = 'signed in' | 'signed in and made a new code' | 'created the conference'

const aConferenceOwner = async (past: Past): Promise<Owner> => {
  const [email, browser] = [anEmail(), aBrowser()]
  const { conferenceId, accessCode } = await aCreatedConference({ ownerEmail: email })
  const signIn = (code: string) => authenticate('conference', { email, code }, browser)
  const opened = (codeVersion: number) => ({ conferences: [{ conferenceId, codeVersion }] })
  if (past === 'created the conference') await rememberOwner(conferenceId, email.toUpperCase(), browser)
  else expect(await signIn(accessCode)).toEqual(opened(1))
  if (past !== 'signed in and made a new code') return { email, browser, getIn: () => signIn(accessCode), opened: opened(1) }
  const renewed = await write(tx => renewAccessCode(tx, conferenceId, 'owner'))
  return { email, browser, getIn: () => signIn(renewed), opened: opened(2) }
}

const guessOrder = (email: string, browser: Browser) => authenticate('order', { email, code: wrong, slug }, browser)
const guessConference = (email: string, browser: Browser) => authenticate('conference', { email, code: 'WRNG2' }, browser)

/** How often so many guesses, thirty at a time, were compared, and how often they were refused. */
const guessAll = async (times: number, guess: (index: number) => Promise<unknown>) => {
  const counts = { compared: 0, refused: 0 }
  const queue = Array(times).keys()
  const worker = async () => {
    for (const index of queue) {
      const answer = await guess(index).catch((error: Error) => error.message)
      if (answer === undefined) counts.compared++
      else if (answer === refusal) counts.refused++
      else throw new Error(`A guess was answered with ${JSON.stringify(answer)}.`)
    }
  }
  await Promise.all(Array.from({ length: 30 }, worker))
  return counts
}

describe.each([
  { times: 1_000, whose: 'order code, whose owner found the order before', anOwner: aRegistrant, guess: guessOrder },
  ...(
    [
      [1_000, 'signed in'],
      [100, 'signed in and made a new code'],
      [100, 'created the conference'],
    ] as const
  ).map(([times, past]) => ({
    times,
    whose: `access code, whose owner ${past}`,
    anOwner: () => aConferenceOwner(past),
    guess: guessConference,
  })),
])('$times wrong codes instead of an $whose', { timeout: 60_000 }, ({ times, anOwner, guess }) => {
  it('for one e-mail from one address: five are compared, and the owner’s own browser gets in', async () => {
    const { email, opened, getIn } = await anOwner()
    const guesser = aBrowser()
    expect(await guessAll(times, () => guess(email, guesser))).toEqual({ compared: 5, refused: times - 5 })
    expect(await getIn()).toEqual(opened)
  })

  it('for one e-mail from as many addresses: five are compared, and the owner’s own browser gets in', async () => {
    const { email, opened, getIn } = await anOwner()
    const fromAnother = (index: number) => guess(email, aBrowser(addressNumber(index)))
    expect(await guessAll(times, fromAnother)).toEqual({ compared: 5, refused: times - 5 })
    expect(await getIn()).toEqual(opened)
  })

  it('for as many e-mails from the owner’s address: twenty are compared, and the owner’s own browser gets in', async () => {
    const { browser, opened, getIn } = await anOwner()
    const forAnother = () => guess(anEmail(), aBrowser(browser.address))
    expect(await guessAll(times, forAnother)).toEqual({ compared: 20, refused: times - 20 })
    expect(await getIn()).toEqual(opened)
  })
})

it('locks nobody out for a thousand wrong codes for a thousand e-mails from a thousand addresses, but calls for a person once', async () => {
  const { alarms, failed } = guesses()
  said.length = 0
  const stranger = (index: number) => guessOrder(anEmail(), aBrowser(addressNumber(index)))
  expect(await guessAll(1_000, stranger)).toEqual({ compared: 1_000, refused: 0 })
  expect(said).toEqual([expect.stringMatching(/^Somebody may be guessing codes: 200 wrong ones within 15 minutes/)])
  expect(guesses()).toMatchObject({ alarms: alarms + 1, failed: failed + 1_000 })
  expect(await sql()`select key from lockouts`).toEqual([])
})

it('leaves no e-mail, address or code in the log, the counters or the browser', async () => {
  const { email, browser } = await aRegistrant()
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

it('counts what other processes were asked', async () => {
  const [registrant, owner] = [await aRegistrant(), await aConferenceOwner('signed in')]
  const credentials = [
    ['order', { email: registrant.email, code: wrong, slug }],
    ['conference', { email: owner.email, code: 'WRNG2' }],
  ]
  const elsewhere = () =>
    run(process.execPath, ['--import', 'tsx', 'app/_session/testing/guess-elsewhere.ts', JSON.stringify(credentials), '3'])
  const answers = await Promise.all([elsewhere(), elsewhere()])
  const counted = answers.flatMap(({ stdout }) => JSON.parse(stdout) as (string | null)[])
  expect(counted.filter(answer => answer === null)).toHaveLength(10)
  expect(counted.filter(answer => answer === refusal)).toHaveLength(2)
  expect(await guessOrder(registrant.email, aBrowser()).catch((error: Error) => error.message)).toBe(refusal)
  expect(await guessConference(owner.email, aBrowser()).catch((error: Error) => error.message)).toBe(refusal)
  expect([await registrant.getIn(), await owner.getIn()]).toEqual([registrant.opened, owner.opened])
})
