import type { Message } from '../../aggregate.ts'
import type { Attendee, PurchasedSeat } from './events.ts'

export type CreateSeatAssignments = Message<'CreateSeatAssignments', { orderId: string; seats: readonly PurchasedSeat[] }>

export type AssignSeat = Message<'AssignSeat', { orderId: string; position: number; attendee: Attendee }>

export type UnassignSeat = Message<'UnassignSeat', { orderId: string; position: number }>

export type SeatAssignmentsCommand = CreateSeatAssignments | AssignSeat | UnassignSeat
