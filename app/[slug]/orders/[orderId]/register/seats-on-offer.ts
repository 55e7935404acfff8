import type { SeatType } from '#drizzle/queries/conference'
import type { Order } from '#drizzle/queries/order'
import type { SeatOnOffer } from '../../../seat-picker.tsx'

/**
 * What may be chosen for an order there is: what is left counted with its own holds, at the prices it already has, with what it
 * holds (or asks, before the answer) filled in.
 */
export const seatsOnOffer = (
  seatTypes: readonly SeatType[],
  order: Readonly<{ status: Order['status']; lines: readonly Omit<Order['lines'][number], 'lineTotalMinor' | 'name'>[] }>,
): SeatOnOffer[] =>
  seatTypes.map(seatType => {
    const line = order.lines.find(({ seatTypeId }) => seatTypeId === seatType.seatTypeId)
    if (!line) return seatType
    const answered = order.status !== 'placed'
    return {
      ...seatType,
      priceMinor: line.unitPriceMinor,
      remaining: Math.max(seatType.remaining, 0) + line.reserved,
      quantity: answered ? line.reserved : line.requested,
      shortened: answered && line.reserved < line.requested,
    }
  })
