import { Refusal } from './refusal.ts'

/** The dearest price there may be, in minor units. */
export const highestPriceMinor = 50_000_000

// The minor units of ISO 4217 where they are not 2. Written down, because what Intl answers is a habit of display (no decimals for
// the forint), differs between its versions, and would change the meaning of every stored amount with the next one.
const exponents = new Map([
  ...['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'].map(
    code => [code, 0] as const,
  ),
  ...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map(code => [code, 3] as const),
])

const currencies = new Set(Intl.supportedValuesOf('currency'))

/** Whether this is a currency's ISO 4217 code, in capitals. */
export const isCurrency = (code: string): boolean => currencies.has(code)

/** How many decimals the currency's minor unit has. Throws Refusal for an unknown code. */
export const currencyExponent = (currency: string): number => {
  if (!isCurrency(currency)) throw new Refusal('Choose a currency by its three-letter code, such as USD.', 'currency')
  return exponents.get(currency) ?? 2
}

/** An amount as a plain decimal, with exactly the currency's decimals: 1250 in USD is 12.50. */
export const minorToDecimal = (minor: number, currency: string): `${number}` => {
  const exponent = currencyExponent(currency)
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0')
  const whole = digits.slice(0, digits.length - exponent)
  const decimal = exponent === 0 ? whole : `${whole}.${digits.slice(-exponent)}`
  return `${minor < 0 ? '-' : ''}${decimal}` as `${number}`
}

/** An amount as people read it, with exactly the currency's decimals. */
export const formatMoney = (minor: number, currency: string, locale = 'en-US'): string => {
  const exponent = currencyExponent(currency)
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: exponent,
    maximumFractionDigits: exponent,
  }).format(minorToDecimal(minor, currency))
}

/** What a person typed as a price, such as 12.50, in minor units. Anything that is not an exact price is refused, nothing is rounded. */
export const parsePrice = (text: string, currency: string): number => {
  const exponent = currencyExponent(currency)
  const typed = text.trim()
  if (/^-[\d.]/.test(typed)) throw new Refusal('The price cannot be negative.', 'price')
  const [, whole, decimals = ''] = /^(\d+)(?:\.(\d+))?$/.exec(typed) ?? []
  if (whole === undefined)
    throw new Refusal(`Write the price with digits only, such as ${minorToDecimal(1250, currency)}.`, 'price')
  if (decimals.length > exponent)
    throw new Refusal(
      exponent === 0
        ? `A price in ${currency} has no decimals.`
        : `A price in ${currency} has at most ${exponent} digits after the point.`,
      'price',
    )
  const minor = Number(whole + decimals.padEnd(exponent, '0'))
  if (minor > highestPriceMinor)
    throw new Refusal(`The price can be at most ${formatMoney(highestPriceMinor, currency)}.`, 'price')
  return minor
}
