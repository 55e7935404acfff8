import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { highestPriceMinor } from '../money.ts'
import { mostSeatsPerType } from './order/order.ts'
import { calculateTotals } from './pricing.ts'

const seatTypeIds = ['a', 'b', 'c', 'd']
const prices = fc
  .tuple(...seatTypeIds.map(() => fc.nat(highestPriceMinor)))
  .map(amounts => new Map(seatTypeIds.map((id, index) => [id, { name: `Seat ${id}`, unitPriceMinor: amounts[index] ?? 0 }])))
const seats = fc.uniqueArray(
  fc.record({ seatTypeId: fc.constantFrom(...seatTypeIds), quantity: fc.integer({ min: 1, max: mostSeatsPerType }) }),
  { selector: seat => seat.seatTypeId },
)

describe('pricing', () => {
  it('adds up, seat by seat, in exact integers', () => {
    fc.assert(
      fc.property(seats, prices, (wanted, priceList) => {
        const { lines, totalMinor, isFreeOfCharge } = calculateTotals(wanted, priceList)
        let sum = 0
        for (const { seatTypeId, quantity } of wanted)
          for (let seat = 0; seat < quantity; seat++) sum += priceList.get(seatTypeId)?.unitPriceMinor ?? Number.NaN
        expect(totalMinor).toBe(sum)
        expect(Number.isSafeInteger(totalMinor)).toBe(true)
        expect(lines.map(line => [line.seatTypeId, line.quantity])).toEqual(wanted.map(seat => [seat.seatTypeId, seat.quantity]))
        expect(lines.every(line => line.lineTotalMinor === line.unitPriceMinor * line.quantity)).toBe(true)
        expect(isFreeOfCharge).toBe(wanted.length > 0 && sum === 0)
      }),
    )
  })

  it('calls an order without seats nothing, not free', () => {
    expect(calculateTotals([], new Map())).toEqual({ lines: [], totalMinor: 0, isFreeOfCharge: false })
  })

  it('never guesses a price', () => {
    expect(() => calculateTotals([{ seatTypeId: 'x', quantity: 1 }], new Map())).toThrow('no price for seat type x')
  })
})
