import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { aCreatedConference } from '#drizzle/testing/a-conference'
import { useTestDatabase as withTestDatabase } from '#drizzle/testing/database'
import { authenticate } from './authenticate.ts'
import { aBrowser } from './testing/a-browser.ts'

withTestDatabase()

/** Where nothing is hashed for an e-mail that nobody has, the medians are nearly their whole length apart. */
const tolerance = 1 / 3

const anEmail = () => `${randomUUID()}@people.example`

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN

/** Milliseconds until a code that is not right is answered. */
const answerTime = async (email: string, code = 'ZZZ99'): Promise<number> => {
  const begun = performance.now()
  expect(await authenticate('conference', { email, code }, aBrowser())).toBeUndefined()
  return performance.now() - begun
}

it('answers an e-mail that somebody has as slowly as one that nobody has', async () => {
  const owners = Array.from({ length: 8 }, anEmail)
  await Promise.all(owners.map(ownerEmail => aCreatedConference({ ownerEmail })))
  const [known, unknown, unread]: [number[], number[], number[]] = [[], [], []]
  const apart = () => Math.abs(median(known) - median(unknown)) / median(unknown)

  // In turn, so that whatever else this machine does slows both down alike; again, up to the fifth time that an owner may try,
  // because it may do a lot. A difference that is there stays.
  for (let round = 0; round < 5 && !(apart() < tolerance); round++)
    for (const owner of owners) {
      known.push(await answerTime(owner))
      unknown.push(await answerTime(anEmail()))
      unread.push(await answerTime(owner, 'no code'))
    }
  expect(apart()).toBeLessThan(tolerance)
  // What is not even hashed shows that a difference can be seen.
  expect(median(unread)).toBeLessThan(median(unknown) / 4)
}, 60_000)
