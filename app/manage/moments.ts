import { formatInstant } from '#domain/dates'

const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' })

/** A day alone, such as `2027-03-10`: Mar 10, 2027. */
export const formatDay = (calendarDay: string): string => day.format(new Date(`${calendarDay}T00:00Z`))

/** An instant to the minute, where the zone is named elsewhere. */
export const formatDayAndTime = (instant: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(instant)

/** An instant to the second, in the conference's zone, which it names. */
export const formatMoment = (instant: Date, timeZone: string): string =>
  formatInstant(instant, timeZone, { dateStyle: 'medium', timeStyle: 'medium' })

/** What calendar and clock of the zone say at that instant, as a field for date and time holds it: `2027-03-10T09:00:05`. */
export const localIn = (instant: Date, timeZone: string): string => {
  const parts = new Intl.DateTimeFormat('en-CA', {
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' },
    hourCycle: 'h23',
    timeZone,
  }).formatToParts(instant)
  const part = (wanted: string) => parts.find(({ type }) => type === wanted)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}`
}

/** The day that it is in the zone at that instant, as `2027-03-10`. */
export const dayIn = (instant: Date, timeZone: string): string => localIn(instant, timeZone).slice(0, 10)

/** How far the zone's clock is ahead of UTC at that instant. */
const offsetMs = (instant: Date, timeZone: string): number =>
  Date.parse(`${localIn(instant, timeZone)}Z`) - Math.floor(instant.getTime() / 1000) * 1000

/** A second of the zone's clock as an instant, at its very end; one that the clock leaves out is that much later. */
const endOfSecond = (local: string, timeZone: string): Date => {
  const asIfUtc = Date.parse(`${local}Z`)
  const guess = new Date(asIfUtc - offsetMs(new Date(asIfUtc), timeZone))
  return new Date(asIfUtc - offsetMs(guess, timeZone) + 999)
}

/** A date, a time to the minute or finer, and an offset. A plus sign in an address may have become a space. */
const written = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(?:[.,](\d{1,9}))?)?(?:(Z)|([+ -])(\d\d):?(\d\d)?)?$/i

/** Its year has four digits in every zone, as calendars and PostgreSQL write it. */
const isInRange = (instant: Date): boolean => instant >= new Date('1001-01-01T00:00Z') && instant < new Date('9999-01-01T00:00Z')

const instantIn = (text: string, timeZone: string): Date | undefined => {
  const [, date, minute, second, fraction = '', zulu, sign, hours = '00', minutes = '00'] = written.exec(text) ?? []
  const isFixed = zulu !== undefined || sign !== undefined
  if (!date || (!minute && (isFixed || fraction)) || (fraction && !second)) return undefined
  const local = `${date}T${minute ?? '23:59'}${second ?? (minute ? ':00' : ':59')}`
  const asIfUtc = new Date(`${local}Z`)
  // Parsing alone would turn 30 February into 2 March.
  if (!isInRange(asIfUtc) || !asIfUtc.toISOString().startsWith(local)) return undefined
  if (!isFixed) return endOfSecond(local, timeZone)
  const thousandths = second ? Number(fraction.slice(0, 3).padEnd(3, '0')) : 0
  const ahead = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1)
  return new Date(asIfUtc.getTime() + thousandths - ahead)
}

/**
 * A moment from an address, so from anybody: an instant with its offset (`2027-03-10T08:00:05.123Z`, `2027-03-10T09:00+01:00`),
 * exact to the millisecond; what a field for date and time holds, in the zone, to the end of that second; or a date, to the end of
 * that day. Undefined for anything else.
 */
export const momentIn = (text: unknown, timeZone: string): Date | undefined =>
  typeof text === 'string' ? instantIn(text.trim(), timeZone) : undefined
