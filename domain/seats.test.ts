import { describe, expect, it } from 'vitest'
import { quantityOf, sameSeats, totalSeats } from './seats.ts'

const two = { seatTypeId: 'a', quantity: 2 }
const one = { seatTypeId: 'b', quantity: 1 }

describe('seats', () => {
  it('are the same in whatever order they are listed', () => {
    expect(sameSeats([two, one], [one, two])).toBe(true)
    expect(sameSeats([], [])).toBe(true)
  })

  it('are not the same with another number, another type, or one type more', () => {
    expect(sameSeats([two], [{ ...two, quantity: 3 }])).toBe(false)
    expect(sameSeats([two], [{ ...two, seatTypeId: 'c' }])).toBe(false)
    expect(sameSeats([two], [two, one])).toBe(false)
    expect(sameSeats([two, one], [two])).toBe(false)
  })

  it('are counted by type and in total', () => {
    expect(quantityOf([two, one], 'a')).toBe(2)
    expect(quantityOf([two, one], 'c')).toBe(0)
    expect(totalSeats([two, one])).toBe(3)
  })
})
