import { z } from 'zod'
import { emailField, textField, wholeNumberField } from '../fields.ts'
import { isCurrency, minorToDecimal, parsePrice } from '../money.ts'
import { Refusal } from '../refusal.ts'

export const conferenceStream = (conferenceId: string): string => `conference-${conferenceId}`

/** Slugs stand right behind the site's address; these are addresses of the site itself. */
const reservedSlugs = new Set([
  'api',
  'manage',
  'payment',
  'mailbox',
  'healthz',
  'readyz',
  'metrics',
  'icon',
  'create',
  'login',
  'orders',
])

const wrongSlug = (slug: string) => {
  if (!/^[a-z0-9-]{3,60}$/.test(slug)) return 'The Slug field must be 3 to 60 small letters (a to z), digits or hyphens.'
  return reservedSlugs.has(slug) ? 'That slug is kept for the site itself. Choose another one.' : undefined
}

const isTimeZone = (name: string) => {
  // Newer engines also take offsets such as +09:00, which know nothing of summer time.
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions()
    // Another name of the same zone is fine; the same name in other capitals would be unknown to lists of zones.
    return timeZone === name || timeZone.toLowerCase() !== name.toLowerCase()
  } catch {
    return false
  }
}

const wrongTimeZone = (name: string) =>
  isTimeZone(name) ? undefined : 'The Time zone field must be the name of a time zone, such as Europe/Prague.'

const wrongCurrency = (code: string) =>
  isCurrency(code) ? undefined : 'The Currency field must be the three-letter code of a currency, such as USD.'

const inCapitals = (typed: unknown) => (typeof typed === 'string' ? typed.toUpperCase() : typed)

/** A day and time that the calendar has; parsing alone would turn 30 February into 2 March. */
const isLocalTime = (typed: string) => {
  if (!/^2\d{3}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(typed)) return false
  const instant = new Date(`${typed}:00Z`)
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(typed)
}

const localTime = (label: string) =>
  textField(label, {
    atMost: 40,
    rule: typed =>
      isLocalTime(typed) ? undefined : `The ${label} field must be a real date and time, such as 2027-03-10T09:00.`,
  })

const editable = {
  ownerName: textField('Owner name', { atMost: 100 }),
  name: textField('Name', { atLeast: 2, atMost: 120 }),
  tagline: textField('Tagline', { atMost: 200, optional: true }).default(''),
  description: textField('Description', { atMost: 5_000, lines: true }),
  location: textField('Location', { atMost: 200 }),
  timeZone: textField('Time zone', { atMost: 60, rule: wrongTimeZone }),
  currency: z.preprocess(inCapitals, textField('Currency', { atMost: 20, rule: wrongCurrency })),
  startsAt: localTime('Starts'),
  endsAt: localTime('Ends'),
  holdMinutes: wholeNumberField('Hold seats for (minutes)', 5, 60).prefault(15),
  paymentProcessor: z.enum(['simulated'], 'The Payment processor field must be: simulated.').default('simulated'),
}

export const slugField = textField('Slug', { atMost: 60, rule: wrongSlug })

const fixed = {
  ownerEmail: emailField('Owner email').transform(email => email.toLowerCase()),
  slug: slugField,
}

const bothTimes = z.object({ startsAt: editable.startsAt, endsAt: editable.endsAt })

/** Both are local to the same zone and written alike, so that the order of the texts is the order of the times. */
const isInOrder = ({ startsAt, endsAt }: z.infer<typeof bothTimes>) => endsAt >= startsAt

const outOfOrder = {
  path: ['endsAt'],
  error: 'The end cannot be before the start.',
  // Said together with what is wrong elsewhere, as soon as both times can be read.
  when: ({ value }: { value: unknown }) => bothTimes.safeParse(value).success,
}

/** What a new conference is made of. An e-mail address is kept in small letters. */
export const conferenceForm = z.object({ ...fixed, ...editable }).refine(isInOrder, outOfOrder)
export type ConferenceForm = z.infer<typeof conferenceForm>

/** What can be edited: the owner's e-mail and the slug stay as they were at creation. */
export const conferenceChanges = z.object(editable).refine(isInOrder, outOfOrder)
export type ConferenceChanges = z.infer<typeof conferenceChanges>

const seatTypeFields = {
  name: textField('Name', { atLeast: 2, atMost: 70 }),
  description: textField('Description', { atMost: 250, optional: true, lines: true }).default(''),
  quota: wholeNumberField('Quota', 0, 100_000),
}

const price = (currency: string) =>
  textField('Price', { atMost: 40 }).transform((typed, context) => {
    try {
      return parsePrice(typed, currency)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      context.addIssue({ code: 'custom', message: error.message })
      return z.NEVER
    }
  })

/** A seat type with its price as a decimal text in the conference's currency. The currency goes along: without it the price means nothing. */
export const seatTypeForm = (currency: string) =>
  z
    .object({ ...seatTypeFields, price: price(currency) })
    .transform(({ price: priceMinor, ...seatType }) => ({ ...seatType, priceMinor, currency }))
export type SeatTypeForm = z.infer<ReturnType<typeof seatTypeForm>>

/** Seat types of one conference are told apart by their names, whatever the capitals. */
export const sameSeatTypeName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

/** Orders, prices and revenue of a published conference are in its currency for ever. */
export const refuseNewCurrency = (wasEverPublished: boolean, currency: string, wanted: string): void => {
  if (wasEverPublished && wanted !== currency)
    throw new Refusal(`The currency stays ${currency}: it is fixed once a conference was published.`, 'currency')
}

/** Somebody may have ordered it. */
export const refuseDeletion = (wasEverPublished: boolean): void => {
  if (wasEverPublished)
    throw new Refusal('A seat type cannot be deleted once the conference was published. Set its quota to 0 instead.')
}

/** The same number in another currency: 199.00 in USD becomes 199 in KRW. Refused when it cannot be written exactly. */
export const priceInCurrency = (seatType: Readonly<{ name: string; priceMinor: number }>, from: string, to: string): number => {
  const written = minorToDecimal(seatType.priceMinor, from)
  try {
    return parsePrice(written.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, ''), to)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new Refusal(
      `The price of ${seatType.name}, ${written}, cannot be a price in ${to}. Change that price first.`,
      'currency',
    )
  }
}
