import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plotSales } from './sales-plot.ts'

const aDay = fc.integer({ min: 0, max: 700 }).map(day => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10))
const sales = fc
  .uniqueArray(fc.record({ day: aDay, seats: fc.integer({ min: 0, max: 90_000 }) }), {
    selector: ({ day }) => day,
    maxLength: 40,
  })
  .map(days => days.toSorted((one, other) => (one.day < other.day ? -1 : 1)))

describe('the plot of seats sold per day', () => {
  it('has a bar for every day from the first sale until today', () => {
    const { bars } = plotSales(
      [
        { day: '2026-02-15', seats: 2 },
        { day: '2026-02-27', seats: 3 },
        { day: '2026-03-01', seats: 1 },
      ],
      '2026-03-02',
    )
    expect(bars).toHaveLength(16)
    expect(bars[0]).toMatchObject({ day: '2026-02-15', seats: 2 })
    expect(bars.slice(-4).map(({ day, seats }) => [day, seats])).toEqual([
      ['2026-02-27', 3],
      ['2026-02-28', 0],
      ['2026-03-01', 1],
      ['2026-03-02', 0],
    ])
  })

  it('shows two weeks even when selling began today', () => {
    const { bars } = plotSales([{ day: '2026-03-02', seats: 6 }], '2026-03-02')
    expect(bars).toHaveLength(14)
    expect(bars.at(-1)).toMatchObject({ day: '2026-03-02', seats: 6 })
  })

  it('keeps every bar within its frame, as high as its seats, and none over another', () => {
    fc.assert(
      fc.property(sales, aDay, (days, today) => {
        const { bars, lines } = plotSales(days, today)
        const top = lines.at(-1)?.seats ?? 0
        const isNear = (one: number, other: number) => Math.abs(one - other) < 1e-6
        const stands = ({ y, height, seats }: (typeof bars)[number]) =>
          isNear(height, (seats / top) * 100) && isNear(y + height, 100) && y >= 0
        const edges = bars.flatMap(({ x, width }) => [x, x + width])
        expect(bars.every(stands)).toBe(true)
        expect(edges).toEqual(edges.toSorted((one, other) => one - other))
        expect(edges[0]).toBeGreaterThanOrEqual(0)
        expect(edges.at(-1)).toBeLessThanOrEqual(100)
      }),
    )
  })

  it('draws at most six lines, at whole numbers from nothing to at least the greatest day', () => {
    fc.assert(
      fc.property(sales, days => {
        const { lines } = plotSales(days, '2026-01-01')
        expect(lines.length).toBeGreaterThanOrEqual(2)
        expect(lines.length).toBeLessThanOrEqual(6)
        expect(lines.every(({ seats }) => Number.isInteger(seats))).toBe(true)
        expect(lines[0]).toEqual({ seats: 0, y: 100 })
        expect(lines.at(-1)?.seats).toBeGreaterThanOrEqual(Math.max(0, ...days.map(({ seats }) => seats)))
      }),
    )
  })
})
