const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' })

/** A day alone, such as `2027-03-10`: Mar 10, 2027. */
export const formatDay = (calendarDay: string): string => day.format(new Date(`${calendarDay}T00:00Z`))

/** An instant to the minute, where the zone is named elsewhere. */
export const formatDayAndTime = (instant: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(instant)

/** An instant to the second, in the conference's zone, which it names. */
export const formatMoment = (instant: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'long', timeZone }).format(instant)

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

/**
 * A moment from an address, so from anybody: an instant with its milliseconds (`2027-03-10T08:00:05.123Z`), or what a field for
 * date and time holds, in the zone. Undefined for anything else.
 */
export const momentIn = (text: unknown, timeZone: string): Date | undefined => {
  if (typeof text !== 'string' || !/^2\d{3}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z?$/.test(text)) return undefined
  if (Number.isNaN(Date.parse(text.endsWith('Z') ? text : `${text}Z`))) return undefined
  return text.endsWith('Z') ? new Date(text) : endOfSecond(text.replace(/\.\d+$/, ''), timeZone)
}
