import type { AnyEvent } from '#domain/messages'
import type { OrderConfirmed, OrderEvent } from '#domain/registration/order/events'

/** Events are written in this version of their shapes. */
export const eventSchemaVersion = 1

export type StoredEvent = Readonly<{ version: number; type: string; schema_version: number; data: unknown }>

/** True when an old event can only be read together with the earlier events of its stream. */
export const needsHistory = (stored: Pick<StoredEvent, 'type'>): boolean => stored.type === 'OrderPaymentConfirmed'

/**
 * The one place where an old event becomes what it is called today. `earlier`: the events of its stream before it.
 * The first release wrote OrderPaymentConfirmed without lines; they are those of the order's last totals.
 */
export const upcast = (stored: Pick<StoredEvent, 'type' | 'data'>, earlier: readonly AnyEvent[]): AnyEvent => {
  if (!needsHistory(stored)) return { type: stored.type, data: stored.data } as AnyEvent
  const { orderId, paymentId } = stored.data as { orderId: string; paymentId: string }
  let confirmed: OrderConfirmed['data'] = { orderId, conferenceId: '', paymentId, lines: [], totalMinor: 0 }
  for (const event of earlier as readonly OrderEvent[]) {
    if (event.type === 'OrderPlaced') confirmed = { ...confirmed, conferenceId: event.data.conferenceId }
    if (event.type === 'OrderTotalsCalculated')
      confirmed = { ...confirmed, lines: event.data.lines, totalMinor: event.data.totalMinor }
  }
  return { type: 'OrderConfirmed', data: confirmed }
}
