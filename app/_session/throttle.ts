import { Refusal } from '#domain/refusal'
import { countAttempt, uncountAttempt } from '#drizzle/attempts'
import { now } from '#drizzle/clock'
import { pseudonym } from '#drizzle/codes'
import type { GrantKind } from '#drizzle/grants'
import { getLockouts, lockOut } from '#drizzle/lockouts'
import { hasProven, type KnownBrowser, knows } from './known-browser.ts'

/** So many failures in 15 minutes are let pass under one key. Order codes and access codes are counted apart, except by address. */
type Limit = Readonly<{ most: number; grows: boolean }>

const limits = {
  email: { most: 5, grows: true },
  browser: { most: 5, grows: true },
  address: { most: 20, grows: false },
} as const satisfies Record<string, Limit>

/** Failures on the whole site in 15 minutes: more than people make, and spread so that no limit stops them. */
const alarmAt = 200

type Tally = { failed: number; refused: number; alarms: number }

const tallyKey = Symbol.for('contoso.guesses')
const registry = globalThis as { [tallyKey]?: Tally }

/** What this process has seen since it started. */
export const guesses = (): Tally => {
  registry[tallyKey] ??= { failed: 0, refused: 0, alarms: 0 }
  return registry[tallyKey]
}

type Key = Readonly<{ key: string; limit: Limit }>
/** Either until when nothing is let pass, or how to make the attempt uncounted. */
type Counted = Readonly<{ lockedUntil: Date } | { lockedUntil?: undefined; uncount(): Promise<void> }>

const latest = (dates: readonly Date[]): Date => new Date(Math.max(...dates.map(date => date.getTime())))

/**
 * Counts an attempt under all these keys, or under none when one of them is locked out. A lock-out begins with the first attempt
 * that is one too many. Every lock-out of a key is followed by a new count, so that what came too late for the one before cannot
 * use up the next.
 */
const countUnder = async (keys: readonly Key[]): Promise<Counted> => {
  const lockouts = await getLockouts(keys.map(({ key }) => key))
  const running = [...lockouts.values()].map(({ until }) => until).filter(until => until > now())
  if (running.length > 0) return { lockedUntil: latest(running) }
  const counts = await Promise.all(
    keys.map(async ({ key, limit: { most, grows } }) => {
      const name = `${key}:${lockouts.get(key)?.times ?? 0}`
      const isTooMany = (await countAttempt(name)) > most
      return { name, until: isTooMany ? await lockOut(key, grows) : undefined }
    }),
  )
  const uncount = async () => {
    await Promise.all(counts.map(({ name, until }) => until ?? uncountAttempt(name)))
  }
  const begun = counts.flatMap(({ until }) => until ?? [])
  if (begun.length === 0) return { uncount }
  await uncount()
  return { lockedUntil: latest(begun) }
}

/** In how long, rounded up: exact minutes for an hour and a half, then hours. */
const inWords = (until: Date): string => {
  const minutes = Math.max(1, Math.ceil((until.getTime() - now().getTime()) / 60_000))
  if (minutes > 90) return `${Math.ceil(minutes / 60)} hours`
  return minutes === 1 ? '1 minute' : `${minutes} minutes`
}

const noteFailure = async (): Promise<void> => {
  guesses().failed++
  if ((await countAttempt('site')) !== alarmAt) return
  guesses().alarms++
  console.warn(`Somebody may be guessing codes: ${alarmAt} wrong ones within 15 minutes, over many e-mails and addresses.`)
}

/**
 * An attempt that may be made. `covers`: what a right code may open now. Whoever made it says how it went. `failed` throws Refusal
 * where a right code may have opened nothing either, since only what is covered is told from a wrong one.
 */
export type Admission = Readonly<{ covers(subject: string): boolean; succeeded(): Promise<void>; failed(): Promise<void> }>

/**
 * Counts an attempt before anything is compared, so that many at once count like one after the other. Throws Refusal, which says
 * when to try again, whether there is such an e-mail or not.
 *
 * A browser that signed in with that e-mail before is counted apart as well, and while others have locked out the e-mail or the
 * address it may still open what it proved then, but nothing else: else an order placed in somebody's name would be a way to guess
 * the codes of that person.
 */
export const admit = async (
  kind: GrantKind,
  email: string,
  { address, known }: Readonly<{ address: string; known: KnownBrowser | undefined }>,
): Promise<Admission> => {
  const own = knows(known, kind, email) ? known : undefined
  const [general, apart] = await Promise.all([
    countUnder([
      { key: `email ${pseudonym(`attempts ${kind}`, email)}`, limit: limits.email },
      { key: `address ${pseudonym('attempts address', address)}`, limit: limits.address },
    ]),
    own && countUnder([{ key: `browser ${pseudonym(`attempts ${kind}`, `${own.id} ${email}`)}`, limit: limits.browser }]),
  ])
  if (general.lockedUntil && (!apart || apart.lockedUntil)) {
    guesses().refused++
    const ends = [general.lockedUntil, apart?.lockedUntil ?? general.lockedUntil]
    const soonest = new Date(Math.min(...ends.map(end => end.getTime())))
    throw new Refusal(`Too many attempts. Try again in ${inWords(soonest)}.`)
  }
  return {
    covers: subject => !general.lockedUntil || (own !== undefined && hasProven(own, kind, email, subject)),
    succeeded: async () => {
      await Promise.all([general, apart].map(counted => counted && !counted.lockedUntil && counted.uncount()))
    },
    failed: async () => {
      await noteFailure()
      if (!general.lockedUntil) return
      throw new Refusal(
        `That email and code do not match, or too many attempts were made. Check both, or try again in ${inWords(general.lockedUntil)}.`,
      )
    },
  }
}
