import { describe, expect, it } from 'vitest'
import { updateConference } from '#drizzle/conferences'
import { sql } from '#drizzle/db'
import { getOverview } from '#drizzle/queries/manage-overview'
import { aConference, write } from '#drizzle/testing/a-conference'
import { useTestDatabase } from '#drizzle/testing/database'
import { aSellingConference } from '../testing/a-selling-conference.ts'

useTestDatabase()

const { ownerEmail: _email, slug: _slug, ...editable } = aConference({ currency: 'USD' })

/** The one is never on the same day as the other: they are 25 hours apart. */
const farEast = 'Pacific/Kiritimati'
const farWest = 'Pacific/Pago_Pago'

const dayOf = async (orderId: string, timeZone: string): Promise<string> => {
  const [row] = await sql()<{ day: string }[]>`
    select (recorded_at at time zone ${timeZone})::date::text as day from events
    where stream = ${`order-${orderId}`} and type = 'OrderConfirmed'`
  return row?.day ?? ''
}

const sellingIn = async (timeZone: string) => {
  const conference = await aSellingConference({ quota: 20 })
  const moveTo = async (zone: string, version: number) => {
    await write(tx => updateConference(tx, conference.conferenceId, version, { ...editable, timeZone: zone }, 'owner'))
    await conference.settle()
  }
  await moveTo(timeZone, 2)
  const sell = async (seats: number) => {
    const orderId = await conference.place(seats)
    await conference.settle()
    await conference.pay(orderId, seats)
    await conference.settle()
    return orderId
  }
  return { ...conference, moveTo, sell }
}

describe('the statistics of a conference', () => {
  it('count what confirmed orders bought, and nothing that is only held', async () => {
    const conference = await sellingIn('Europe/London')
    expect(await getOverview(conference.conferenceId)).toMatchObject({ days: [], seatsSold: 0, revenueMinor: 0 })
    await conference.sell(3)
    const orderId = await conference.sell(2)
    await conference.place(4)
    await conference.settle()
    const overview = await getOverview(conference.conferenceId)
    expect(overview).toMatchObject({ seatsSold: 5, revenueMinor: 99_500 })
    expect(overview.days).toEqual([{ day: await dayOf(orderId, 'Europe/London'), seats: 5, revenueMinor: 99_500 }])
    expect(overview.seatTypes).toMatchObject([{ quota: 20, sold: 5, held: 4, remaining: 11, revenueMinor: 99_500 }])
    const [row] = await sql()`select orders from conference_statistics where conference_id = ${conference.conferenceId}`
    expect(row).toEqual({ orders: 2 })
  })

  it('count by the days of the zone that the conference had at that moment', async () => {
    const conference = await sellingIn(farEast)
    const first = await conference.sell(1)
    await conference.moveTo(farWest, 3)
    const second = await conference.sell(2)
    const { days } = await getOverview(conference.conferenceId)
    expect(days).toEqual([
      { day: await dayOf(second, farWest), seats: 2, revenueMinor: 39_800 },
      { day: await dayOf(first, farEast), seats: 1, revenueMinor: 19_900 },
    ])
  })

  it('agree with what the seats themselves say is sold', async () => {
    const [counts] = await sql()`
      select (select sum(seats)::int from conference_statistics) as counted, (select sum(sold)::int from seat_types) as sold`
    expect(counts).toEqual({ counted: 8, sold: 8 })
  })
})
