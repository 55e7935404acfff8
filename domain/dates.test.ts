import { describe, expect, it, vi } from 'vitest'
import { formatDays, formatInstant, formatLocal, formatTime, formatZone } from './dates.ts'

const plain = (text: string) => text.replace(/[\u2009\u202f\u00a0]/g, ' ')

/** Before the formatters are made: this machine stands where no conference takes place. */
vi.hoisted(() => {
  process.env.TZ = 'Asia/Kathmandu'
})

describe('dates', () => {
  it('of a conference are its own, wherever this runs', () => {
    expect(plain(formatDays('2027-03-10T23:30', '2027-03-12T00:30'))).toBe('March 10 – 12, 2027')
    expect(plain(formatDays('2027-03-10T09:00', '2027-03-10T17:00'))).toBe('March 10, 2027')
    expect(plain(formatLocal('2027-03-10T23:30'))).toBe('Wednesday, March 10, 2027 at 11:30 PM')
  })

  it('of what happens are in the zone of the conference, which they name', () => {
    const instant = new Date('2026-11-20T22:05:00Z')
    expect(plain(formatTime(instant, 'America/Los_Angeles', instant))).toBe('2:05 PM Pacific Time')
    expect(plain(formatTime(instant, 'Asia/Seoul', instant))).toBe('7:05 AM Korean Standard Time')
    expect(plain(formatTime(instant, 'UTC', instant))).toBe('10:05 PM Coordinated Universal Time')
    expect(plain(formatInstant(instant, 'America/Los_Angeles'))).toBe('November 20, 2026 at 2:05 PM Pacific Time')
    expect(plain(formatInstant(instant, 'Europe/Zurich'))).toBe('November 20, 2026 at 11:05 PM Central European Time')
  })

  it('name the day of what is not today in the zone of the conference', () => {
    const beforeMidnight = new Date('2026-11-20T22:50:00Z')
    const afterMidnight = new Date('2026-11-20T23:32:00Z')
    expect(plain(formatTime(afterMidnight, 'Europe/Zurich', beforeMidnight))).toBe(
      '12:32 AM Central European Time on November 21',
    )
    expect(plain(formatTime(afterMidnight, 'Europe/Zurich', afterMidnight))).toBe('12:32 AM Central European Time')
    expect(plain(formatTime(afterMidnight, 'UTC', beforeMidnight))).toBe('11:32 PM Coordinated Universal Time')
  })

  it('name a zone by its everyday and its exact name', () => {
    const july = new Date('2027-07-14T12:00:00Z')
    expect(formatZone('America/Los_Angeles', july)).toBe('Pacific Time (America/Los Angeles)')
    expect(formatZone('UTC', july)).toBe('Coordinated Universal Time (UTC)')
  })
})
