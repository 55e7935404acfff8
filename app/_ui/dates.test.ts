import { describe, expect, it } from 'vitest'
import { formatInstant, formatLocal } from './dates.ts'

describe('a time', () => {
  it('is never broken between two lines', () => {
    expect(formatLocal('2027-09-02T17:00')).toBe('Thursday, September 2, 2027 at\u00a05:00\u00a0PM')
    expect(formatInstant(new Date('2026-11-30T14:55:00Z'), 'Europe/Zurich')).toBe(
      'November 30, 2026 at\u00a03:55\u00a0PM Central European Time',
    )
  })
})
