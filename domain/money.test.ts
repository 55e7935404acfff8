import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { currencyExponent, formatMoney, highestPriceMinor, isCurrency, minorToDecimal, parsePrice } from './money.ts'
import { Refusal } from './refusal.ts'

const currency = fc.constantFrom('USD', 'EUR', 'KRW', 'JPY', 'KWD', 'HUF')
const spaces = /[\u00a0\u202f]/g

const refusal = (attempt: () => unknown): Refusal | undefined => {
  try {
    attempt()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  return undefined
}

describe('a currency', () => {
  it.each([
    ['USD', 2],
    ['EUR', 2],
    ['HUF', 2],
    ['KRW', 0],
    ['JPY', 0],
    ['KWD', 3],
    ['IQD', 3],
  ])('%s has the decimals of ISO 4217: %i', (code, exponent) => {
    expect(currencyExponent(code)).toBe(exponent)
  })

  it('is known by its code in capitals', () => {
    expect(['USD', 'KRW', 'KWD'].every(isCurrency)).toBe(true)
    expect(['usd', 'ZZZ', 'US', '', 'DOLLAR'].some(isCurrency)).toBe(false)
  })

  it('that nobody knows is refused', () => {
    expect(refusal(() => currencyExponent('ZZZ'))).toMatchObject({
      message: 'Choose a currency by its three-letter code, such as USD.',
      field: 'currency',
    })
  })
})

describe('a price', () => {
  it.each([
    ['0', 'USD', 0],
    ['12', 'USD', 1200],
    ['12.5', 'USD', 1250],
    [' 12.50 ', 'EUR', 1250],
    ['0.07', 'EUR', 7],
    ['45000', 'KRW', 45_000],
    ['1.234', 'KWD', 1234],
    ['007', 'JPY', 7],
    ['500000.00', 'USD', highestPriceMinor],
    ['50000000', 'KRW', highestPriceMinor],
  ])('of %s in %s is %i minor units', (text, code, minor) => {
    expect(parsePrice(text, code)).toBe(minor)
  })

  it.each([
    ['12.345', 'USD', 'A price in USD has at most 2 digits after the point.'],
    ['1.00', 'KRW', 'A price in KRW has no decimals.'],
    ['-1', 'USD', 'The price cannot be negative.'],
    ['-0.5', 'USD', 'The price cannot be negative.'],
    ['500000.01', 'USD', 'The price can be at most $500,000.00.'],
    ['50000001', 'KRW', 'The price can be at most ₩50,000,000.'],
    ['9'.repeat(400), 'USD', 'The price can be at most $500,000.00.'],
  ])('of %s in %s is refused', (text, code, sentence) => {
    expect(refusal(() => parsePrice(text, code))).toMatchObject({ message: sentence, field: 'price' })
  })

  it.each(['', ' ', 'free', '1e3', '0x10', '1,200', '1.', '.5', '+1', '1 000', 'NaN', 'Infinity', '１２', '1.2.3', '-', '--1'])(
    'typed as "%s" is refused with an example',
    text => {
      expect(refusal(() => parsePrice(text, 'USD'))?.message).toBe('Write the price with digits only, such as 12.50.')
    },
  )

  it('shows an example without decimals where the currency has none', () => {
    expect(refusal(() => parsePrice('viel', 'KRW'))?.message).toBe('Write the price with digits only, such as 1250.')
  })

  it('written as a decimal reads back as the same amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: highestPriceMinor }), currency, (minor, code) => {
        expect(parsePrice(minorToDecimal(minor, code), code)).toBe(minor)
      }),
    )
  })

  it('is exact or refused, whatever is typed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[-+.\d,e ]{0,12}$/)), currency, (text, code) => {
        try {
          const minor = parsePrice(text, code)
          expect(Number.isSafeInteger(minor) && minor >= 0 && minor <= highestPriceMinor).toBe(true)
          expect(Number(minorToDecimal(minor, code))).toBe(Number(text))
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal)
        }
      }),
    )
  })
})

describe('an amount', () => {
  it.each([
    [5, 'USD', '0.05'],
    [1250, 'USD', '12.50'],
    [-1250, 'USD', '-12.50'],
    [55_000, 'KRW', '55000'],
    [7, 'KWD', '0.007'],
  ])('of %i in %s is %s as a decimal', (minor, code, decimal) => {
    expect(minorToDecimal(minor, code)).toBe(decimal)
  })

  it.each([
    [123_456, 'USD', 'en-US', '$1,234.56'],
    [123_456, 'EUR', 'de-DE', '1.234,56 €'],
    [55_000, 'KRW', 'ko-KR', '₩55,000'],
    [55_000, 'KRW', 'en-US', '₩55,000'],
    [1234, 'KWD', 'en-US', 'KWD 1.234'],
    [123_456, 'HUF', 'en-US', 'HUF 1,234.56'],
    [0, 'USD', 'en-US', '$0.00'],
    [-500, 'USD', 'en-US', '-$5.00'],
  ])('of %i in %s reads in %s as %s', (minor, code, locale, text) => {
    expect(formatMoney(minor, code, locale).replace(spaces, ' ')).toBe(text)
  })

  it('loses no cent however large it is', () => {
    expect(formatMoney(Number.MAX_SAFE_INTEGER, 'USD')).toBe('$90,071,992,547,409.91')
  })
})
