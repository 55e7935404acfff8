import { commands } from './commands.ts'
import type { Lanes } from './drain.ts'
import { mails } from './mails.ts'
import { processManager } from './process-manager.ts'
import { conferenceHistory } from './projections/conference-history.ts'
import { conferenceStatistics } from './projections/conference-statistics.ts'
import { conferences } from './projections/conferences.ts'
import { orderTimeline } from './projections/order-timeline.ts'
import { orders } from './projections/orders.ts'
import { seatAssignments } from './projections/seat-assignments.ts'
import { seatTypes } from './projections/seat-types.ts'
import { refunds } from './refunds.ts'

/** All consumers there are, new ones at each call: what they keep in memory belongs to one process's work. */
export const lanes = (): Lanes => [
  [processManager(), commands(), refunds()],
  [orders, seatAssignments],
  [seatTypes, conferences],
  [conferenceHistory, orderTimeline, conferenceStatistics, mails()],
]
