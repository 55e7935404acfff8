import type { AggregateCommand } from '../messages.ts'
import { payment, paymentStream } from '../payments/payment/payment.ts'
import { Refusal } from '../refusal.ts'
import { termsOfPayment } from '../registration/order/order.ts'
import type { PricedLine } from '../registration/pricing.ts'
import { quantityOf, type SeatQuantity } from '../seats.ts'
import { holdMinutes, priceMinor, type SeatKind, type Seats, seatKinds } from './domain-model.ts'
import type { Observed, System } from './model-commands.ts'
import { seeded } from './seeded.ts'
import { announce, nowOf, orderIn, type SimulatedLog, seatsIn, send, simulatedLog, stateOf } from './simulated-log.ts'
import { machinery, settle } from './simulated-workers.ts'

const conferenceId = 'c0000000-0000-4000-8000-000000000000'
const idOf = (kind: string, number: number) => `c0${kind}${number.toString().padStart(5, '0')}-0000-4000-8000-000000000000`

export const linesOf = (seats: Seats): PricedLine[] =>
  seatKinds.map(kind => ({
    seatTypeId: kind,
    name: kind,
    description: '',
    unitPriceMinor: priceMinor[kind],
    quantity: seats[kind],
  }))

export const seatsOf = (seats: readonly SeatQuantity[]): Seats => ({ A: quantityOf(seats, 'A'), B: quantityOf(seats, 'B') })

/** How a payment looks to people: money on its way back is back. */
export const shownStatus = (status: string): string => (status.startsWith('refund') ? 'returned' : status)

/** True when it was not refused. */
export const isTaken = async (act: () => unknown): Promise<boolean> => {
  try {
    await act()
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

/** The domain over a log in memory, with workers that do all there is to do after each command. */
export const simulatedSystem = (quota: Seats): System & { log: SimulatedLog } => {
  const log = simulatedLog(conferenceId)
  const machine = machinery([log], seeded(1))
  const orderIds: string[] = []
  const paymentIds: string[] = []
  const ask = (command: AggregateCommand): void => {
    send(log, command)
    settle(machine)
  }
  const offer = (kind: SeatKind, seats: number): void => {
    const details = {
      conferenceId,
      seatTypeId: kind,
      name: kind,
      description: '',
      priceMinor: priceMinor[kind],
      quota: seats,
      ordinal: 0,
    }
    announce(log, { type: 'SeatUpdated', data: details })
    settle(machine)
  }
  const heldOf = (kind: SeatKind): number => {
    const pending = Object.values(seatsIn(log).reservations).flatMap(row =>
      Object.values(row).flatMap(bucket => Object.values(bucket)),
    )
    return pending.reduce((sum, { seats }) => sum + quantityOf(seats, kind), 0)
  }
  const countsOf = (kind: SeatKind) => {
    const { remaining, sold } = seatsIn(log).seatTypes[kind] ?? { remaining: 0, sold: 0 }
    return { remaining, held: heldOf(kind), sold }
  }
  for (const kind of seatKinds) offer(kind, quota[kind])

  return {
    log,
    place: asked =>
      isTaken(() => {
        const orderId = idOf('a', orderIds.length)
        const order = {
          orderId,
          conferenceId,
          lines: linesOf(asked),
          currency: 'USD',
          now: nowOf(log),
          holdMinutes,
          sealedOrderCode: '',
        }
        ask({ type: 'RegisterToConference', data: order })
        orderIds.push(orderId)
      }),
    change: (index, asked) =>
      isTaken(() =>
        ask({ type: 'ChangeOrderSeats', data: { orderId: orderIds[index] ?? '', lines: linesOf(asked), now: nowOf(log) } }),
      ),
    startPayment: index =>
      isTaken(() => {
        const orderId = orderIds[index] ?? ''
        const paymentId = idOf('b', paymentIds.length)
        const terms = termsOfPayment(orderIn(log, orderId), nowOf(log))
        ask({ type: 'InitiatePayment', data: { paymentId, orderId, conferenceId, description: '', ...terms } })
        paymentIds.push(paymentId)
      }),
    endPayment: async (index, isAccepted) =>
      ask({ type: isAccepted ? 'CompletePayment' : 'RejectPayment', data: { paymentId: paymentIds[index] ?? '' } }),
    setQuota: async (kind, seats) => offer(kind, seats),
    pass: async minutes => {
      log.nowMs += minutes * 60_000
      settle(machine)
    },
    observe: async (): Promise<Observed> => ({
      seats: { A: countsOf('A'), B: countsOf('B') },
      orders: orderIds.map(orderId => {
        const order = orderIn(log, orderId)
        return { status: order.status, has: seatsOf(order.status === 'none' ? [] : order.has) }
      }),
      payments: paymentIds.map(paymentId => shownStatus(stateOf(log, paymentStream(paymentId), payment.initial).status)),
    }),
  }
}
