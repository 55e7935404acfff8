import { randomBytes } from 'node:crypto'
import { decode, encode } from 'next-auth/jwt'
import { pseudonym } from '#drizzle/codes'
import type { GrantKind } from '#drizzle/grants'
import { settings } from '#drizzle/settings'

/** So long a browser is known after it signed in. */
export const knownSeconds = 180 * 24 * 3600
const mostRemembered = 20
/** Keys made with it fit nothing else that is sealed with the same secret. */
const salt = 'known-browser'

/**
 * What a browser proved in the past: it opens nothing, but the browser's attempts are counted apart. `proven` tells what it
 * proved, and `emails` for which e-mails, both as pseudonyms.
 */
export type KnownBrowser = Readonly<{ id: string; emails: readonly string[]; proven: readonly string[] }>

const emailMark = (kind: GrantKind, email: string): string => pseudonym(`known-email ${kind}`, email)
const proofMark = (kind: GrantKind, email: string, subject: string): string =>
  pseudonym(`known-proof ${kind}`, `${email}\0${subject}`)

export const knows = (browser: KnownBrowser | undefined, kind: GrantKind, email: string): browser is KnownBrowser =>
  browser?.emails.includes(emailMark(kind, email)) ?? false

export const hasProven = ({ proven }: KnownBrowser, kind: GrantKind, email: string, subject: string): boolean =>
  proven.includes(proofMark(kind, email, subject))

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []

/** Undefined for whatever we did not seal ourselves. */
export const openKnownBrowser = async (sealed: string | undefined): Promise<KnownBrowser | undefined> => {
  if (!sealed) return undefined
  const token = await decode({ token: sealed, secret: settings().AUTH_SECRET, salt }).catch(() => null)
  if (typeof token?.id !== 'string') return undefined
  return { id: token.id, emails: texts(token.emails), proven: texts(token.proven) }
}

const newest = (added: readonly string[], before: readonly string[]): string[] =>
  [...new Set([...added, ...before])].slice(0, mostRemembered)

/** The same browser, which has now proven these subjects too; sealed, for its cookie. */
export const sealKnownBrowser = async (
  browser: KnownBrowser | undefined,
  kind: GrantKind,
  email: string,
  subjects: readonly string[],
): Promise<string> => {
  const id = browser?.id ?? randomBytes(12).toString('base64url')
  const proofs = subjects.map(subject => proofMark(kind, email, subject))
  const token = {
    id,
    emails: newest([emailMark(kind, email)], browser?.emails ?? []),
    proven: newest(proofs, browser?.proven ?? []),
  }
  return encode({ token, secret: settings().AUTH_SECRET, salt, maxAge: knownSeconds })
}
