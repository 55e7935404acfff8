import type { Message } from '../../aggregate.ts'

export type Attendee = Readonly<{ firstName: string; lastName: string; email: string }>

export type PurchasedSeat = Readonly<{ position: number; seatTypeId: string; seatTypeName: string }>

export type SeatAssignmentsCreated = Message<'SeatAssignmentsCreated', { orderId: string; seats: readonly PurchasedSeat[] }>

export type SeatAssigned = Message<'SeatAssigned', { orderId: string; position: number; attendee: Attendee }>

export type SeatAssignmentUpdated = Message<'SeatAssignmentUpdated', { orderId: string; position: number; attendee: Attendee }>

export type SeatUnassigned = Message<'SeatUnassigned', { orderId: string; position: number }>

export type SeatAssignmentsEvent = SeatAssignmentsCreated | SeatAssigned | SeatAssignmentUpdated | SeatUnassigned
