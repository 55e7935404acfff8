import ical from 'ical-generator'
import { formatLocal, formatZone } from '#domain/dates'
import { settings } from './settings.ts'
import { timeZoneComponent } from './time-zone-component.ts'

/** ical-generator reads a plain Date in the zone of this process, where the hour may not even exist. As its TZDate it asks these. */
class LocalTime extends Date {
  readonly internal = new Date(this)
  readonly tzComponents = () => []
  readonly withTimeZone = () => this
  override getFullYear = () => this.getUTCFullYear()
  override getMonth = () => this.getUTCMonth()
  override getDate = () => this.getUTCDate()
  override getHours = () => this.getUTCHours()
  override getMinutes = () => this.getUTCMinutes()
  override getSeconds = () => this.getUTCSeconds()
}

const hourMs = 3_600_000
const localTime = (local: string): LocalTime => new LocalTime(`${local.slice(0, 16)}Z`)
const dayOf = (local: string): Date => new Date(local.slice(0, 10))
const dayAfter = (day: Date): Date => new Date(day.getTime() + 24 * hourMs)

type Times = Readonly<{ startsAt: string; endsAt: string; timeZone: string }>

/**
 * A conference of a day or longer fills whole days, as its page names them: nobody sits there at night. A day has no zone, so it is
 * the right one wherever it is looked at. A shorter conference has its hours, in its zone.
 */
const timesOf = ({ startsAt, endsAt, timeZone }: Times) => {
  const [start, end] = [localTime(startsAt), localTime(endsAt)]
  const hours = (end.getTime() - start.getTime()) / hourMs
  const isWholeDay = hours === 0 || (startsAt.includes('T00:00') && endsAt.includes('T23:59'))
  return hours >= 24 || isWholeDay
    ? { allDay: true, start: dayOf(startsAt), end: dayAfter(dayOf(endsAt)) }
    : { start, end, timezone: timeZone }
}

type Conference = Times & Readonly<{ slug: string; name: string; location: string }>

export type CalendarOrder = Readonly<{ orderId: string; lines: readonly Readonly<{ name: string; quantity: number }>[] }>

/** The file by which an order's conference gets into the registrant's calendar (RFC 5545). `writtenAt`: when it is handed out. */
export const orderCalendar = ({ orderId, lines }: CalendarOrder, conference: Conference, writtenAt: Date) => {
  const { slug, name, location, timeZone, startsAt, endsAt } = conference
  const { PUBLIC_URL, SITE_NAME } = settings()
  const address = new URL(`/${slug}/orders/${orderId}`, PUBLIC_URL).href
  const calendar = ical({ prodId: { company: SITE_NAME, product: 'Conferences' } })
  calendar.timezone({ name: null, generator: zone => timeZoneComponent(zone, startsAt) })
  calendar.createEvent({
    ...timesOf(conference),
    id: `order-${orderId}@${new URL(PUBLIC_URL).hostname}`,
    stamp: writtenAt,
    summary: name,
    location,
    url: address,
    description: [
      `Begins ${formatLocal(startsAt)}, ends ${formatLocal(endsAt)}, ${formatZone(timeZone, localTime(startsAt))}.`,
      `Your seats: ${lines.map(line => `${line.quantity} × ${line.name}`).join(', ')}`,
      `Your order: ${address}`,
    ].join('\n'),
  })
  return { filename: `${slug}.ics`, content: `${calendar.toString()}\r\n` }
}
