import { describe, expect, it } from 'vitest'
import { Refusal } from '../refusal.ts'
import { conferenceChanges, conferenceForm, conferenceStream, priceInCurrency, refuseNewCurrency } from './conference.ts'

const typed = {
  ownerName: 'Ada Byron',
  ownerEmail: 'ada@example.org',
  slug: 'engines-2027',
  name: 'Engines 2027',
  tagline: 'Numbers at work',
  description: 'A day about machines.\nAnd an evening.',
  location: 'London',
  timeZone: 'Europe/London',
  currency: 'GBP',
  startsAt: '2027-03-10T09:00',
  endsAt: '2027-03-10T17:00',
  holdMinutes: '20',
  paymentProcessor: 'simulated',
}

/** Every problem of the input, by its field. */
const problems = (schema: typeof conferenceForm | typeof conferenceChanges, input: unknown) => {
  const parsed = schema.safeParse(input)
  return parsed.success ? {} : Object.fromEntries(parsed.error.issues.map(issue => [issue.path.join('.'), issue.message]))
}
const ofConference = (change: object) => problems(conferenceForm, { ...typed, ...change })
const refusal = (attempt: () => unknown) => {
  try {
    attempt()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  return undefined
}

describe('a new conference', () => {
  it('is taken as typed, its numbers read', () => {
    expect(conferenceForm.parse(typed)).toEqual({ ...typed, holdMinutes: 20 })
  })

  it('holds seats for 15 minutes and has the simulated processor when nothing is said about them', () => {
    const { holdMinutes: _, paymentProcessor: __, ...rest } = typed
    expect(conferenceForm.parse(rest)).toMatchObject({ holdMinutes: 15, paymentProcessor: 'simulated' })
  })

  it('may do without a tagline', () => {
    for (const tagline of [' ', undefined]) expect(conferenceForm.parse({ ...typed, tagline }).tagline).toBe('')
  })

  it.each([
    ['ownerName', 'Owner name'],
    ['ownerEmail', 'Owner email'],
    ['slug', 'Slug'],
    ['name', 'Name'],
    ['description', 'Description'],
    ['location', 'Location'],
    ['timeZone', 'Time zone'],
    ['currency', 'Currency'],
    ['startsAt', 'Starts'],
    ['endsAt', 'Ends'],
    ['holdMinutes', 'Hold seats for (minutes)'],
  ])('needs %s', (field, label) => {
    for (const nothing of field === 'holdMinutes' ? ['', null] : ['', ' \t ', undefined, null])
      expect(ofConference({ [field]: nothing })).toEqual({ [field]: `The ${label} field is required.` })
  })

  it('says everything that is wrong at once, the order of its times included', () => {
    expect(ofConference({ name: '', slug: 'api', endsAt: '2027-03-10T08:59' })).toEqual({
      name: 'The Name field is required.',
      slug: 'That slug is kept for the site itself. Choose another one.',
      endsAt: 'The end cannot be before the start.',
    })
  })

  it('may end when it starts', () => {
    expect(ofConference({ endsAt: typed.startsAt })).toEqual({})
  })

  it.each([
    '2027-02-29T10:00',
    '2027-13-01T10:00',
    '2027-03-10T24:00',
    '2027-03-10T10:60',
    '2027-03-10',
    '0027-03-10T09:00',
    'soon',
  ])('refuses %s as a time', startsAt => {
    expect(ofConference({ startsAt })).toEqual({
      startsAt: 'The Starts field must be a real date and time, such as 2027-03-10T09:00.',
    })
  })

  it('knows leap years', () => {
    expect(ofConference({ startsAt: '2028-02-29T10:00', endsAt: '2028-02-29T11:00' })).toEqual({})
  })

  it.each(['ada', 'ada@', 'ada@example', 'a da@example.org', 'ada@example.org\nBcc: all@example.org'])(
    'refuses %j as an e-mail',
    email => {
      expect(ofConference({ ownerEmail: email })).toHaveProperty('ownerEmail')
      if (!email.includes('\n'))
        expect(ofConference({ ownerEmail: email })).toEqual({
          ownerEmail: 'The Owner email field is not a valid email address.',
        })
    },
  )

  it('keeps an e-mail in small letters', () => {
    expect(conferenceForm.parse({ ...typed, ownerEmail: ' Ada@Example.ORG ' }).ownerEmail).toBe('ada@example.org')
  })

  it.each(['ab', 'Engines', 'a_b', 'caffè', 'a b', '../etc'])('refuses %j as a slug', slug => {
    expect(ofConference({ slug })).toEqual({
      slug: 'The Slug field must be 3 to 60 small letters (a to z), digits or hyphens.',
    })
  })

  it.each(['api', 'manage', 'payment', 'mailbox', 'healthz', 'readyz', 'metrics', 'icon', 'create', 'login', 'orders'])(
    'keeps the slug %s for the site',
    slug => {
      expect(ofConference({ slug })).toEqual({ slug: 'That slug is kept for the site itself. Choose another one.' })
    },
  )

  it.each(['Mars/Olympus', '+09:00', 'Seoul', '9', 'europe/prague'])('refuses %s as a time zone', timeZone => {
    expect(ofConference({ timeZone })).toEqual({
      timeZone: 'The Time zone field must be the name of a time zone, such as Europe/Prague.',
    })
  })

  it.each(['UTC', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires'])('takes %s as a time zone', timeZone => {
    expect(ofConference({ timeZone })).toEqual({})
  })

  it('takes a currency in small letters for what it is', () => {
    expect(conferenceForm.parse({ ...typed, currency: ' usd ' }).currency).toBe('USD')
    expect(conferenceChanges.parse({ ...typed, currency: 'krw' }).currency).toBe('KRW')
  })

  it.each(['us', 'ZZZ', 'dollars'])('refuses %s as a currency', currency => {
    expect(ofConference({ currency })).toEqual({
      currency: 'The Currency field must be the three-letter code of a currency, such as USD.',
    })
  })

  it.each(['4', '61', '-15', '15.5', '1e1', '9'.repeat(400), 'many', 5.5, Number.NaN])(
    'refuses a hold of %s minutes',
    holdMinutes => {
      expect(ofConference({ holdMinutes })).toEqual({
        holdMinutes: 'The Hold seats for (minutes) field must be a whole number from 5 to 60.',
      })
    },
  )

  it.each([5, '60'])('takes a hold of %s minutes', holdMinutes => {
    expect(ofConference({ holdMinutes })).toEqual({})
  })

  it('refuses a payment processor that is not there', () => {
    expect(ofConference({ paymentProcessor: 'acme' })).toEqual({
      paymentProcessor: 'The Payment processor field must be: simulated.',
    })
  })
})

describe('an edited conference', () => {
  it('keeps its slug and its owner e-mail whatever the form sends', () => {
    expect(conferenceChanges.parse(typed)).not.toHaveProperty('slug')
    expect(conferenceChanges.parse(typed)).not.toHaveProperty('ownerEmail')
  })

  it('obeys the same rules', () => {
    expect(problems(conferenceChanges, { ...typed, endsAt: '2026-01-01T00:00', name: '' })).toEqual({
      name: 'The Name field is required.',
      endsAt: 'The end cannot be before the start.',
    })
  })

  it('may change its currency until it was published', () => {
    expect(refusal(() => refuseNewCurrency(false, 'USD', 'EUR'))).toBeUndefined()
    expect(refusal(() => refuseNewCurrency(true, 'USD', 'USD'))).toBeUndefined()
    expect(refusal(() => refuseNewCurrency(true, 'USD', 'EUR'))).toMatchObject({
      message: 'The currency stays USD: it is fixed once a conference was published.',
      field: 'currency',
    })
  })

  it('keeps the numbers of its prices in another currency, or says which cannot be kept', () => {
    const priced = (priceMinor: number) => ({ name: 'General', priceMinor })
    expect(priceInCurrency(priced(19_900), 'USD', 'KRW')).toBe(199)
    expect(priceInCurrency(priced(20_050), 'USD', 'KWD')).toBe(200_500)
    expect(priceInCurrency(priced(0), 'USD', 'JPY')).toBe(0)
    expect(refusal(() => priceInCurrency(priced(31_050), 'EUR', 'KRW'))).toMatchObject({
      message: 'The price of General, 310.50, cannot be a price in KRW. Change that price first.',
      field: 'currency',
    })
    expect(refusal(() => priceInCurrency(priced(50_000_000), 'KRW', 'USD'))).toBeInstanceOf(Refusal)
  })
})

it('a conference has one stream', () => {
  expect(conferenceStream('3f')).toBe('conference-3f')
})
