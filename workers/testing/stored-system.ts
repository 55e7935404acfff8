import type { AggregateCommand } from '#domain/messages'
import { order, orderStream, termsOfPayment } from '#domain/registration/order/order'
import { holdMinutes, priceMinor, type SeatKind, type Seats, seatKinds } from '#domain/testing/domain-model'
import type { Observed, System } from '#domain/testing/model-commands'
import { isTaken, shownStatus } from '#domain/testing/simulated-system'
import { now } from '#drizzle/clock'
import { newOrderCode, sealCode } from '#drizzle/codes'
import { publishConference } from '#drizzle/conferences'
import { sql } from '#drizzle/db'
import { newId } from '#drizzle/ids'
import { listManagedSeatTypes } from '#drizzle/managed-conference'
import { addSeatType, changeSeatType } from '#drizzle/seat-types'
import { loadState, sendCommand } from '#drizzle/send'
import { aConference, aCreatedConference, aSeatType, write } from '#drizzle/testing/a-conference'
import { drain } from '../runtime.ts'

/** The whole system on PostgreSQL, seen through its read tables alone. `pass` moves the clock of whoever uses this. */
export const storedSystem = async (quota: Seats, pass: (minutes: number) => void): Promise<System & { conferenceId: string }> => {
  const { conferenceId } = await aCreatedConference(aConference({ currency: 'USD', holdMinutes }))
  const formOf = (kind: SeatKind, seats: number) =>
    aSeatType({ name: `Kind ${kind}`, priceMinor: priceMinor[kind], quota: seats })
  const add = (kind: SeatKind) => write(tx => addSeatType(tx, conferenceId, formOf(kind, quota[kind]), 'owner'))
  const ids: Record<SeatKind, string> = { A: await add('A'), B: await add('B') }
  await write(tx => publishConference(tx, conferenceId, 'owner'))
  const settle = async (): Promise<void> => {
    if (!(await drain(10_000))) throw new Error('there is still something to do after ten seconds')
  }
  await settle()

  const orderIds: string[] = []
  const paymentIds: string[] = []
  const linesOf = (seats: Seats) =>
    seatKinds.map(kind => ({
      seatTypeId: ids[kind],
      name: `Kind ${kind}`,
      description: '',
      unitPriceMinor: priceMinor[kind],
      quantity: seats[kind],
    }))
  const ask = async (command: AggregateCommand): Promise<void> => {
    await sendCommand(command, { conferenceId, actor: 'registrant', correlationId: conferenceId })
    await settle()
  }
  const at = () => now().toISOString()

  const observeSeats = async (): Promise<Observed['seats']> => {
    const rows = await sql()<{ id: string; remaining: number; held: number; sold: number }[]>`
      select seat_type_id as id, remaining, held, sold from seat_types where conference_id = ${conferenceId}`
    const countsOf = (kind: SeatKind) => {
      const { remaining = 0, held = 0, sold = 0 } = rows.find(({ id }) => id === ids[kind]) ?? {}
      return { remaining, held, sold }
    }
    return { A: countsOf('A'), B: countsOf('B') }
  }
  const observeOrders = async (): Promise<Observed['orders']> => {
    const rows = await sql()<{ id: string; status: string; lines: Record<string, number> }[]>`
      select o.order_id as id, o.status, jsonb_object_agg(l.seat_type_id, l.reserved) as lines
      from orders o join order_lines l on l.order_id = o.order_id and l.shard = o.shard
      where o.conference_id = ${conferenceId} group by o.order_id, o.status`
    return orderIds.map(orderId => {
      const { status = 'not shown', lines = {} } = rows.find(({ id }) => id === orderId) ?? {}
      return { status, has: { A: lines[ids.A] ?? 0, B: lines[ids.B] ?? 0 } }
    })
  }
  const observePayments = async (): Promise<Observed['payments']> => {
    const rows = await sql()<{ id: string; status: string }[]>`
      select payment_id as id, status from order_payments where conference_id = ${conferenceId}`
    return paymentIds.map(paymentId => shownStatus(rows.find(({ id }) => id === paymentId)?.status ?? 'not shown'))
  }

  return {
    conferenceId,
    place: asked =>
      isTaken(async () => {
        const orderId = newId(conferenceId)
        const placed = { orderId, conferenceId, lines: linesOf(asked), currency: 'USD', now: at(), holdMinutes }
        await ask({ type: 'RegisterToConference', data: { ...placed, sealedOrderCode: sealCode(newOrderCode()) } })
        orderIds.push(orderId)
      }),
    change: (index, asked) =>
      isTaken(() =>
        ask({ type: 'ChangeOrderSeats', data: { orderId: orderIds[index] ?? '', lines: linesOf(asked), now: at() } }),
      ),
    startPayment: index =>
      isTaken(async () => {
        const orderId = orderIds[index] ?? ''
        const terms = termsOfPayment(await loadState(order, orderStream(orderId)), at())
        const paymentId = newId(conferenceId)
        await ask({ type: 'InitiatePayment', data: { paymentId, orderId, conferenceId, description: '', ...terms } })
        paymentIds.push(paymentId)
      }),
    endPayment: (index, isAccepted) =>
      ask({ type: isAccepted ? 'CompletePayment' : 'RejectPayment', data: { paymentId: paymentIds[index] ?? '' } }),
    setQuota: async (kind, seats) => {
      await write(async tx => {
        const known = (await listManagedSeatTypes(tx, conferenceId)).find(({ seatTypeId }) => seatTypeId === ids[kind])
        await changeSeatType(tx, conferenceId, ids[kind], known?.version ?? 0, formOf(kind, seats), 'owner')
      })
      await settle()
    },
    pass: async minutes => {
      pass(minutes)
      await settle()
    },
    observe: async () => ({
      seats: await observeSeats(),
      orders: await observeOrders(),
      payments: await observePayments(),
    }),
  }
}
