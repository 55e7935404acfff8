import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import { shardOf } from '#domain/event-store'
import { order as orderAggregate, orderStream } from '#domain/registration/order/order'
import type { Conference } from '#drizzle/queries/conference'
import { getConferenceId } from '#drizzle/queries/conference-id'
import { getOrder, type Order } from '#drizzle/queries/order'
import { loadState } from '#drizzle/send'
import { mayOpenOrder } from '../../../_session/session.ts'
import { isId, refused, type Typed } from '../../../_ui/form-input.ts'
import type { FormState } from '../../../_ui/form-state.ts'
import { isNativePost } from '../../../_ui/native-post.ts'
import { findAddress } from '../wait-for-order.ts'

/** An order just placed stands in its stream some milliseconds before it stands in the read table. */
const isPlacedAt = async (conferenceId: string, orderId: string): Promise<boolean> => {
  const state = await loadState(orderAggregate, orderStream(orderId))
  return state.status !== 'none' && state.conferenceId === conferenceId
}

/** The conference of an order that this browser may open under this slug; undefined for every other address, existing or not. */
export const conferenceOfOpenOrder = async (slug: unknown, orderId: unknown): Promise<string | undefined> => {
  const conferenceId = typeof slug === 'string' ? await getConferenceId(slug) : undefined
  if (!conferenceId || !isId(orderId) || shardOf(orderId) !== shardOf(conferenceId)) return undefined
  return (await mayOpenOrder(orderId)) ? conferenceId : undefined
}

/**
 * The order with its conference, for a page. Whoever may not see it goes to the find page, which does not tell whether it exists.
 * Without `order` it was placed this very moment. Once per request, however many ask.
 */
export const openOrder = cache(async (slug: string, orderId: string): Promise<{ conference: Conference; order?: Order }> => {
  const conferenceId = await conferenceOfOpenOrder(slug, orderId)
  if (!conferenceId) return (await getConferenceId(slug)) ? redirect(findAddress(slug)) : notFound()
  const { conference, order } = await getOrder(conferenceId, orderId)
  if (!conference?.wasEverPublished) return notFound()
  const isOurs = order ? order.conferenceId === conferenceId : await isPlacedAt(conferenceId, orderId)
  return isOurs ? { conference, order } : redirect(findAddress(slug))
})

/** The same for a form's action: the order's conference in the log, or undefined. */
export const findOwnOrder = async (slug: unknown, orderId: unknown) => {
  const conferenceId = await conferenceOfOpenOrder(slug, orderId)
  if (!conferenceId || !isId(orderId) || typeof slug !== 'string') return undefined
  const { conference, order } = await getOrder(conferenceId, orderId)
  return conference && order?.conferenceId === conferenceId ? { slug, orderId, conferenceId, conference, order } : undefined
}

/** The answer when that is undefined: a sentence above what was typed or, where no page could show it, the way to the find page. */
export const orderNotOpen = async (typed: Typed): Promise<string | FormState> => {
  const { slug } = typed
  if (slug && (await isNativePost()) && (await getConferenceId(slug))) return findAddress(slug)
  return refused(typed, [
    { message: 'This order is not open in this browser any more. Find it again with your email and order code.' },
  ])
}
