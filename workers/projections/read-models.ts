import { conferenceHistory } from './conference-history.ts'
import { conferenceStatistics } from './conference-statistics.ts'
import { conferences } from './conferences.ts'
import { orderTimeline } from './order-timeline.ts'
import { orders } from './orders.ts'
import type { Projection } from './projection.ts'
import { seatAssignments } from './seat-assignments.ts'
import { seatTypes } from './seat-types.ts'

export const readModels: readonly Projection[] = [
  conferences,
  seatTypes,
  orders,
  seatAssignments,
  conferenceHistory,
  orderTimeline,
  conferenceStatistics,
]
