import { randomUUID } from 'node:crypto'
import { decode } from 'next-auth/jwt'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { codeAlphabet } from '#domain/codes'
import { renewAccessCode } from '#drizzle/conferences'
import { settings } from '#drizzle/settings'
import { aCreatedConference, write } from '#drizzle/testing/a-conference'
import { useTestDatabase as withTestDatabase } from '#drizzle/testing/database'
import { setClockAhead, withTestClock } from '#drizzle/testing/test-clock'
import { authenticate, rememberOwner } from './authenticate.ts'
import { sealSession } from './session-cookie.ts'
import { aBrowser } from './testing/a-browser.ts'
import { anOrder } from './testing/an-order.ts'
import type { Browser } from './this-browser.ts'

withTestDatabase(withTestClock)

const slug = 'guessing'
let conferenceId: string

beforeAll(async () => {
  conferenceId = (await aCreatedConference({ slug })).conferenceId
})
beforeEach(() => setClockAhead({ minutes: 0 }))

const anEmail = () => `${randomUUID()}@people.example`
const anAddress = () => `203.0.113.1/${randomUUID()}`

const tooMany = (time: string) => `Too many attempts. Try again in ${time}.`
const noMatch = 'no match'
const either = (time: string) =>
  `That email and code do not match, or too many attempts were made. Check both, or try again in ${time}.`

type Attempt = () => Promise<unknown>

/** What the person sees: what opened, that nothing matched, or the sentence. */
const answerTo = async (attempt: Attempt): Promise<unknown> => {
  try {
    return (await attempt()) ?? noMatch
  } catch (error) {
    return (error as Error).message
  }
}

const answersTo = async (attempt: Attempt, times: number): Promise<unknown[]> => {
  const answers: unknown[] = []
  for (let made = 0; made < times; made++) answers.push(await answerTo(attempt))
  return answers
}

/** An order and how to ask for it; a wrong code unless another is given. */
const anOrderToFind = async (email = anEmail()) => {
  const orderId = await anOrder(conferenceId, 'ABC234', email)
  const find =
    (browser = aBrowser(), code = 'ZZZ999') =>
    () =>
      authenticate('order', { email, code, slug }, browser)
  return { email, orderId, find, right: 'ABC234' }
}

/** A wrong code for an e-mail that nobody has. */
const guess = (browser: Browser) => () => authenticate('order', { email: anEmail(), code: 'ZZZ999', slug }, browser)

const aConferenceToManage = async (email = anEmail()) => {
  const { conferenceId, accessCode } = await aCreatedConference({ ownerEmail: email })
  const wrong = codeAlphabet.replace(accessCode.charAt(0), '').charAt(0) + accessCode.slice(1)
  const signIn =
    (browser = aBrowser(), code = wrong) =>
    () =>
      authenticate('conference', { email, code }, browser)
  return { email, conferenceId, accessCode, signIn, opened: { conferences: [{ conferenceId, codeVersion: 1 }] } }
}

const lockOutEmail = async (wrong: Attempt) => expect((await answersTo(wrong, 6)).at(-1)).toBe(tooMany('15 minutes'))

describe('an e-mail', () => {
  it('is locked out after five failures, from wherever they came, and for the right code too', async () => {
    const { find, right } = await anOrderToFind()
    for (let made = 0; made < 5; made++) expect(await answerTo(find())).toBe(noMatch)
    expect(await answerTo(find())).toBe(tooMany('15 minutes'))
    expect(await answerTo(find(aBrowser(), right))).toBe(tooMany('15 minutes'))
  })

  it('is answered alike whether anybody has it or not', async () => {
    const { find } = await anOrderToFind()
    const nobody = anEmail()
    const browsers = [aBrowser(), aBrowser()] as const
    const answers = await answersTo(find(browsers[0]), 7)
    expect(await answersTo(() => authenticate('order', { email: nobody, code: 'ZZZ999', slug }, browsers[1]), 7)).toEqual(answers)
  })

  it('is locked out for access codes in the same way, and apart from order codes', async () => {
    const { email, accessCode, signIn } = await aConferenceToManage()
    expect(await answersTo(signIn(), 6)).toEqual([...Array(5).fill(noMatch), tooMany('15 minutes')])
    expect(await answerTo(signIn(aBrowser(), accessCode))).toBe(tooMany('15 minutes'))
    const { find, orderId, right } = await anOrderToFind(email)
    expect(await answerTo(find(aBrowser(), right))).toEqual({ orderId })
  })

  it('has its five failures also when a hundred attempts come at once', async () => {
    const { find } = await anOrderToFind()
    const answers = await Promise.all(Array.from({ length: 100 }, () => answerTo(find())))
    expect(answers.filter(answer => answer === noMatch)).toHaveLength(5)
    expect(answers.filter(answer => answer === tooMany('15 minutes'))).toHaveLength(95)
  })

  it('is locked out for twice as long each time, up to eight hours, and after a quiet day for 15 minutes again', async () => {
    const { find, orderId, right } = await anOrderToFind()
    let minutes = 0
    for (const [length, words] of [
      [15, '15 minutes'],
      [30, '30 minutes'],
      [60, '60 minutes'],
      [120, '2 hours'],
      [240, '4 hours'],
      [480, '8 hours'],
      [480, '8 hours'],
    ] as const) {
      expect(await answersTo(find(), 7)).toEqual([...Array(5).fill(noMatch), tooMany(words), tooMany(words)])
      setClockAhead({ minutes: minutes + length - 1 })
      expect(await answerTo(find(aBrowser(), right))).toBe(tooMany('1 minute'))
      minutes += length
      setClockAhead({ minutes })
      expect(await answerTo(find(aBrowser(), right))).toEqual({ orderId })
    }
    setClockAhead({ minutes: minutes + 24 * 60 + 1 })
    await lockOutEmail(find())
  })

  it('is not counted for what cannot be a code, nor when the code is right', async () => {
    const { find, orderId, right } = await anOrderToFind()
    const browser = aBrowser()
    for (const code of ['', 'ABC23', 'ABC2345', 'ABC23O', 'ABC23\0'])
      expect(await answersTo(find(browser, code), 5)).toContain(noMatch)
    for (let made = 0; made < 30; made++) expect(await answerTo(find(aBrowser(browser.address), right))).toEqual({ orderId })
    expect(await answersTo(find(browser), 6)).toEqual([...Array(5).fill(noMatch), tooMany('15 minutes')])
  })

  it('keeps its failures when a right code comes between them, for that may be of an order that the guesser placed', async () => {
    const { find, orderId, right } = await anOrderToFind()
    for (let made = 0; made < 4; made++) {
      expect(await answerTo(find())).toBe(noMatch)
      expect(await answerTo(find(aBrowser(), right))).toEqual({ orderId })
    }
    expect(await answersTo(find(), 2)).toEqual([noMatch, tooMany('15 minutes')])
  })
})

describe('an address', () => {
  it('is locked out for 15 minutes after twenty failures over whatever e-mails, every time', async () => {
    const address = anAddress()
    const { find, orderId, right } = await anOrderToFind()
    const { signIn } = await aConferenceToManage()
    for (const minutes of [0, 15, 30]) {
      setClockAhead({ minutes })
      expect(await answerTo(signIn(aBrowser(address)))).toBe(noMatch)
      expect(await answersTo(guess(aBrowser(address)), 19)).toEqual(Array(19).fill(noMatch))
      expect(await answerTo(find(aBrowser(address), right))).toBe(tooMany('15 minutes'))
      expect(await answerTo(find(aBrowser(anAddress()), right))).toEqual({ orderId })
    }
  })

  it('is not counted for what the lock-out of an e-mail refuses', async () => {
    const address = anAddress()
    for (let owners = 0; owners < 3; owners++) {
      const { find } = await anOrderToFind()
      await answersTo(find(aBrowser(address)), 10)
    }
    expect(await answersTo(guess(aBrowser(address)), 6)).toEqual([...Array(5).fill(noMatch), tooMany('15 minutes')])
  })
})

describe('a browser that signed in before', () => {
  it('gets in while others have locked out its e-mail and its address', async () => {
    const { signIn, accessCode, opened } = await aConferenceToManage()
    const own = aBrowser()
    expect(await answerTo(signIn(own, accessCode))).toEqual(opened)
    await lockOutEmail(signIn())
    expect((await answersTo(guess(aBrowser(own.address)), 21)).at(-1)).toBe(tooMany('15 minutes'))
    expect(await answerTo(signIn(aBrowser(), accessCode))).toBe(tooMany('15 minutes'))
    expect(await answerTo(signIn(own, accessCode))).toEqual(opened)
  })

  it('does so for an order too', async () => {
    const { find, right, orderId } = await anOrderToFind()
    const own = aBrowser()
    await answerTo(find(own, right))
    await lockOutEmail(find())
    expect(await answerTo(find(own, right))).toEqual({ orderId })
  })

  it('has five failures of its own and is then locked out as well', async () => {
    const { find, right } = await anOrderToFind()
    const own = aBrowser()
    await answerTo(find(own, right))
    await lockOutEmail(find())
    expect(await answersTo(find(own), 6)).toEqual([...Array(5).fill(either('15 minutes')), tooMany('15 minutes')])
    expect(await answerTo(find(own, right))).toBe(tooMany('15 minutes'))
  })

  it('opens then only what it opened before: what is placed in somebody’s name is no way to guess their codes', async () => {
    const victim = await anOrderToFind()
    const decoy = await anOrder(conferenceId, 'DEC234', victim.email)
    const guesser = aBrowser()
    expect(await answerTo(victim.find(guesser, 'DEC234'))).toEqual({ orderId: decoy })
    await lockOutEmail(victim.find())
    for (const code of [victim.right, 'ZZZ999']) expect(await answerTo(victim.find(guesser, code))).toBe(either('15 minutes'))
    expect(await answerTo(victim.find(guesser, 'DEC234'))).toEqual({ orderId: decoy })

    const owner = await aConferenceToManage(victim.email)
    const created = await aConferenceToManage(victim.email)
    await rememberOwner(created.conferenceId, victim.email, guesser)
    await lockOutEmail(owner.signIn())
    for (const code of [owner.accessCode, undefined])
      expect(await answerTo(owner.signIn(guesser, code))).toBe(either('15 minutes'))
    expect(await answerTo(created.signIn(guesser, created.accessCode))).toEqual(created.opened)
  })

  it('gets in with the new access code after one was made', async () => {
    const { signIn, accessCode, conferenceId } = await aConferenceToManage()
    const own = aBrowser()
    await answerTo(signIn(own, accessCode))
    const renewed = await write(tx => renewAccessCode(tx, conferenceId, 'owner'))
    await lockOutEmail(signIn())
    expect(await answerTo(signIn(own, accessCode))).toBe(either('15 minutes'))
    expect(await answerTo(signIn(own, renewed))).toEqual({ conferences: [{ conferenceId, codeVersion: 2 }] })
  })

  it('is known by nothing that it could have made itself, and for no other e-mail', async () => {
    const { find, right } = await anOrderToFind()
    const other = await anOrderToFind()
    const known = aBrowser()
    await answerTo(other.find(known, other.right))
    const named = async (kept: string | undefined) => {
      const browser = aBrowser()
      if (kept) browser.keep(kept)
      return answerTo(find(browser, right))
    }
    await lockOutEmail(find())
    const genuine = known.kept ?? ''
    await expect(decode({ token: genuine, secret: settings().AUTH_SECRET })).rejects.toThrow()
    for (const kept of [genuine, `${genuine.slice(0, -2)}AA`, 'x', '', JSON.stringify({ id: 'x' }), await sealSession('x')])
      expect(await named(kept)).toBe(tooMany('15 minutes'))
  })
})
