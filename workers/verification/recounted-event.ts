import type { Tx } from '#drizzle/db'

export type Seats = readonly Readonly<{ seatTypeId: string; quantity: number }>[]

type Facts = {
  AvailableSeatsChanged: { seats: Seats }
  SeatsReserved: { reservationId: string; attempt: number; reservationDetails: Seats; availableSeatsChanged: Seats }
  SeatsReservationCancelled: { reservationId: string; availableSeatsChanged: Seats }
  SeatsReservationCommitted: { reservationId: string; seats: Seats }
  SeatCreated: { seatTypeId: string; name: string }
  SeatUpdated: { seatTypeId: string; name: string }
  OrderPlaced: { orderId: string }
  OrderUpdated: { orderId: string }
  OrderPartiallyReserved: { orderId: string }
  OrderReservationCompleted: { orderId: string }
  OrderReinstated: { orderId: string }
  OrderExpired: { orderId: string }
  OrderConfirmed: { orderId: string; paymentId: string; lines: Seats; totalMinor: number }
  RegistrationStarted: { orderId: string; expiresAt: string }
  DeadlineSet: { orderId: string; dueAt: string }
  SeatsRequested: { orderId: string; attempt: number; seats: Seats }
  SeatAssignmentsCreated: { orderId: string; seats: readonly unknown[] }
  PaymentCompleted: { paymentId: string; orderId: string; agreed: Seats; amountMinor: number }
  PaymentRefundRequested: { paymentId: string; orderId: string; amountMinor: number }
  PaymentRefunded: { paymentId: string; orderId: string }
  PaymentRefundFailed: { paymentId: string; orderId: string }
}

const counted: Readonly<Record<keyof Facts, true>> = {
  AvailableSeatsChanged: true,
  SeatsReserved: true,
  SeatsReservationCancelled: true,
  SeatsReservationCommitted: true,
  SeatCreated: true,
  SeatUpdated: true,
  OrderPlaced: true,
  OrderUpdated: true,
  OrderPartiallyReserved: true,
  OrderReservationCompleted: true,
  OrderReinstated: true,
  OrderExpired: true,
  OrderConfirmed: true,
  RegistrationStarted: true,
  DeadlineSet: true,
  SeatsRequested: true,
  SeatAssignmentsCreated: true,
  PaymentCompleted: true,
  PaymentRefundRequested: true,
  PaymentRefunded: true,
  PaymentRefundFailed: true,
}

/** What the log says of seats and money, read here without the domain's code, so that a mistake of that one shows. */
export type RecountedEvent = {
  [Type in keyof Facts]: Readonly<{
    type: Type
    data: Facts[Type]
    conferenceId: string
    sequence: string
    recordedAt: Date
  }>
}[keyof Facts]

const rowsAtOnce = 5_000

/**
 * The published events of a shard in their order, a handful at a time, however many there are; of these conferences, or of all. What
 * the first release called OrderPaymentConfirmed comes with the order's last totals before it. `offset 0`: as in readPublished.
 */
export const readEvents = async (
  tx: Tx,
  shard: number,
  conferenceIds: readonly string[] | undefined,
  each: (event: RecountedEvent) => void,
): Promise<void> => {
  const wanted = conferenceIds ? tx`e.conference_id = any(${[...conferenceIds]}::text[])` : tx`true`
  await tx<RecountedEvent[]>`
    select e.conference_id as "conferenceId", o.sequence, e.recorded_at as "recordedAt",
      case e.type when 'OrderPaymentConfirmed' then 'OrderConfirmed' else e.type end as type,
      case e.type
        when 'OrderPaymentConfirmed' then e.data || (
          select t.data from events t
          where t.stream = e.stream and t.shard = ${shard} and t.version < e.version and t.type = 'OrderTotalsCalculated'
          order by t.version desc limit 1
        )
        else e.data - '{sealedOrderCode,description,items,reason}'::text[]
      end as data
    from outbox o cross join lateral (select * from events e where e.position = o.event_position and e.shard = ${shard} offset 0) as e
    where o.shard = ${shard} and o.sequence is not null and o.kind = 'event' and ${wanted}
      and e.type = any(${['OrderPaymentConfirmed', ...Object.keys(counted)]}::text[])
    order by o.sequence`.cursor(rowsAtOnce, rows => {
    for (const row of rows) each(row)
  })
}
