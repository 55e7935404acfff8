import type postgres from 'postgres'
import type { Find } from './problem.ts'
import type { RecountedOrder } from './recounted-orders.ts'
import { type Count, countOf } from './recounted-seats.ts'

type Counted = Readonly<{ orders: ReadonlyMap<string, RecountedOrder>; counts: Map<string, Count> }>

const checkSeats = async (sql: postgres.Sql, conferenceId: string, counts: Map<string, Count>, find: Find): Promise<void> => {
  const shown = await sql<{ id: string; remaining: number; held: number; sold: number }[]>`
    select seat_type_id as id, remaining, held, sold from seat_types where conference_id = ${conferenceId}`
  for (const { id, remaining, held, sold } of shown) {
    const count = countOf(counts, id)
    if (held !== count.held || sold !== count.sold || remaining !== count.quota - count.held - count.sold)
      find('other', `${id}: ${remaining} left, ${held} held, ${sold} sold are shown; the events say ${JSON.stringify(count)}`)
  }
}

const checkOrders = async (sql: postgres.Sql, conferenceId: string, orders: Counted['orders'], find: Find): Promise<void> => {
  const shown = await sql<{ id: string; status: string; totalMinor: number }[]>`
    select order_id as id, status, total_minor::float8 as "totalMinor" from orders where conference_id = ${conferenceId}`
  if (shown.length !== orders.size) find('other', `${orders.size} orders were placed, ${shown.length} are shown`)
  for (const { id, status, totalMinor } of shown) {
    const order = orders.get(id)
    if (status !== order?.standing || totalMinor !== order.totalMinor)
      find(
        'other',
        `order ${id} is shown as ${status} for ${totalMinor}; the events say ${order?.standing}, ${order?.totalMinor}`,
      )
  }
}

/** Whether people are shown what the events say. Nothing else of the recount looks at a read table. */
export const compareShown = async (
  sql: postgres.Sql,
  conferenceId: string,
  { orders, counts }: Counted,
  find: Find,
): Promise<void> => {
  await checkSeats(sql, conferenceId, counts, find)
  await checkOrders(sql, conferenceId, orders, find)
}
