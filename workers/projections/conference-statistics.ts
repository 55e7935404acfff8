import type { Tx } from '#drizzle/db'
import { statisticsZones, conferenceStatistics as table } from '#drizzle/schema/management-read-models'
import { projection } from './projection.ts'
import { loadRows, saveRows } from './rows.ts'

type Row = typeof table.$inferSelect

const dayFormats = new Map<string, Intl.DateTimeFormat>()

/** The calendar day that an instant falls on in a time zone, as 2027-03-10. */
const dayIn = (timeZone: string, instant: string): string => {
  const known = dayFormats.get(timeZone)
  const format =
    known ??
    new Intl.DateTimeFormat('en-US', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit', calendar: 'gregory' })
  if (!known) dayFormats.set(timeZone, format)
  const parts = new Map(format.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]))
  return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`
}

/** Adds to what is counted already: thousands of orders of an on-sale fall into a few rows. */
const addRows = async (tx: Tx, rows: readonly Row[]): Promise<void> => {
  const added = rows.map(({ conferenceId, seatTypeId, revenueMinor, ...row }) => ({
    ...row,
    conference_id: conferenceId,
    seat_type_id: seatTypeId,
    revenue_minor: revenueMinor,
  }))
  await tx`
    insert into conference_statistics as known (conference_id, day, seat_type_id, shard, seats, orders, revenue_minor)
    select conference_id, day, seat_type_id, shard, seats, orders, revenue_minor
    from jsonb_populate_recordset(null::conference_statistics, ${JSON.stringify(added)}::text::jsonb)
    on conflict (conference_id, day, seat_type_id, shard) do update
    set seats = known.seats + excluded.seats, orders = known.orders + excluded.orders,
      revenue_minor = known.revenue_minor + excluded.revenue_minor`
}

/**
 * What was sold by seat type and day. A seat is sold when its order is confirmed, however that came about (paid in time, late and
 * reinstated, free of charge), and stays sold. The day is that of the conference's time zone as it was set at that moment: a zone
 * that is changed later moves no earlier day.
 */
export const conferenceStatistics = projection(
  'conference-statistics',
  [table, statisticsZones],
  ['ConferenceCreated', 'ConferenceUpdated', 'OrderConfirmed'],
  event => event.data.conferenceId,
  async (tx, shard, events) => {
    const ids = [...new Set(events.map(({ conferenceId }) => conferenceId))]
    const zones = new Map((await loadRows(tx, statisticsZones, shard, 'conference_id', ids)).map(row => [row.conferenceId, row]))
    const moved = new Map<string, typeof statisticsZones.$inferSelect>()
    const rows = new Map<string, Row>()
    for (const { message, conferenceId, recordedAt } of events) {
      if (message.type !== 'OrderConfirmed') {
        const zone = { conferenceId, shard, timeZone: message.data.timeZone }
        zones.set(conferenceId, zone)
        moved.set(conferenceId, zone)
        continue
      }
      const zone = zones.get(conferenceId)
      if (!zone) throw new Error(`conference ${conferenceId} was never created`)
      const day = dayIn(zone.timeZone, recordedAt)
      for (const { seatTypeId, quantity, lineTotalMinor } of message.data.lines) {
        const key = `${conferenceId} ${day} ${seatTypeId}`
        const { seats, orders, revenueMinor } = rows.get(key) ?? { seats: 0, orders: 0, revenueMinor: 0 }
        rows.set(key, {
          ...{ conferenceId, day, seatTypeId, shard },
          seats: seats + quantity,
          orders: orders + 1,
          revenueMinor: revenueMinor + lineTotalMinor,
        })
      }
    }
    await saveRows(tx, statisticsZones, [...moved.values()])
    if (rows.size > 0) await addRows(tx, [...rows.values()])
  },
)
