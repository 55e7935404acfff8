import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayIn, formatDay, formatMoment, localIn, momentIn } from './moments.ts'

const zones = ['UTC', 'Europe/Zurich', 'Asia/Seoul', 'America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Kiritimati']
const anInstant = fc.date({ min: new Date('2024-01-01T00:00:00Z'), max: new Date('2034-12-31T00:00:00Z'), noInvalidDate: true })

describe('a moment', () => {
  it('reads the same in a field after a round trip, in every zone and across changes of summer time', () => {
    fc.assert(
      fc.property(anInstant, fc.constantFrom(...zones), (instant, zone) => {
        const local = localIn(instant, zone)
        const back = momentIn(local, zone)
        expect(back && localIn(back, zone)).toBe(local)
      }),
      { numRuns: 500 },
    )
  })

  it('typed to the second or the minute is the very end of that second, so that what happened in it counts', () => {
    expect(momentIn('2026-11-20T10:05:03', 'Europe/Zurich')?.toISOString()).toBe('2026-11-20T09:05:03.999Z')
    expect(momentIn('2026-11-20T10:05', 'Asia/Seoul')?.toISOString()).toBe('2026-11-20T01:05:00.999Z')
  })

  it('typed an hour before the clock is put forward or back is not taken for one after it', () => {
    expect(momentIn('2027-03-28T01:30:00', 'Europe/Zurich')?.toISOString()).toBe('2027-03-28T00:30:00.999Z')
    expect(momentIn('2027-11-07T00:30:00', 'America/Los_Angeles')?.toISOString()).toBe('2027-11-07T07:30:00.999Z')
  })

  it('as an instant is exact', () => {
    expect(momentIn('2026-11-20T10:05:03.041Z', 'Asia/Seoul')?.toISOString()).toBe('2026-11-20T10:05:03.041Z')
  })

  it('that the clock leaves out is taken for one that it has', () => {
    const back = momentIn('2027-03-28T02:30:00', 'Europe/Zurich')
    expect(back && localIn(back, 'Europe/Zurich')).toMatch(/^2027-03-28T0[13]:30:00$/)
  })

  it.each([
    ['2026-12-01', '2026-12-01T14:59:59.999Z'],
    ['2026-12-01T00:32:28+09:00', '2026-11-30T15:32:28.000Z'],
    ['2026-12-01T00:32:28 09:00', '2026-11-30T15:32:28.000Z'],
    ['2026-12-01T00:32+0900', '2026-11-30T15:32:00.000Z'],
    ['2026-12-01T00:32:28-03:30', '2026-12-01T04:02:28.000Z'],
    ['2026-12-01T00:32:28.123456Z', '2026-12-01T00:32:28.123Z'],
    ['2026-12-01T00:32:28.5Z', '2026-12-01T00:32:28.500Z'],
    ['2026-12-01 00:32', '2026-11-30T15:32:00.999Z'],
    ['1999-01-01T00:00', '1998-12-31T15:00:00.999Z'],
  ])('is in %j', (text, instant) => {
    expect(momentIn(text, 'Asia/Seoul')?.toISOString()).toBe(instant)
  })

  it.each([
    ...[undefined, '', 'now', 'garbage', '2026-13-20T10:05', '2026-02-30', '2026-11-20T24:00', ['2026-11-20T10:05'], '1e9'],
    ...['2026-11-20Z', '2026-11-20T10:05.5', '2026-11-20T10', '0001-01-01T00:00', '9999-12-31T23:59', '2026-11-20T10:05:03+9'],
  ])('is not in %j', text => {
    expect(momentIn(text, 'UTC')).toBeUndefined()
  })

  it('is shown in the zone, by its day and to the second', () => {
    const instant = new Date('2026-11-20T23:05:03Z')
    expect(dayIn(instant, 'Asia/Seoul')).toBe('2026-11-21')
    expect(formatMoment(instant, 'Asia/Seoul')).toMatch(/^Nov 21, 2026, 8:05:03.AM Korean Standard Time$/)
    expect(formatDay('2026-11-21')).toBe('Nov 21, 2026')
  })
})
