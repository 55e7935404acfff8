import type { Row } from './recounted-seats.ts'

/** The e-mail addresses of all who have a seat at last, by order. `rows` must be in the order of their streams. */
export const recountAttendees = (rows: readonly Row[]): ReadonlyMap<string, readonly string[]> => {
  const seats = new Map<string, Map<number, string>>()
  for (const { type, data } of rows) {
    const orderId = data.orderId as string
    if (type === 'SeatAssignmentsCreated') seats.set(orderId, new Map())
    if (type === 'SeatAssigned' || type === 'SeatAssignmentUpdated')
      seats.get(orderId)?.set(data.position as number, (data.attendee as { email: string }).email)
    if (type === 'SeatUnassigned') seats.get(orderId)?.delete(data.position as number)
  }
  return new Map(Array.from(seats, ([orderId, taken]) => [orderId, [...taken.values()]]))
}
