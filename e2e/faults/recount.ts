import postgres from 'postgres'

/**
 * The end state recounted straight from the events, without a line of the domain's code. Each problem is a sentence; an empty list
 * means that every promise was kept.
 */
export type Recount = Readonly<{ orders: number; confirmed: number; sold: number; held: number; problems: readonly string[] }>

type Seats = readonly Readonly<{ seatTypeId: string; quantity: number }>[]
type Row = Readonly<{ stream: string; type: string; data: Record<string, unknown> }>
type Count = { quota: number; most: number; held: number; sold: number }

const countOf = (counts: Map<string, Count>, seatTypeId: string): Count => {
  const known = counts.get(seatTypeId) ?? { quota: 0, most: 0, held: 0, sold: 0 }
  counts.set(seatTypeId, known)
  return known
}

const quantityIn = (seats: Seats, seatTypeId: string): number => seats.find(seat => seat.seatTypeId === seatTypeId)?.quantity ?? 0
const written = (seats: Seats): string => JSON.stringify([...seats].map(seat => [seat.seatTypeId, seat.quantity]).sort())

/** Replays one conference's reservations: what each was given must be what the formula gives at that moment. */
const recountSeats = (rows: readonly Row[], wishes: ReadonlyMap<string, Seats>, problems: string[]) => {
  const counts = new Map<string, Count>()
  const pending = new Map<string, Seats>()
  for (const { type, data } of rows) {
    const reservationId = data.reservationId as string
    const before = pending.get(reservationId) ?? []
    if (type === 'AvailableSeatsChanged')
      for (const { seatTypeId, quantity } of data.seats as Seats) {
        const count = countOf(counts, seatTypeId)
        count.quota += quantity
        count.most = Math.max(count.most, count.quota)
      }
    if (type === 'SeatsReserved') {
      const given = data.reservationDetails as Seats
      const wanted = wishes.get(`${reservationId} ${data.attempt}`) ?? []
      for (const seatTypeId of new Set([...wanted, ...before, ...given].map(seat => seat.seatTypeId))) {
        const count = countOf(counts, seatTypeId)
        const left = count.quota - count.held - count.sold
        const due = Math.min(quantityIn(wanted, seatTypeId), Math.max(left, 0) + quantityIn(before, seatTypeId))
        if (due !== quantityIn(given, seatTypeId))
          problems.push(
            `reservation ${reservationId} got ${quantityIn(given, seatTypeId)} of ${seatTypeId}, the formula gives ${due}`,
          )
        count.held += quantityIn(given, seatTypeId) - quantityIn(before, seatTypeId)
      }
      pending.set(reservationId, given)
    }
    if (type === 'SeatsReservationCancelled' || type === 'SeatsReservationCommitted') {
      for (const { seatTypeId, quantity } of before) {
        const count = countOf(counts, seatTypeId)
        count.held -= quantity
        if (type === 'SeatsReservationCommitted') count.sold += quantity
      }
      pending.delete(reservationId)
    }
    for (const [seatTypeId, { held, sold, most }] of counts)
      if (held < 0 || sold < 0 || sold > most) problems.push(`${seatTypeId}: ${held} held and ${sold} sold of at most ${most}`)
  }
  return { counts, pending }
}

export const recount = async (databaseUrl: string, conferenceId: string): Promise<Recount> => {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} })
  const problems: string[] = []
  try {
    const rows = await sql<
      Row[]
    >`select stream, type, data from events where conference_id = ${conferenceId} order by stream, version`
    const of = (...types: string[]) => rows.filter(row => types.includes(row.type))
    const wishes = new Map<string, Seats>()
    for (const { data } of of('SeatsRequested')) wishes.set(`${data.orderId} ${data.attempt}`, data.seats as Seats)
    const seatRows = rows.filter(row => row.stream === `seats-availability-${conferenceId}`)
    const { counts, pending } = recountSeats(seatRows, wishes, problems)

    const orders = new Set(of('OrderPlaced').map(row => row.data.orderId as string))
    const confirmed = new Map<string, { paymentId: string; seats: Seats }>()
    for (const { data } of of('OrderConfirmed')) {
      const orderId = data.orderId as string
      if (confirmed.has(orderId)) problems.push(`order ${orderId} was confirmed twice`)
      confirmed.set(orderId, { paymentId: data.paymentId as string, seats: data.lines as Seats })
    }
    const refunds = new Set(of('PaymentRefundRequested').map(row => row.data.paymentId))
    for (const { data } of of('PaymentCompleted')) {
      const order = confirmed.get(data.orderId as string)
      const kept = order?.paymentId === data.paymentId
      if (kept === refunds.has(data.paymentId))
        problems.push(`payment ${data.paymentId}: kept ${kept}, and refunded ${!kept ? 'not' : 'too'}`)
      if (kept && order && written(order.seats) !== written(data.agreed as Seats))
        problems.push(`order ${data.orderId} was paid for other seats than it has`)
    }
    const soldTo = new Map<string, number>()
    for (const { seats } of confirmed.values())
      for (const { seatTypeId, quantity } of seats) soldTo.set(seatTypeId, (soldTo.get(seatTypeId) ?? 0) + quantity)
    for (const [seatTypeId, { sold }] of counts)
      if (sold !== (soldTo.get(seatTypeId) ?? 0))
        problems.push(`${seatTypeId}: ${sold} sold, ${soldTo.get(seatTypeId) ?? 0} in confirmed orders`)
    for (const orderId of pending.keys())
      if (confirmed.has(orderId)) problems.push(`confirmed order ${orderId} still holds seats`)

    const shown = await sql<{ id: string; remaining: number; held: number; sold: number }[]>`
      select seat_type_id as id, remaining, held, sold from seat_types where conference_id = ${conferenceId}`
    for (const { id, remaining, held, sold } of shown) {
      const count = countOf(counts, id)
      if (held !== count.held || sold !== count.sold || remaining !== count.quota - count.held - count.sold)
        problems.push(
          `${id}: the read table shows ${remaining} left, ${held} held, ${sold} sold; the events say ${JSON.stringify(count)}`,
        )
    }
    const [ended] = await sql<{ placed: number; shown: number; parked: number }[]>`
      select (select count(*)::int from orders where conference_id = ${conferenceId} and status = 'placed') as placed,
        (select count(*)::int from orders where conference_id = ${conferenceId}) as shown, (select count(*)::int from parked) as parked`
    if (ended && ended.placed > 0) problems.push(`${ended.placed} orders still wait for their reservation`)
    if (ended && ended.shown !== orders.size) problems.push(`${orders.size} orders were placed, ${ended.shown} are shown`)
    if (ended && ended.parked > 0) problems.push(`${ended.parked} messages are parked`)
    const total = (key: 'sold' | 'held') => Array.from(counts.values(), count => count[key]).reduce((sum, n) => sum + n, 0)
    return { orders: orders.size, confirmed: confirmed.size, sold: total('sold'), held: total('held'), problems }
  } finally {
    await sql.end()
  }
}

/** Waits until all is quiet: published what is due, every consumer at the head, every errand run. Throws after so many milliseconds. */
export const untilQuiet = async (databaseUrl: string, patienceMs: number): Promise<number> => {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} })
  const begun = Date.now()
  try {
    for (;;) {
      const [state] = await sql<{ waiting: number }[]>`
        select (select count(*) from outbox where sequence is null and due_at = '-infinity')::int
          + (select count(*) from checkpoints c join shards s using (shard) where c.sequence < s.last_sequence)::int
          + (select count(*) from simulated_payments where notified_at is null)::int
          + (select count(*) from refunds where answered_at is null)::int as waiting`
      if (state?.waiting === 0) return Date.now() - begun
      if (Date.now() - begun > patienceMs)
        throw new Error(`${state?.waiting} messages or consumers are still behind after ${patienceMs} ms`)
      await new Promise(resolve => setTimeout(resolve, 20))
    }
  } finally {
    await sql.end()
  }
}
