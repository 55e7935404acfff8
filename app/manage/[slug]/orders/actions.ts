'use server'

import { z } from 'zod'
import { isCode, normaliseCode, orderCodeLength } from '#domain/codes'
import { textField } from '#domain/fields'
import { orderCodeLookup } from '#drizzle/codes'
import { listOrdersByCode } from '#drizzle/queries/credentials'
import { orderStatuses } from '#drizzle/schema/read-models'
import { problemsOf, refused } from '../../../_ui/form-input.ts'
import type { FormState } from '../../../_ui/form-state.ts'
import { answerOwner } from '../answer-owner.ts'

const schema = z.object({
  search: textField('Search', { atMost: 200, optional: true }).default(''),
  status: z.enum(orderStatuses).optional().catch(undefined),
})

/** The order that has this code, when it is one. */
const findByCode = async (conferenceId: string, search: string): Promise<string | undefined> => {
  const code = normaliseCode(search)
  if (!isCode(code, orderCodeLength)) return undefined
  const [found] = await listOrdersByCode(conferenceId, orderCodeLookup(code))
  return found?.orderId
}

/** Goes to the orders that were asked for. A code opens an order, so it never gets into an address: the order's id stands for it. */
export const searchOrders = async (_state: unknown, form: unknown): Promise<FormState> =>
  answerOwner(form, async ({ conferenceId, slug }, typed) => {
    const asked = schema.safeParse(typed)
    if (!asked.success) return refused(typed, problemsOf(asked.error))
    const { search, status } = asked.data
    const order = await findByCode(conferenceId, search)
    const query = new URLSearchParams()
    if (order) query.set('order', order)
    else if (search) query.set('search', search)
    if (status) query.set('status', status)
    return `/manage/${slug}/orders?${query}`
  })
