import type { ConferenceEvent } from '#domain/conference-management/events'
import { formatMoney } from '#domain/money'
import type { Change } from '#drizzle/queries/conference-history'
import { formatLocal } from '../../../_ui/dates.ts'

/** What was done, in a sentence. A type that this release does not know is told as it is. */
export const changeWords = ({ type, subjectName }: Pick<Change, 'type' | 'subjectName'>): string => {
  const seatType = `The seat type “${subjectName}”`
  const words: Record<ConferenceEvent['type'], string> = {
    ConferenceCreated: 'The conference was created.',
    ConferenceUpdated: 'The conference was edited.',
    ConferencePublished: 'The conference was published.',
    ConferenceUnpublished: 'The conference was unpublished.',
    AccessCodeRenewed: 'A new access code was made. The one before opens nothing any more.',
    SeatDrafted: `${seatType} was added.`,
    SeatDraftChanged: `${seatType} was changed.`,
    SeatDraftDeleted: `${seatType} was deleted.`,
    SeatCreated: `${seatType} went on sale.`,
    SeatUpdated: `${seatType} was changed.`,
  }
  return words[type as ConferenceEvent['type']] ?? type
}

const labels = new Map([
  ['slug', 'Slug'],
  ['name', 'Name'],
  ['tagline', 'Tagline'],
  ['description', 'Description'],
  ['location', 'Location'],
  ['timeZone', 'Time zone'],
  ['currency', 'Currency'],
  ['startsAt', 'Starts'],
  ['endsAt', 'Ends'],
  ['holdMinutes', 'Hold seats for (minutes)'],
  ['paymentProcessor', 'Payment processor'],
  ['ownerName', 'Owner name'],
  ['ownerEmail', 'Owner email'],
  ['published', 'Published'],
  ['price', 'Price'],
  ['quota', 'Quota'],
])

type Value = Change['after'][string]

const valueWords = (field: string, value: Value | undefined): string => {
  if (value === undefined || value === '') return '–'
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'number') return value.toLocaleString('en-US')
  if (typeof value === 'object') return formatMoney(value.minor, value.currency)
  return field === 'startsAt' || field === 'endsAt' ? formatLocal(value) : value
}

/** Each field that a change touched, as the forms call it, with what it said before and after. */
export const changedFields = ({ before, after }: Pick<Change, 'before' | 'after'>) => {
  const touched = new Set([...Object.keys(before), ...Object.keys(after)])
  const known = [...labels.keys()].filter(field => touched.has(field))
  const fields = [...known, ...[...touched].filter(field => !labels.has(field))]
  return fields.map(field => ({
    field,
    label: labels.get(field) ?? field,
    before: valueWords(field, before[field]),
    after: valueWords(field, after[field]),
  }))
}
