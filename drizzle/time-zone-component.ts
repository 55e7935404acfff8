const dayMs = 86_400_000
const minuteMs = 60_000

/** 20270310T090000 of an instant that stands for a local time, read as if it were UTC. */
const basic = (asIfUtc: number): string => new Date(asIfUtc).toISOString().replace(/[-:]|\.\d+Z/g, '')

const offsetsOf = (timeZone: string) => {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  return (instant: number): number => {
    const name = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? ''
    const [, sign, hours, minutes] = /^GMT([+-])(\d\d):(\d\d)/.exec(name) ?? []
    return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0))
  }
}

const writeOffset = (minutes: number): string => {
  const size = Math.abs(minutes)
  const pair = (number: number) => String(number).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${pair(Math.floor(size / 60))}${pair(size % 60)}`
}

/** The minute from which on the offset is another, somewhere after `from` and not after `to`. */
const changeBetween = (offsetAt: (instant: number) => number, from: number, to: number): number => {
  let [before, after] = [Math.floor(from / minuteMs), Math.floor(to / minuteMs)]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (offsetAt(middle * minuteMs) === offsetAt(from)) before = middle
    else after = middle
  }
  return after * minuteMs
}

const observance = (kind: 'STANDARD' | 'DAYLIGHT', begins: string, from: number, to: number): string[] => [
  `BEGIN:${kind}`,
  `DTSTART:${begins}`,
  `TZOFFSETFROM:${writeOffset(from)}`,
  `TZOFFSETTO:${writeOffset(to)}`,
  `END:${kind}`,
]

/**
 * The VTIMEZONE of RFC 5545 §3.6.5 for a time local to an IANA zone (`2027-03-10T09:00`): each change of its offset within some
 * thirteen months before and after, as this machine's time zone database has them. A calendar that knows the zone by its name uses
 * rules of its own.
 */
export const timeZoneComponent = (timeZone: string, local: string): string => {
  const offsetAt = offsetsOf(timeZone)
  const middle = Date.parse(`${local}Z`)
  const first = middle - 400 * dayMs
  const lines = observance('STANDARD', '19700101T000000', offsetAt(first), offsetAt(first))
  for (let from = first; from < middle + 400 * dayMs; from += 7 * dayMs) {
    const [before, after] = [offsetAt(from), offsetAt(from + 7 * dayMs)]
    if (before === after) continue
    const change = changeBetween(offsetAt, from, from + 7 * dayMs)
    lines.push(...observance(after > before ? 'DAYLIGHT' : 'STANDARD', basic(change + before * minuteMs), before, after))
  }
  return ['BEGIN:VTIMEZONE', `TZID:${timeZone}`, ...lines, 'END:VTIMEZONE'].join('\r\n')
}
