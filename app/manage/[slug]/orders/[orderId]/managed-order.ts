import { shardOf } from '#domain/event-store'
import { getOrder, type Order } from '#drizzle/queries/order'
import { isId } from '../../../../_ui/form-input.ts'

/** The order when it is one of this conference. */
export const findManagedOrder = async (conferenceId: string, orderId: string): Promise<Order | undefined> => {
  if (!isId(orderId) || shardOf(orderId) !== shardOf(conferenceId)) return undefined
  const { order } = await getOrder(conferenceId, orderId)
  return order?.conferenceId === conferenceId ? order : undefined
}
