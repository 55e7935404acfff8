import { getConferenceId } from '#drizzle/queries/conference-id'
import { getConferenceVisibility } from '#drizzle/queries/conference-visibility'
import { getMail } from '#drizzle/queries/mails'
import { getPayment } from '#drizzle/queries/payment'
import { settings } from '#drizzle/settings'
import { isId } from './_ui/form-input.ts'

/** The mailbox is there only where mails are not sent. */
const isMailboxAddress = async (mailId: string | undefined, more: number): Promise<boolean> => {
  if (settings().MAILBOX !== '1' || more > 0) return false
  return mailId === undefined || (isId(mailId) && (await getMail(mailId)) !== undefined)
}

/**
 * Whether a public page stands at this address. Next answers `notFound()` in a page with a document that is empty without
 * JavaScript (vercel/next.js#62228), but renders the not-found page for an address that no route has: so `proxy.ts` asks here
 * first and sends such requests there. Pages still call `notFound()`; who may see an order is decided by them alone.
 */
export const isKnownAddress = async (pathname: string): Promise<boolean> => {
  const [first = '', second, ...rest] = pathname.split('/').slice(1)
  // Whoever may not see a management page is sent to sign in, whether or not there is one.
  if (first === 'manage') return true
  if (first === 'mailbox') return isMailboxAddress(second, rest.length)
  if (first === 'payment' && second && rest.length === 0)
    return isId(second) && ((await getPayment(second))?.amountMinor ?? 0) > 0
  const isPublic = second === undefined || (second === 'register' && rest.length === 0)
  if (first === '' || !(isPublic || second === 'orders')) return true
  const conferenceId = await getConferenceId(first)
  const visibility = conferenceId ? await getConferenceVisibility(conferenceId) : undefined
  return (isPublic ? visibility?.published : visibility?.wasEverPublished) ?? false
}
