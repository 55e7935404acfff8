import { describe, expect, it } from 'vitest'
import { seatsOnOffer } from './seats-on-offer.ts'

const seatType = (seatTypeId: string, remaining: number) => ({
  seatTypeId,
  name: seatTypeId,
  description: '',
  priceMinor: 300,
  remaining,
})

const line = (seatTypeId: string, requested: number, reserved: number) => ({
  seatTypeId,
  requested,
  reserved,
  unitPriceMinor: 200,
})

describe('changing seats', () => {
  it('counts what is left with the order’s own holds, also after a quota cut', () => {
    const lines = [line('a', 2, 2), line('b', 3, 3)]
    const offered = seatsOnOffer([seatType('a', 4), seatType('b', -5), seatType('c', 1)], { status: 'reserved', lines })
    expect(offered.map(({ remaining }) => remaining)).toEqual([6, 3, 1])
  })

  it('keeps what is held filled in, and says which rows were shortened', () => {
    const lines = [line('a', 2, 2), line('b', 3, 1)]
    const offered = seatsOnOffer([seatType('a', 4), seatType('b', 0)], { status: 'partiallyReserved', lines })
    expect(offered.map(({ quantity, shortened }) => [quantity, shortened])).toEqual([
      [2, false],
      [1, true],
    ])
  })

  it('keeps what is asked filled in while there is no answer', () => {
    const [offered] = seatsOnOffer([seatType('a', 4)], { status: 'placed', lines: [line('a', 3, 0)] })
    expect(offered).toMatchObject({ quantity: 3, shortened: false })
  })

  it('keeps the prices of the order', () => {
    const offered = seatsOnOffer([seatType('a', 4), seatType('b', 4)], { status: 'reserved', lines: [line('a', 1, 1)] })
    expect(offered.map(({ priceMinor }) => priceMinor)).toEqual([200, 300])
  })
})
