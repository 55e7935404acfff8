import postgres from 'postgres'
import type { Problem } from './problem.ts'
import { recountAttendees } from './recounted-attendees.ts'
import { recountMoney } from './recounted-money.ts'
import { type RecountedOrder, recountOrders } from './recounted-orders.ts'
import { type Count, type Row, recountSeats, type Seats } from './recounted-seats.ts'
import { compareShown } from './shown-figures.ts'

/**
 * The end state recounted straight from the events, without a line of the domain's code. No problem means that every promise was
 * kept.
 */
export type Recount = Readonly<{ orders: number; confirmed: number; sold: number; held: number; problems: readonly Problem[] }>

/** What people were told, and how far time has gone on. */
export type Known = Readonly<{
  /**
   * Orders that somebody was shown, those whose confirmation somebody was shown, and the e-mail address of whoever was said to have a
   * seat of an order.
   */
  acknowledged?: Readonly<{
    orderIds: ReadonlySet<string>
    confirmed: ReadonlySet<string>
    attendees?: ReadonlyMap<string, string>
  }>
  /** How many people pressed "Order seats", each on one form. */
  formsSent?: number
  /** Every deadline is over, so that no order may wait and no seat may be held any more. */
  allDeadlinesOver?: boolean
}>

const ended = ['confirmed', 'expired']

/** What was sold is what confirmed orders have. */
const compareSold = (orders: ReadonlyMap<string, RecountedOrder>, counts: ReadonlyMap<string, Count>) => {
  const soldTo = new Map<string, number>()
  for (const { confirmed } of orders.values())
    for (const { seatTypeId, quantity } of confirmed?.lines ?? [])
      soldTo.set(seatTypeId, (soldTo.get(seatTypeId) ?? 0) + quantity)
  return Array.from(counts, ([seatTypeId, { sold }]) => ({ seatTypeId, sold, inOrders: soldTo.get(seatTypeId) ?? 0 })).filter(
    ({ sold, inOrders }) => sold !== inOrders,
  )
}

export const recount = async (databaseUrl: string, conferenceId: string, known: Known = {}): Promise<Recount> => {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} })
  const problems: Problem[] = []
  const find = (kind: Problem['kind'], sentence: string) => problems.push({ kind, sentence })
  const mustBeOver = known.allDeadlinesOver ?? false
  try {
    const rows = await sql<
      Row[]
    >`select stream, type, data from events where conference_id = ${conferenceId} order by stream, version`
    const of = (...types: string[]) => rows.filter(row => types.includes(row.type))
    const wishes = new Map<string, Seats>()
    for (const { data } of of('SeatsRequested')) wishes.set(`${data.orderId} ${data.attempt}`, data.seats as Seats)
    const seatRows = rows.filter(row => row.stream === `seats-availability-${conferenceId}`)
    const { counts, pending } = recountSeats(seatRows, wishes, find)
    const orders = recountOrders(rows, find)
    recountMoney(rows, orders, { mustBeOver, find })
    for (const { seatTypeId, sold, inOrders } of compareSold(orders, counts))
      find('oversold', `${seatTypeId}: ${sold} sold, ${inOrders} in confirmed orders`)

    const withDeadline = new Set(of('DeadlineSet').map(row => row.data.orderId))
    for (const orderId of pending.keys()) {
      const standing = orders.get(orderId)?.standing ?? 'never placed'
      if (mustBeOver) find('other', `order ${orderId} holds seats after every deadline`)
      else if (ended.includes(standing) || !withDeadline.has(orderId))
        find('other', `order ${orderId} is ${standing}, and nothing will end its hold`)
    }
    for (const [orderId, { standing }] of orders)
      if (standing === 'placed' || (mustBeOver && !ended.includes(standing)))
        find('lost', `order ${orderId} is ${standing} and never comes to an end`)
    for (const orderId of known.acknowledged?.orderIds ?? [])
      if (!orders.has(orderId)) find('lost', `order ${orderId} was shown to somebody and is not there`)
    for (const orderId of known.acknowledged?.confirmed ?? [])
      if (!orders.get(orderId)?.confirmed) find('lost', `order ${orderId} was shown as confirmed and is not`)
    const attendees = recountAttendees(rows)
    for (const [orderId, email] of known.acknowledged?.attendees ?? [])
      if (!attendees.get(orderId)?.includes(email))
        find('lost', `${email} was said to have a seat of order ${orderId} and has none`)
    for (let more = known.formsSent ?? orders.size; more < orders.size; more++)
      find('doubled', `there are ${orders.size} orders of ${known.formsSent} forms`)

    await compareShown(sql, conferenceId, { orders, counts }, find)
    const [parked] = await sql<{ messages: number }[]>`select count(*)::int as messages from parked`
    if (parked && parked.messages > 0) find('other', `${parked.messages} messages are parked`)
    const total = (key: 'sold' | 'held') => Array.from(counts.values(), count => count[key]).reduce((sum, n) => sum + n, 0)
    const confirmed = [...orders.values()].filter(order => order.confirmed).length
    return { orders: orders.size, confirmed, sold: total('sold'), held: total('held'), problems }
  } finally {
    await sql.end()
  }
}
