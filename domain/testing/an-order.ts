import type { ConfirmOrder, RegisterToConference } from '../registration/order/commands.ts'
import type { OrderEvent } from '../registration/order/events.ts'
import type { PricedLine } from '../registration/pricing.ts'
import type { SeatQuantity } from '../seats.ts'

/** One order to tell stories about: placed at noon, held for fifteen minutes. */
export const orderId = 'a0000000-0000-4000-8000-000000000001'
export const conferenceId = 'a0000000-0000-4000-8000-00000000000c'
export const noon = '2027-03-10T12:00:00.000Z'
export const lastMoment = '2027-03-10T12:14:59.999Z'
export const holdEnd = '2027-03-10T12:15:00.000Z'
export const releaseAt = '2027-03-10T12:29:00.000Z'

export const full = 'seat-type-full'
export const workshop = 'seat-type-workshop'
export const reception = 'seat-type-reception'

const prices = {
  [full]: { name: 'Full conference', description: 'Every talk', unitPriceMinor: 50_000 },
  [workshop]: { name: 'Workshop', description: 'Three hours', unitPriceMinor: 12_050 },
  [reception]: { name: 'Reception', description: 'Drinks', unitPriceMinor: 0 },
}

type Wish = readonly [seatTypeId: keyof typeof prices, quantity: number]

export const seats = (...wishes: Wish[]): SeatQuantity[] => wishes.map(([seatTypeId, quantity]) => ({ seatTypeId, quantity }))

export const priced = (...wishes: Wish[]): PricedLine[] =>
  wishes.map(([seatTypeId, quantity]) => ({ seatTypeId, quantity, ...prices[seatTypeId] }))

export const register = (...wishes: Wish[]): RegisterToConference => ({
  type: 'RegisterToConference',
  data: {
    orderId,
    conferenceId,
    lines: priced(...wishes),
    currency: 'USD',
    now: noon,
    holdMinutes: 15,
    sealedOrderCode: 'sealed',
  },
})

export const totals = (...wishes: Wish[]): OrderEvent => {
  const lines = wishes.map(([seatTypeId, quantity]) => {
    const { name, unitPriceMinor } = prices[seatTypeId]
    return { seatTypeId, quantity, name, unitPriceMinor, lineTotalMinor: unitPriceMinor * quantity }
  })
  const totalMinor = lines.reduce((sum, line) => sum + line.lineTotalMinor, 0)
  const isFreeOfCharge = lines.length > 0 && totalMinor === 0
  return { type: 'OrderTotalsCalculated', data: { orderId, lines, totalMinor, isFreeOfCharge } }
}

export const placed = (...wishes: Wish[]): OrderEvent[] => [
  {
    type: 'OrderPlaced',
    data: {
      orderId,
      conferenceId,
      seats: seats(...wishes),
      lines: priced(...wishes),
      currency: 'USD',
      placedAt: noon,
      reservationExpiresAt: holdEnd,
      sealedOrderCode: 'sealed',
    },
  },
  totals(...wishes),
]

export const updated = (...wishes: Wish[]): OrderEvent[] => [
  { type: 'OrderUpdated', data: { orderId, seats: seats(...wishes), lines: priced(...wishes) } },
  totals(...wishes),
]

export const reserved = (...wishes: Wish[]): OrderEvent => ({
  type: 'OrderReservationCompleted',
  data: { orderId, seats: seats(...wishes) },
})

export const partiallyReserved = (...wishes: Wish[]): OrderEvent => ({
  type: 'OrderPartiallyReserved',
  data: { orderId, seats: seats(...wishes) },
})

export const expired: OrderEvent = { type: 'OrderExpired', data: { orderId } }

/** Confirms what the payer agreed to and the process holds, unless told otherwise. */
export const confirm = (amountMinor: number, agreed: SeatQuantity[], held: SeatQuantity[] = agreed): ConfirmOrder => ({
  type: 'ConfirmOrder',
  data: { orderId, paymentId: 'payment-1', amountMinor, agreed, seats: held },
})

export const confirmed = (...wishes: Wish[]): OrderEvent => {
  const { data } = totals(...wishes)
  if (!('totalMinor' in data)) throw new Error('totals without a total')
  return {
    type: 'OrderConfirmed',
    data: { orderId, conferenceId, paymentId: 'payment-1', lines: data.lines, totalMinor: data.totalMinor },
  }
}

export const paymentRefused = (asked: SeatQuantity[], wasExpired = false): OrderEvent => ({
  type: 'OrderPaymentRefused',
  data: { orderId, paymentId: 'payment-1', seats: asked, expired: wasExpired },
})
