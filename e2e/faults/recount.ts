import postgres from 'postgres'

/** What is wrong, and which promise that breaks: something was lost, exists twice or was sold too often; or is not as it must be. */
export type Problem = Readonly<{ kind: 'lost' | 'doubled' | 'oversold' | 'other'; sentence: string }>

/**
 * The end state recounted straight from the events, without a line of the domain's code. No problem means that every promise was
 * kept.
 */
export type Recount = Readonly<{ orders: number; confirmed: number; sold: number; held: number; problems: readonly Problem[] }>

/** What people were told, and how far time has gone on. */
export type Known = Readonly<{
  /** Orders that somebody was shown, and those whose confirmation somebody was shown. */
  acknowledged?: Readonly<{ orderIds: ReadonlySet<string>; confirmed: ReadonlySet<string> }>
  /** How many people pressed "Order seats", each on one form. */
  formsSent?: number
  /** Every deadline is over, so that no order may wait and no seat may be held any more. */
  allDeadlinesOver?: boolean
}>

const unended = ['placed', 'partiallyReserved', 'reserved']

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
const recountSeats = (rows: readonly Row[], wishes: ReadonlyMap<string, Seats>, problems: Problem[]) => {
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
          problems.push({
            kind: 'other',
            sentence: `reservation ${reservationId} got ${quantityIn(given, seatTypeId)} of ${seatTypeId}, the formula gives ${due}`,
          })
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
      if (held < 0 || sold < 0 || sold > most)
        problems.push({ kind: 'oversold', sentence: `${seatTypeId}: ${held} held and ${sold} sold of at most ${most}` })
  }
  return { counts, pending }
}

export const recount = async (databaseUrl: string, conferenceId: string, known: Known = {}): Promise<Recount> => {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} })
  const problems: Problem[] = []
  const find = (kind: Problem['kind'], sentence: string) => problems.push({ kind, sentence })
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
      if (confirmed.has(orderId)) find('doubled', `order ${orderId} was confirmed twice`)
      confirmed.set(orderId, { paymentId: data.paymentId as string, seats: data.lines as Seats })
    }
    const refunds = new Set(of('PaymentRefundRequested').map(row => row.data.paymentId))
    for (const { data } of of('PaymentCompleted')) {
      const order = confirmed.get(data.orderId as string)
      const kept = order?.paymentId === data.paymentId
      if (kept === refunds.has(data.paymentId))
        find(kept ? 'doubled' : 'lost', `payment ${data.paymentId}: kept ${kept}, and refunded ${!kept ? 'not' : 'too'}`)
      if (kept && order && written(order.seats) !== written(data.agreed as Seats))
        find('lost', `order ${data.orderId} was paid for other seats than it has`)
    }
    const soldTo = new Map<string, number>()
    for (const { seats } of confirmed.values())
      for (const { seatTypeId, quantity } of seats) soldTo.set(seatTypeId, (soldTo.get(seatTypeId) ?? 0) + quantity)
    for (const [seatTypeId, { sold }] of counts)
      if (sold !== (soldTo.get(seatTypeId) ?? 0))
        find('oversold', `${seatTypeId}: ${sold} sold, ${soldTo.get(seatTypeId) ?? 0} in confirmed orders`)
    for (const orderId of pending.keys()) {
      if (confirmed.has(orderId)) find('other', `confirmed order ${orderId} still holds seats`)
      if (known.allDeadlinesOver) find('other', `order ${orderId} holds seats after every deadline`)
    }
    for (const orderId of known.acknowledged?.orderIds ?? [])
      if (!orders.has(orderId)) find('lost', `order ${orderId} was shown to somebody and is not there`)
    for (const orderId of known.acknowledged?.confirmed ?? [])
      if (!confirmed.has(orderId)) find('lost', `order ${orderId} was shown as confirmed and is not`)
    for (let more = known.formsSent ?? orders.size; more < orders.size; more++)
      find('doubled', `there are ${orders.size} orders of ${known.formsSent} forms`)

    const shown = await sql<{ id: string; remaining: number; held: number; sold: number }[]>`
      select seat_type_id as id, remaining, held, sold from seat_types where conference_id = ${conferenceId}`
    for (const { id, remaining, held, sold } of shown) {
      const count = countOf(counts, id)
      if (held !== count.held || sold !== count.sold || remaining !== count.quota - count.held - count.sold)
        find(
          'other',
          `${id}: the read table shows ${remaining} left, ${held} held, ${sold} sold; the events say ${JSON.stringify(count)}`,
        )
    }
    const [ended] = await sql<{ waiting: number; shown: number; parked: number }[]>`
      select (select count(*)::int from orders where conference_id = ${conferenceId}
          and status = any(${known.allDeadlinesOver ? unended : unended.slice(0, 1)}::text[])) as waiting,
        (select count(*)::int from orders where conference_id = ${conferenceId}) as shown, (select count(*)::int from parked) as parked`
    if (ended && ended.waiting > 0) find('lost', `${ended.waiting} orders never come to an end`)
    if (ended && ended.shown !== orders.size) find('other', `${orders.size} orders were placed, ${ended.shown} are shown`)
    if (ended && ended.parked > 0) find('other', `${ended.parked} messages are parked`)
    const total = (key: 'sold' | 'held') => Array.from(counts.values(), count => count[key]).reduce((sum, n) => sum + n, 0)
    return { orders: orders.size, confirmed: confirmed.size, sold: total('sold'), held: total('held'), problems }
  } finally {
    await sql.end()
  }
}
