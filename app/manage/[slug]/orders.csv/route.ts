import { minorToDecimal } from '#domain/money'
import { openCode } from '#drizzle/codes'
import { everyOrder } from '#drizzle/queries/managed-rows'
import type { OrdersQuestion } from '#drizzle/queries/orders-wanted'
import { type Cell, csvFile } from '../../csv.ts'
import { localIn } from '../../moments.ts'
import { findManaged } from '../open-managed.ts'
import { orderStatusWords } from '../order-status-badge.tsx'
import { ordersAsked } from '../orders/orders-asked.ts'
import { toSignIn } from '../to-sign-in.ts'

const header = ['Code', 'Status', 'First name', 'Last name', 'Email', 'Seats', 'Total', 'Currency', 'Placed', 'Confirmed']

async function* rowsOf(question: OrdersQuestion, timeZone: string): AsyncGenerator<Cell[][]> {
  const local = (instant: string | null) => instant && localIn(new Date(instant), timeZone).replace('T', ' ')
  for await (const orders of everyOrder(question))
    yield orders.map(order => [
      openCode(order.sealedCode),
      orderStatusWords[order.status],
      order.firstName,
      order.lastName,
      order.email,
      order.seats,
      minorToDecimal(order.totalMinor, order.currency),
      order.currency,
      local(order.placedAt),
      local(order.confirmedAt),
    ])
}

/** Every order of the conference, or those that a search finds, their times on the conference's clock. */
export const GET = async (request: Request, { params }: { params: Promise<{ slug: string }> }): Promise<Response> => {
  const conference = await findManaged((await params).slug)
  if (!conference) return toSignIn()
  const { conferenceId, slug, timeZone } = conference
  const asked = Object.fromEntries(new URL(request.url).searchParams)
  const { search, status, isFiltered } = await ordersAsked(conferenceId, asked)
  const zone = timeZone.replaceAll('_', ' ')
  const named = header.map(name => (name === 'Placed' || name === 'Confirmed' ? `${name} (${zone})` : name))
  return csvFile(`${slug}-orders${isFiltered ? '-found' : ''}`, named, rowsOf({ conferenceId, search, status }, timeZone))
}
