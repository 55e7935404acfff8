/** How many seats of one type. A list of these has each type once, no zeros, and keeps the order it was given in. */
export type SeatQuantity = Readonly<{ seatTypeId: string; quantity: number }>

export const totalSeats = (seats: readonly SeatQuantity[]): number => seats.reduce((sum, seat) => sum + seat.quantity, 0)

export const quantityOf = (seats: readonly SeatQuantity[], seatTypeId: string): number =>
  seats.find(seat => seat.seatTypeId === seatTypeId)?.quantity ?? 0

/** The same seats, in whatever order they are listed. */
export const sameSeats = (a: readonly SeatQuantity[], b: readonly SeatQuantity[]): boolean =>
  a.length === b.length && a.every(seat => quantityOf(b, seat.seatTypeId) === seat.quantity)
