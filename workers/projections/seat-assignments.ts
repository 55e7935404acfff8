import type { Attendee } from '#domain/registration/seat-assignments/events'
import { seatAssignments as table } from '#drizzle/schema/read-models'
import { projection } from './projection.ts'
import { loadRows, saveRows } from './rows.ts'

type Row = typeof table.$inferSelect

const nobody = { firstName: null, lastName: null, email: null }

/** Every purchased seat and who has it. */
export const seatAssignments = projection(
  'seat-assignments',
  [table],
  ['SeatAssignmentsCreated', 'SeatAssigned', 'SeatAssignmentUpdated', 'SeatUnassigned'],
  event => event.data.orderId,
  async (tx, shard, events) => {
    const ids = [...new Set(events.map(({ message }) => message.data.orderId))]
    const seatsOf = new Map<string, Row[]>(ids.map(id => [id, []]))
    for (const row of await loadRows(tx, table, shard, 'order_id', ids)) seatsOf.get(row.orderId)?.push(row)

    const change = (
      orderId: string,
      version: number,
      position: number,
      { firstName, lastName, email }: Attendee | typeof nobody,
    ) => {
      const rows = seatsOf.get(orderId) ?? []
      if (!rows.some(row => row.position === position)) throw new Error(`order ${orderId} has no seat ${position}`)
      const changed = rows.map(row =>
        row.position === position ? { ...row, version, firstName, lastName, email } : { ...row, version },
      )
      seatsOf.set(orderId, changed)
    }

    for (const { message, conferenceId, version } of events) {
      const { orderId } = message.data
      switch (message.type) {
        case 'SeatAssignmentsCreated':
          seatsOf.set(
            orderId,
            message.data.seats.map(seat => ({ ...seat, orderId, shard, conferenceId, version, ...nobody })),
          )
          break
        case 'SeatAssigned':
        case 'SeatAssignmentUpdated':
          change(orderId, version, message.data.position, message.data.attendee)
          break
        case 'SeatUnassigned':
          change(orderId, version, message.data.position, nobody)
          break
      }
    }
    await saveRows(tx, table, [...seatsOf.values()].flat())
  },
)
