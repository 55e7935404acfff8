import { describe, expect, it } from 'vitest'
import { quantityField, seatsChosen } from './seat-choice.ts'

const seatTypes = [
  { seatTypeId: 'a', name: 'General', description: 'All talks', priceMinor: 19_900, remaining: 5 },
  { seatTypeId: 'b', name: 'Workshop', description: '', priceMinor: 0, remaining: -1 },
]

const chosen = (typed: Record<string, string>) => seatsChosen(typed, seatTypes)

describe('choosing seats', () => {
  it('takes the quantity from the browser, and name and price from us', () => {
    expect(chosen({ [quantityField('a')]: ' 2 ', name: 'Cheap', priceMinor: '1' })).toEqual({
      lines: [{ seatTypeId: 'a', quantity: 2, name: 'General', description: 'All talks', unitPriceMinor: 19_900 }],
      problems: [],
    })
  })

  it('may ask for more than is left', () => {
    expect(chosen({ [quantityField('a')]: '20', [quantityField('b')]: '1' }).problems).toEqual([])
  })

  it('takes a missing or empty field for none', () => {
    expect(chosen({ [quantityField('a')]: '1', [quantityField('b')]: '' }).lines).toHaveLength(1)
  })

  it('needs at least one seat', () => {
    for (const typed of [{}, { [quantityField('a')]: '0' }, { [quantityField('a')]: '', [quantityField('b')]: '000' }])
      expect(chosen(typed).problems).toEqual([{ field: quantityField('a'), message: 'One or more items are required' }])
  })

  it('refuses what is not a whole number', () => {
    for (const text of ['-1', '1.5', '1,5', '1e3', '0x10', 'two', 'NaN', 'Infinity', '２', '1, 2', '9'.repeat(400), '1\0'])
      expect(chosen({ [quantityField('a')]: text }).problems, text).toEqual([
        { field: quantityField('a'), message: 'Type a whole number from 0 to 20 for General.' },
      ])
  })

  it('refuses more than 20 of one kind', () => {
    expect(chosen({ [quantityField('a')]: '21' }).problems).toEqual([
      { field: quantityField('a'), message: 'You can order at most 20 seats of General.' },
    ])
  })

  it('refuses seats of another conference, also beside its own', () => {
    for (const typed of [{ [quantityField('z')]: '1' }, { [quantityField('a')]: '1', [quantityField('__proto__')]: '1' }])
      expect(chosen(typed).problems[0]?.message).toMatch('does not belong to this conference')
  })
})
