import { type Aggregate, fold, type Message } from '#domain/aggregate'
import { shardOf } from '#domain/event-store'
import type { AnyEvent } from '#domain/messages'
import { payment, paymentStream } from '#domain/payments/payment/payment'
import { order, orderStream } from '#domain/registration/order/order'
import { registrationProcess, registrationProcessStream } from '#domain/registration/registration-process/registration-process'
import { seatAssignments, seatAssignmentsStream } from '#domain/registration/seat-assignments/seat-assignments'
import { sql } from '../db.ts'
import { type StoredEvent, upcast } from '../upcast.ts'
import { ask } from './ask.ts'

type Row = StoredEvent & Readonly<{ stream: string }>

/**
 * The events of an order's own streams up to a moment, by stream; the payments' streams in the order in which they began.
 * Milliseconds are what people see and can ask for, so an event of the asked millisecond is in.
 */
const eventsUntil = async (orderId: string, at: Date): Promise<Map<string, AnyEvent[]>> => {
  const shard = shardOf(orderId)
  const rows = await ask<Row>(
    () => sql()<Row[]>`
      with streams as (
        select unnest(array[${orderStream(orderId)}, ${registrationProcessStream(orderId)}, ${seatAssignmentsStream(orderId)}]) as stream
        union all
        select ${paymentStream('')} || payment_id from order_payments where order_id = ${orderId} and shard = ${shard}
      )
      select e.stream, e.version, e.type, e.schema_version, e.data
      from streams cross join lateral (
        select * from events e
        where e.stream = streams.stream and e.shard = ${shard}
          and date_trunc('milliseconds', e.recorded_at) <= ${at.toISOString()}::timestamptz
        offset 0
      ) as e
      order by e.version, e.recorded_at`,
  )
  const events = new Map<string, AnyEvent[]>()
  for (const row of rows) {
    const earlier = events.get(row.stream) ?? []
    // A clock that was put back: what stands behind an event of after that moment is of after it too.
    if (row.version !== earlier.length + 1) continue
    events.set(row.stream, [...earlier, upcast(row, earlier)])
  }
  return events
}

/**
 * An order as it was at a moment: each of its aggregates folded, as the domain does it, from the events up to then. Payments stand
 * in the order in which they began. Undefined: it was not placed yet.
 */
export const getOrderAsOf = async (orderId: string, at: Date) => {
  const events = await eventsUntil(orderId, at)
  const stateOf = <State, Command extends Message, Event extends AnyEvent>(
    aggregate: Aggregate<State, Command, Event>,
    stream: string,
  ): State => fold(aggregate, (events.get(stream) ?? []) as readonly AnyEvent[] as readonly Event[])

  const folded = stateOf(order, orderStream(orderId))
  if (folded.status === 'none') return undefined
  const payments = [...events.keys()].filter(stream => stream.startsWith(paymentStream('')))
  return {
    order: folded,
    process: stateOf(registrationProcess, registrationProcessStream(orderId)),
    payments: payments.map(stream => stateOf(payment, stream)),
    seatAssignments: stateOf(seatAssignments, seatAssignmentsStream(orderId)),
  }
}

export type OrderAsOf = NonNullable<Awaited<ReturnType<typeof getOrderAsOf>>>
