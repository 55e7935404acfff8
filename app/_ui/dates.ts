import * as dates from '#domain/dates'
import { now } from '#drizzle/clock'

export { formatDays } from '#domain/dates'

/** Nobody reads "at 5:00" on one line and "PM" on the next. */
const unbroken = (text: string): string => text.replace(/(?<=\bat)\s(?=\d)|\s(?=[AP]M\b)/g, '\u00a0')

export const formatLocal = (local: string): string => unbroken(dates.formatLocal(local))

export const formatInstant = (instant: Date, timeZone: string): string => unbroken(dates.formatInstant(instant, timeZone))

/** An instant that is near, so that its day matters only when it is not today. */
export const formatTime = (instant: Date, timeZone: string): string => unbroken(dates.formatTime(instant, timeZone, now()))

/** The zone by its everyday and its exact name, as it has them now. */
export const formatZone = (timeZone: string): string => dates.formatZone(timeZone, now())
