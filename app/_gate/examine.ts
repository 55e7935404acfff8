import { settings } from '#drizzle/settings'
import { isActionCall, isActionForm } from './action-fields.ts'
import type { RefusalReason } from './refusal-page.ts'

/** Not more than `serverActions.bodySizeLimit` in next.config.ts, beyond which Next answers 500. */
export const longestBody = 256 * 1024
const longestAddress = 8_000

/** From another site, or from none that has a name. A browser says where a form comes from; other programs need not. */
const isForeign = ({ headers }: Request): boolean => {
  const origin = headers.get('origin')
  if (origin === null) return false
  if (!URL.canParse(origin)) return true
  const { host } = new URL(origin)
  return host !== (headers.get('x-forwarded-host') ?? headers.get('host')) && host !== new URL(settings().PUBLIC_URL).host
}

const unreadable = (text: string): boolean => {
  try {
    return decodeURIComponent(text).includes('\0')
  } catch {
    return true
  }
}

/** Undefined: nothing is wrong with it. PostgreSQL stores no NUL, so no address of ours has one. */
export const examineAddress = ({ pathname, search }: URL): RefusalReason | undefined => {
  if (pathname.length + search.length > longestAddress) return 'longAddress'
  if (unreadable(pathname) || search.includes('%00')) return 'badAddress'
  if (pathname === '/_global-error') return 'notFound'
}

export const examineLength = ({ headers }: Request): RefusalReason | undefined => {
  const length = headers.get('content-length')
  if (length === null) return 'noLength'
  if (Number(length) > longestBody) return 'tooLarge'
}

/** For a request that changes something, wherever it goes. */
export const examineOrigin = (request: Request): RefusalReason | undefined => (isForeign(request) ? 'foreignOrigin' : undefined)

/** A page's own form, sent by the browser (multipart) or by a script of ours (with the header `next-action`). */
const examineForm = async (request: Request): Promise<RefusalReason | undefined> => {
  const type = request.headers.get('content-type') ?? ''
  const byScript = request.headers.has('next-action')
  if (request.headers.get('content-length') === '0') return 'emptyForm'
  try {
    if (/^multipart\/form-data\b/i.test(type)) {
      const form = await request.formData()
      return (byScript ? isActionCall(form) : isActionForm(form)) ? undefined : 'unreadableForm'
    }
    if (!byScript || !/^text\/plain\b/i.test(type)) return 'notAForm'
    return isActionCall(await request.text()) ? undefined : 'unreadableForm'
  } catch {
    return 'unreadableForm'
  }
}

/** Everything about a request to a page that Next would answer with a bare 500, or PostgreSQL refuse. */
export const examinePageRequest = async (request: Request): Promise<RefusalReason | undefined> => {
  if (!['GET', 'HEAD', 'POST'].includes(request.method)) return 'method'
  if (request.method !== 'POST') return undefined
  return examineOrigin(request) ?? examineLength(request) ?? examineForm(request)
}
