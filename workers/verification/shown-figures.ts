import type { Tx } from '#drizzle/db'
import type { ConsumerName } from '#drizzle/log'
import type { Findings } from './findings.ts'
import type { Figures } from './recounted-conference.ts'

/** Read models that show counts, each as far as it has read. */
export const showing = ['seat-types', 'orders', 'seat-assignments', 'conference-statistics'] as const satisfies ConsumerName[]
export type Showing = (typeof showing)[number]

export type FiguresAt = (consumer: Showing) => Figures

type ShownSeats = Readonly<{ id: string; name: string; quota: number; left: number; held: number; sold: number }>
type Sums = Readonly<Partial<Record<string, number>>>

/** What read tables show of each conference of a shard. */
export type Shown = Readonly<{ seatsOf(conferenceId: string): readonly ShownSeats[]; sumsOf(conferenceId: string): Sums }>

export const readShown = async (tx: Tx, shard: number): Promise<Shown> => {
  const [seats, sums] = await Promise.all([
    tx<(ShownSeats & { conferenceId: string })[]>`
      select conference_id as "conferenceId", seat_type_id as id, name, quota, remaining as left, held, sold from seat_types
      where shard = ${shard} order by ordinal`,
    tx<{ conferenceId: string; sums: Sums }[]>`
      select conference_id as "conferenceId", json_object_agg(what, sum) as sums from (
        select conference_id, case status when 'confirmed' then 'confirmed' when 'expired' then 'expired' else 'open' end as what,
          count(*) as sum
        from orders where shard = ${shard} group by 1, 2
        union all
        select conference_id, 'keptMinor', sum(amount_minor) from order_payments
        where shard = ${shard} and status = 'completed' group by 1
        union all
        select conference_id, 'assignableSeats', count(*) from seat_assignments where shard = ${shard} group by 1
        union all
        select conference_id, 'soldSeats', sum(seats) from conference_statistics where shard = ${shard} group by 1
        union all
        select conference_id, 'soldMinor', sum(revenue_minor) from conference_statistics where shard = ${shard} group by 1
      ) as counted group by conference_id`,
  ])
  return {
    seatsOf: conferenceId => seats.filter(row => row.conferenceId === conferenceId),
    sumsOf: conferenceId => sums.find(row => row.conferenceId === conferenceId)?.sums ?? {},
  }
}

const compareSeats = (findings: Findings, shown: readonly ShownSeats[], { seats }: Figures): void => {
  for (const { id, name, ...row } of shown) {
    const { quota, left, held, sold } = seats.get(id) ?? { quota: 0, left: 0, held: 0, sold: 0 }
    if (row.quota === quota && row.left === left && row.held === held && row.sold === sold) continue
    findings.note(
      'shown seats',
      `Seat type “${name}” is shown with ${row.left} left, ${row.held} held and ${row.sold} sold of ${row.quota}; ` +
        `the events say ${left}, ${held} and ${sold} of ${quota}.`,
    )
  }
  if (shown.length < seats.size)
    findings.note('shown seat types', `Of ${seats.size} seat types that the events name, ${shown.length} are shown.`)
}

/** Holds what the read tables show of a conference against what was counted of it, each as far as its read model has read. */
export const compareShown = (conferenceId: string, shown: Shown, figuresAt: FiguresAt, findings: Findings): void => {
  const sums = shown.sumsOf(conferenceId)
  const compare = (what: string, shows = 0, counted = 0) => {
    if (shows !== counted) findings.note(`shown ${what}`, `${what}: the read tables show ${shows}, the events say ${counted}.`)
  }
  compareSeats(findings, shown.seatsOf(conferenceId), figuresAt('seat-types'))
  const { orders, confirmed, expired, keptMinor } = figuresAt('orders')
  compare('Confirmed orders', sums.confirmed, confirmed)
  compare('Expired orders', sums.expired, expired)
  compare('Open orders', sums.open, orders - confirmed - expired)
  compare('Money kept, in minor units', sums.keptMinor, keptMinor)
  compare('Seats to assign', sums.assignableSeats, figuresAt('seat-assignments').assignableSeats)
  const { soldSeats, soldMinor } = figuresAt('conference-statistics')
  compare('Seats sold by day', sums.soldSeats, soldSeats)
  compare('Money by day, in minor units', sums.soldMinor, soldMinor)
}
