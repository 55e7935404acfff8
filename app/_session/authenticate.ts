import { z } from 'zod'
import { accessCodeLength, isCode, normaliseCode, orderCodeLength } from '#domain/codes'
import { hashAccessCode, orderCodeLookup, sameSecret } from '#drizzle/codes'
import { getConferenceId } from '#drizzle/queries/conference-id'
import { listAccessCodes, listOrdersByCode } from '#drizzle/queries/credentials'

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

const orderCredentials = z.object({ email, code: code(orderCodeLength), slug: z.string().max(60) })
const conferenceCredentials = z.object({ email, code: code(accessCodeLength) })

/** What somebody proved to be allowed to open. */
type Proofs = {
  order: Readonly<{ orderId: string }>
  conference: Readonly<{ conferences: readonly Readonly<{ conferenceId: string; codeVersion: number }>[] }>
}

type Checks = { [Kind in keyof Proofs]: (credentials: unknown) => Promise<Proofs[Kind] | undefined> }

const checks: Checks = {
  order: async credentials => {
    const typed = orderCredentials.safeParse(credentials).data
    const conferenceId = typed && (await getConferenceId(typed.slug))
    if (!conferenceId) return undefined
    const candidates = await listOrdersByCode(conferenceId, orderCodeLookup(typed.code))
    const [found] = candidates.filter(order => sameSecret(order.email?.normalize('NFC').trim().toLowerCase() ?? '', typed.email))
    return found && { orderId: found.orderId }
  },

  // The slow hash is made whether or not the e-mail is an owner's, so that the answer takes the same time.
  conference: async credentials => {
    const typed = conferenceCredentials.safeParse(credentials).data
    if (!typed) return undefined
    const [hash, candidates] = await Promise.all([hashAccessCode(typed.email, typed.code), listAccessCodes(typed.email)])
    const conferences = candidates
      .filter(({ codeHash }) => sameSecret(codeHash, hash))
      .map(({ conferenceId, codeVersion }) => ({ conferenceId, codeVersion }))
    return conferences.length > 0 ? { conferences } : undefined
  },
}

/**
 * The one place where an e-mail and a code are compared: for an order `{ email, code, slug }` (order code, conference's slug), for
 * a conference `{ email, code }` (access code). Undefined for anything else, without a hint what was wrong. Every limit on asking
 * belongs here and not in a form's action, because next-auth's own callback address leads here too.
 */
export const authenticate = async <Kind extends keyof Proofs>(
  kind: Kind,
  credentials: unknown,
): Promise<Proofs[Kind] | undefined> => checks[kind](credentials)
