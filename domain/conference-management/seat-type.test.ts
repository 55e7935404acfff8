import { describe, expect, it } from 'vitest'
import { refuseDeletion, sameSeatTypeName, seatTypeForm } from './conference.ts'

const seatType = { name: 'General', description: 'All talks', price: '12.50', quota: '40' }

/** Every problem of a seat type that differs from a good one in `change`, by its field. */
const ofSeatType = (change: object, currency = 'USD') => {
  const parsed = seatTypeForm(currency).safeParse({ ...seatType, ...change })
  return parsed.success ? {} : Object.fromEntries(parsed.error.issues.map(issue => [issue.path.join('.'), issue.message]))
}

describe('a seat type', () => {
  it('has its price in minor units, with the currency that gives them their meaning', () => {
    expect(seatTypeForm('USD').parse(seatType)).toEqual({
      name: 'General',
      description: 'All talks',
      priceMinor: 1_250,
      currency: 'USD',
      quota: 40,
    })
    expect(seatTypeForm('KRW').parse({ ...seatType, price: '55000', quota: 0 })).toMatchObject({ priceMinor: 55_000, quota: 0 })
  })

  it('has an empty description when none is given', () => {
    const { description: _, ...rest } = seatType
    expect(seatTypeForm('USD').parse(rest).description).toBe('')
  })

  it('needs a name, a price and a quota, and may do without a description', () => {
    expect(ofSeatType({ name: '', description: '', price: ' ', quota: '' })).toEqual({
      name: 'The Name field is required.',
      price: 'The Price field is required.',
      quota: 'The Quota field is required.',
    })
  })

  it.each([
    [{ name: 'A' }, { name: 'The Name field must have at least 2 characters.' }],
    [{ name: 'A'.repeat(71) }, { name: 'The Name field can have at most 70 characters.' }],
    [{ description: 'A'.repeat(251) }, { description: 'The Description field can have at most 250 characters.' }],
    [{ quota: '100001' }, { quota: 'The Quota field must be a whole number from 0 to 100,000.' }],
    [{ quota: '-1' }, { quota: 'The Quota field must be a whole number from 0 to 100,000.' }],
    [{ quota: 2.5 }, { quota: 'The Quota field must be a whole number from 0 to 100,000.' }],
    [{ price: 12.5 }, { price: 'The Price field must be text.' }],
    [{ price: '12,50' }, { price: 'Write the price with digits only, such as 12.50.' }],
    [{ price: '12.505' }, { price: 'A price in USD has at most 2 digits after the point.' }],
    [{ price: '500000.01' }, { price: 'The price can be at most $500,000.00.' }],
    [{ price: '9'.repeat(41) }, { price: 'The Price field can have at most 40 characters.' }],
  ])('refuses %o', (change, expected) => {
    expect(ofSeatType(change)).toEqual(expected)
  })

  it.each([{ name: 'AB' }, { name: 'A'.repeat(70) }, { description: 'A'.repeat(250) }, { quota: '100000' }, { price: '500000' }])(
    'goes up to its limits: %o',
    change => {
      expect(ofSeatType(change)).toEqual({})
    },
  )

  it('says that its currency is unknown instead of guessing decimals', () => {
    expect(ofSeatType({}, 'ZZZ')).toEqual({ price: 'Choose a currency by its three-letter code, such as USD.' })
  })

  it('is known by its name whatever the capitals', () => {
    expect(sameSeatTypeName('VIP', 'vip')).toBe(true)
    expect(sameSeatTypeName('VIP', 'VIP 2')).toBe(false)
  })

  it('can be deleted until the conference was published', () => {
    expect(() => refuseDeletion(false)).not.toThrow()
    expect(() => refuseDeletion(true)).toThrow(
      'A seat type cannot be deleted once the conference was published. Set its quota to 0 instead.',
    )
  })
})
