import type { SeatTypeDetails } from '#domain/conference-management/events'
import type { SeatQuantity } from '#domain/seats'
import { seatTypes as table } from '#drizzle/schema/read-models'
import { projection } from './projection.ts'
import { loadRows, saveRows } from './rows.ts'

type Row = typeof table.$inferSelect
type Counts = Readonly<{ remaining: number; held: number; sold: number }>

const nothing: Counts = { remaining: 0, held: 0, sold: 0 }

/**
 * Each seat type with what is left, held and sold. The quota is the one that registration knows (the sum of what became
 * available), so that remaining + held + sold = quota in every row at every moment.
 */
export const seatTypes = projection(
  'seat-types',
  [table],
  [
    'SeatCreated',
    'SeatUpdated',
    'AvailableSeatsChanged',
    'SeatsReserved',
    'SeatsReservationCancelled',
    'SeatsReservationCommitted',
  ],
  event => event.data.conferenceId,
  async (tx, shard, events) => {
    const ids = [...new Set(events.map(({ message }) => message.data.conferenceId))]
    const rows = new Map((await loadRows(tx, table, shard, 'conference_id', ids)).map(row => [row.seatTypeId, row]))

    const describe = ({ conferenceId, seatTypeId, name, description, priceMinor, ordinal }: SeatTypeDetails) => {
      const counts: Counts & { quota: number } = rows.get(seatTypeId) ?? { ...nothing, quota: 0 }
      const { quota, remaining, held, sold } = counts
      rows.set(seatTypeId, {
        conferenceId,
        seatTypeId,
        shard,
        name,
        description,
        priceMinor,
        ordinal,
        quota,
        remaining,
        held,
        sold,
      })
    }
    const change = (seats: readonly SeatQuantity[], next: (row: Row, quantity: number) => Partial<Row>) => {
      for (const { seatTypeId, quantity } of seats) {
        const row = rows.get(seatTypeId)
        if (!row) throw new Error(`seat type ${seatTypeId} was never created`)
        rows.set(seatTypeId, { ...row, ...next(row, quantity) })
      }
    }

    for (const { message } of events) {
      switch (message.type) {
        case 'SeatCreated':
        case 'SeatUpdated':
          describe(message.data)
          break
        case 'AvailableSeatsChanged':
          change(message.data.seats, (row, n) => ({ quota: row.quota + n, remaining: row.remaining + n }))
          break
        case 'SeatsReserved':
        case 'SeatsReservationCancelled':
          change(message.data.availableSeatsChanged, (row, n) => ({ remaining: row.remaining + n, held: row.held - n }))
          break
        case 'SeatsReservationCommitted':
          change(message.data.seats, (row, n) => ({ held: row.held - n, sold: row.sold + n }))
          break
      }
    }
    await saveRows(tx, table, [...rows.values()])
  },
)
