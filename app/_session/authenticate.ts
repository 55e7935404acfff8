import { z } from 'zod'
import { accessCodeLength, isCode, normaliseCode, orderCodeLength } from '#domain/codes'
import { hashAccessCode, orderCodeLookup, sameSecret } from '#drizzle/codes'
import { getConferenceId } from '#drizzle/queries/conference-id'
import { listAccessCodes, listOrdersByCode } from '#drizzle/queries/credentials'
import { openKnownBrowser, sealKnownBrowser } from './known-browser.ts'
import { type Browser, thisBrowser } from './this-browser.ts'
import { admit } from './throttle.ts'

const email = z
  .string()
  .max(254)
  .transform(typed => typed.normalize('NFC').trim().toLowerCase())
  .refine(text => text.isWellFormed() && /^[^\0-\x20]+@[^\0-\x20]+$/.test(text))
const code = (length: number) =>
  z
    .string()
    .max(40)
    .transform(normaliseCode)
    .refine(text => isCode(text, length))

const orderCredentials = z.object({ email, code: code(orderCodeLength), slug: z.string().regex(/^[a-z0-9-]{3,60}$/) })
const conferenceCredentials = z.object({ email, code: code(accessCodeLength) })

/** What somebody proved to be allowed to open. */
type Proofs = {
  order: Readonly<{ orderId: string }>
  conference: Readonly<{ conferences: readonly Readonly<{ conferenceId: string; codeVersion: number }>[] }>
}

/** One thing that the code is right for. `subject` names it: an order or a conference, whichever of its codes it has now. */
type Match = {
  order: Proofs['order'] & Readonly<{ subject: string }>
  conference: Proofs['conference']['conferences'][number] & Readonly<{ subject: string }>
}

/** How a kind of code is looked for. `read` gives undefined for what cannot be right, whatever is stored. */
type Check<Kind extends keyof Proofs> = Readonly<{
  read(credentials: unknown): Readonly<{ email: string; find(): Promise<Match[Kind][]> }> | undefined
  prove(matches: readonly [Match[Kind], ...Match[Kind][]]): Proofs[Kind]
}>

const order: Check<'order'> = {
  read: credentials => {
    const typed = orderCredentials.safeParse(credentials).data
    const find = async ({ slug, code, email }: z.infer<typeof orderCredentials>) => {
      const conferenceId = await getConferenceId(slug)
      const candidates = conferenceId ? await listOrdersByCode(conferenceId, orderCodeLookup(code)) : []
      return candidates
        .filter(order => sameSecret(order.email?.normalize('NFC').trim().toLowerCase() ?? '', email))
        .map(({ orderId }) => ({ subject: orderId, orderId }))
    }
    return typed && { email: typed.email, find: () => find(typed) }
  },
  prove: ([{ orderId }]) => ({ orderId }),
}

const conference: Check<'conference'> = {
  read: credentials => {
    const typed = conferenceCredentials.safeParse(credentials).data
    // The slow hash is made whether or not the e-mail is an owner's, so that the answer takes the same time.
    const find = async ({ email, code }: z.infer<typeof conferenceCredentials>) => {
      const [hash, candidates] = await Promise.all([hashAccessCode(email, code), listAccessCodes(email)])
      return candidates
        .filter(({ codeHash }) => sameSecret(codeHash, hash))
        .map(({ conferenceId, codeVersion }) => ({ subject: conferenceId, conferenceId, codeVersion }))
    }
    return typed && { email: typed.email, find: () => find(typed) }
  },
  prove: matches => ({ conferences: matches.map(({ conferenceId, codeVersion }) => ({ conferenceId, codeVersion })) }),
}

const checks: { [Kind in keyof Proofs]: Check<Kind> } = { order, conference }

/**
 * The one place where an e-mail and a code are compared: for an order `{ email, code, slug }` (order code, conference's slug), for
 * a conference `{ email, code }` (access code). Undefined for anything else, without a hint what was wrong; after too many of
 * them, by whomever, a Refusal is thrown, whose sentence is for the person who asks. Attempts are limited here and not in a form's action,
 * because next-auth's own callback address leads here too.
 */
export const authenticate = async <Kind extends keyof Proofs>(
  kind: Kind,
  credentials: unknown,
  browser?: Browser,
): Promise<Proofs[Kind] | undefined> => {
  const { read, prove }: Check<Kind> = checks[kind]
  const asked = read(credentials)
  if (!asked) return undefined
  const { address, kept, keep } = browser ?? (await thisBrowser())
  const known = await openKnownBrowser(kept)
  const { covers, succeeded, failed } = await admit(kind, asked.email, { address, known })
  const [first, ...others] = (await asked.find()).filter(({ subject }) => covers(subject))
  if (!first) {
    await failed()
    return undefined
  }
  const matches = [first, ...others] as const
  const subjects = matches.map(({ subject }) => subject)
  keep(await sealKnownBrowser(known, kind, asked.email, subjects))
  await succeeded()
  return prove(matches)
}

/**
 * Makes the browser that created a conference one that is known to its owner, as if it had signed in: strangers who fail with the
 * owner's e-mail do not lock it out.
 */
export const rememberOwner = async (conferenceId: string, ownerEmail: string, browser?: Browser): Promise<void> => {
  const { kept, keep } = browser ?? (await thisBrowser())
  keep(await sealKnownBrowser(await openKnownBrowser(kept), 'conference', email.parse(ownerEmail), [conferenceId]))
}
