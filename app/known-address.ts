import { hasGrant } from '#drizzle/grants'
import { getCodeVersion } from '#drizzle/queries/code-version'
import { getConferenceId } from '#drizzle/queries/conference-id'
import { getConferenceVisibility } from '#drizzle/queries/conference-visibility'
import { getMail } from '#drizzle/queries/mails'
import { getPayment } from '#drizzle/queries/payment'
import { settings } from '#drizzle/settings'
import { isId } from './_ui/form-input.ts'
import { findManagedOrder } from './manage/[slug]/orders/[orderId]/managed-order.ts'

/** The mailbox is there only where mails are not sent. */
const isMailboxAddress = async (mailId: string | undefined, more: number): Promise<boolean> => {
  if (settings().MAILBOX !== '1' || more > 0) return false
  return mailId === undefined || (isId(mailId) && (await getMail(mailId)) !== undefined)
}

/**
 * An order that its conference does not have, for who may manage the conference. Whoever may not see a management page is sent to
 * sign in, whether or not there is one.
 */
const isMissingOrder = async (session: string | undefined, [slug, part, orderId, ...more]: string[]): Promise<boolean> => {
  if (!session || !slug || part !== 'orders' || !orderId || more.length > 0) return false
  const conferenceId = await getConferenceId(slug)
  const codeVersion = conferenceId && (await getCodeVersion(conferenceId))
  if (!conferenceId || !codeVersion || !(await hasGrant(session, 'conference', conferenceId, codeVersion))) return false
  return (await findManagedOrder(conferenceId, orderId)) === undefined
}

/**
 * Whether a page stands at this address. Next answers `notFound()` in a page with a document that is empty without
 * JavaScript (vercel/next.js#62228), but renders the not-found page for an address that no route has: so `proxy.ts` asks here
 * first and sends such requests there. Pages still call `notFound()`; who may see what is decided by them alone.
 */
export const isKnownAddress = async (pathname: string, session: string | undefined): Promise<boolean> => {
  const [first = '', second, ...rest] = pathname.split('/').slice(1)
  if (first === 'manage') return !(await isMissingOrder(session, [second ?? '', ...rest]))
  if (first === 'mailbox') return isMailboxAddress(second, rest.length)
  if (first === 'payment' && second && rest.length === 0)
    return isId(second) && ((await getPayment(second))?.amountMinor ?? 0) > 0
  const isPublic = second === undefined || (second === 'register' && rest.length === 0)
  if (first === '' || !(isPublic || second === 'orders')) return true
  const conferenceId = await getConferenceId(first)
  const visibility = conferenceId ? await getConferenceVisibility(conferenceId) : undefined
  return (isPublic ? visibility?.published : visibility?.wasEverPublished) ?? false
}
