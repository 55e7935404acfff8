import { formatZone as formatZoneAt } from '#domain/dates'
import { now } from '#drizzle/clock'

export { formatDays, formatInstant, formatLocal, formatTime } from '#domain/dates'

/** The zone by its everyday and its exact name, as it has them now. */
export const formatZone = (timeZone: string): string => formatZoneAt(timeZone, now())
