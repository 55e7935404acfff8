import { beforeAll, describe, expect, it, vi } from 'vitest'
import { type CalendarOrder, orderCalendar } from './order-calendar.ts'
import { provideSettings } from './settings.ts'

/** Where this machine stands there is no half past two on March 28, 2027. */
vi.hoisted(() => {
  process.env.TZ = 'Europe/Berlin'
})

beforeAll(() => {
  const secret = 'a'.repeat(64)
  provideSettings({
    DATABASE_URL: 'postgres://localhost/contoso',
    PUBLIC_URL: 'https://conferences.example',
    AUTH_SECRET: secret,
    CODE_PEPPER: secret,
    CODE_KEY: secret,
    PAYMENT_SECRET: secret,
    PAYMENT_PROCESSOR: 'simulated',
  })
})

const order: CalendarOrder = { orderId: 'a1', lines: [{ name: 'General', quantity: 2 }] }
const conference = {
  slug: 'engines',
  name: 'Engines 2027',
  location: 'London',
  timeZone: 'Europe/London',
  startsAt: '2027-03-10T09:00',
  endsAt: '2027-03-12T17:00',
}
const writtenAt = new Date('2026-11-20T23:05:00Z')

const fileOf = (changed: Partial<typeof conference>, lines = order.lines): string =>
  orderCalendar({ ...order, lines }, { ...conference, ...changed }, writtenAt).content

/** The lines as a calendar reads them, put together again. */
const linesOf = (file: string): string[] => file.replaceAll('\r\n ', '').split('\r\n')
const timesOf = (file: string): string[] => {
  const lines = linesOf(file)
  return lines.slice(lines.indexOf('BEGIN:VEVENT')).filter(line => /^DT(START|END)/.test(line))
}

describe('the calendar file of a conference', () => {
  it.each(['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Asia/Seoul', 'UTC'])(
    'of several days in %s fills its days, the last one too, whatever the zone',
    timeZone => {
      expect(timesOf(fileOf({ timeZone }))).toEqual(['DTSTART;VALUE=DATE:20270310', 'DTEND;VALUE=DATE:20270313'])
    },
  )

  it('fills whole days too when nobody said at what time', () => {
    const days = ['DTSTART;VALUE=DATE:20270310', 'DTEND;VALUE=DATE:20270311']
    expect(timesOf(fileOf({ startsAt: '2027-03-10T00:00', endsAt: '2027-03-10T23:59' }))).toEqual(days)
    expect(timesOf(fileOf({ startsAt: '2027-03-10T09:00', endsAt: '2027-03-10T09:00' }))).toEqual(days)
    expect(timesOf(fileOf({ startsAt: '2027-12-30T00:00', endsAt: '2028-01-01T00:00' }))).toEqual([
      'DTSTART;VALUE=DATE:20271230',
      'DTEND;VALUE=DATE:20280102',
    ])
  })

  it('of one day or one night has its hours in its own zone', () => {
    expect(timesOf(fileOf({ timeZone: 'Asia/Seoul', startsAt: '2027-03-28T02:30', endsAt: '2027-03-28T18:00' }))).toEqual([
      'DTSTART;TZID=Asia/Seoul:20270328T023000',
      'DTEND;TZID=Asia/Seoul:20270328T180000',
    ])
    expect(timesOf(fileOf({ startsAt: '2027-03-10T20:00', endsAt: '2027-03-11T02:00' }))).toEqual([
      'DTSTART;TZID=Europe/London:20270310T200000',
      'DTEND;TZID=Europe/London:20270311T020000',
    ])
  })

  it('says what its zone is, with the changes of its clock before and after', () => {
    const lines = linesOf(fileOf({ startsAt: '2027-03-10T09:00', endsAt: '2027-03-10T17:00' }))
    const zone = lines.slice(lines.indexOf('BEGIN:VTIMEZONE'), lines.indexOf('END:VTIMEZONE')).join(' ')
    expect(zone).toContain('TZID:Europe/London')
    expect(zone).toContain('BEGIN:STANDARD DTSTART:20261025T020000 TZOFFSETFROM:+0100 TZOFFSETTO:+0000 END:STANDARD')
    expect(zone).toContain('BEGIN:DAYLIGHT DTSTART:20270328T010000 TZOFFSETFROM:+0000 TZOFFSETTO:+0100 END:DAYLIGHT')
    const still = linesOf(fileOf({ timeZone: 'Asia/Kathmandu', startsAt: '2027-03-10T09:00', endsAt: '2027-03-10T17:00' }))
    expect(still.filter(line => line.startsWith('TZOFFSETTO'))).toEqual(['TZOFFSETTO:+0545'])
  })

  it('is made of lines of at most 75 octets that break no character, and reads the same when they are joined', () => {
    const name = `${'한국어 회의 🎪'.repeat(20)}; a, b`
    const file = fileOf({ name, location: '서울 코엑스\\홀' }, [{ name: '일반 참가권'.repeat(11), quantity: 20 }])
    expect(file.endsWith('END:VCALENDAR\r\n')).toBe(true)
    for (const line of file.split('\r\n')) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
      expect(line.isWellFormed()).toBe(true)
    }
    expect(linesOf(file)).toContain(`SUMMARY:${name.replace(';', '\\;').replace(',', '\\,')}`)
    expect(linesOf(file)).toContain('LOCATION:서울 코엑스\\\\홀')
  })

  it('is one event, the same each time it is downloaded, and tells no code', () => {
    const lines = linesOf(fileOf({}))
    expect(lines.filter(line => line === 'BEGIN:VEVENT')).toHaveLength(1)
    expect(lines).toContain('UID:order-a1@conferences.example')
    expect(lines).toContain('DTSTAMP:20261120T230500Z')
    expect(lines).toContain('URL;VALUE=URI:https://conferences.example/engines/orders/a1')
    expect(lines.find(line => line.startsWith('DESCRIPTION:'))).toContain('Your seats: 2 × General\\n')
  })

  it('keeps a text from becoming a line of its own', () => {
    const lines = linesOf(fileOf({ name: 'Engines\r\nBEGIN:VALARM\rATTACH:x\nEND:VALARM' }))
    expect(lines.filter(line => /^(BEGIN:VALARM|ATTACH)/.test(line))).toEqual([])
  })
})
