import { openCode } from '#drizzle/codes'
import { getOrder } from '#drizzle/queries/order'
import { orderStatuses } from '#drizzle/schema/read-models'
import { isId } from '../../../_ui/form-input.ts'

/** What an address says of the orders it wants; it may say anything. */
export type Asked = Readonly<Partial<Record<'search' | 'order' | 'status', unknown>>>

/** What to look for: a text, or the code of the order that an address names instead of it. */
const searchOf = async (conferenceId: string, { search, order }: Asked): Promise<string> => {
  if (isId(order)) {
    const found = (await getOrder(conferenceId, order)).order
    if (found?.conferenceId === conferenceId) return openCode(found.sealedCode)
  }
  return typeof search === 'string' ? search.slice(0, 200) : ''
}

/** The orders that an address wants, and how another one asks for the same. */
export const ordersAsked = async (conferenceId: string, asked: Asked) => {
  const search = await searchOf(conferenceId, asked)
  const status = orderStatuses.find(each => each === asked.status)
  const query = { ...(isId(asked.order) ? { order: asked.order } : { search }), status }
  return { search, status, query, isFiltered: search !== '' || status !== undefined }
}
