import { headers } from 'next/headers'

/**
 * Whether the request is a form that the browser sent by itself, without JavaScript. Next renders the page in answer to it: what
 * the page then says by `redirect()` (a 307, which sends the form on) or `notFound()` (an empty document) is of no use there.
 */
export const isNativePost = async (): Promise<boolean> => {
  const sent = await headers()
  return !sent.has('next-action') && (sent.get('content-type') ?? '').startsWith('multipart/form-data')
}
