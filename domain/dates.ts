/** `2027-03-10T09:00`, local to some zone, as an instant that reads the same in UTC: for showing it, never for comparing it. */
const asIfUtc = (local: string): Date => new Date(`${local.slice(0, 16)}Z`)

const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' })
const dayAndTime = new Intl.DateTimeFormat('en-US', {
  weekday: 'long',
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZone: 'UTC',
})

/** The days of a conference: March 10 – 12, 2027. */
export const formatDays = (startsAt: string, endsAt: string): string => day.formatRange(asIfUtc(startsAt), asIfUtc(endsAt))

/** Beginning or end of a conference, in its own local time. */
export const formatLocal = (local: string): string => dayAndTime.format(asIfUtc(local))

const zoneName = (timeZone: string, timeZoneName: 'long' | 'longGeneric', at: Date): string =>
  new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName }).formatToParts(at).find(({ type }) => type === 'timeZoneName')
    ?.value ?? timeZone

/** Pacific Time; a zone without summer time and without a name for the whole year, such as UTC, by the one it has then. */
const everydayName = (timeZone: string, at: Date): string => {
  const name = zoneName(timeZone, 'longGeneric', at)
  return name.startsWith('GMT') ? zoneName(timeZone, 'long', at) : name
}

/** An instant in the conference's zone, which it names. */
export const formatInstant = (
  instant: Date,
  timeZone: string,
  format: Intl.DateTimeFormatOptions = { dateStyle: 'long', timeStyle: 'short' },
): string => `${new Intl.DateTimeFormat('en-US', { ...format, timeZone }).format(instant)} ${everydayName(timeZone, instant)}`

/** For whoever reads it at `now`: 2:05 PM Pacific Time and, unless that is today there, on November 21. */
export const formatTime = (instant: Date, timeZone: string, now: Date): string => {
  const day = new Intl.DateTimeFormat('en-US', { month: 'long', day: 'numeric', timeZone })
  const time = formatInstant(instant, timeZone, { timeStyle: 'short' })
  return day.format(instant) === day.format(now) ? time : `${time} on ${day.format(instant)}`
}

/** The zone by its everyday and its exact name: Pacific Time (America/Los Angeles). */
export const formatZone = (timeZone: string, at: Date): string =>
  `${everydayName(timeZone, at)} (${timeZone.replaceAll('_', ' ')})`
