import { describe, expect, it } from 'vitest'
import { changedFields, changeWords } from './change-words.ts'

describe('a change of a conference', () => {
  it('is told in a sentence that names the seat type', () => {
    expect(changeWords({ type: 'SeatUpdated', subjectName: 'Dinner' })).toBe('The seat type “Dinner” was changed.')
    expect(changeWords({ type: 'ConferencePublished', subjectName: 'Engines' })).toBe('The conference was published.')
  })

  it('shows what each field said before and after, called as in the forms and in their order', () => {
    const before = { quota: 1000, price: { minor: 1250, currency: 'USD' }, name: 'Dinner' }
    const after = { name: 'Supper', quota: 20, price: { minor: 1250, currency: 'KRW' } }
    expect(changedFields({ before, after })).toEqual([
      { field: 'name', label: 'Name', before: 'Dinner', after: 'Supper' },
      { field: 'price', label: 'Price', before: '$12.50', after: '₩1,250' },
      { field: 'quota', label: 'Quota', before: '1,000', after: '20' },
    ])
  })

  it('shows a stroke for what was not there, or is not any more', () => {
    const fields = changedFields({ before: { tagline: '' }, after: { tagline: 'Numbers at work', published: false } })
    expect(fields.map(({ label, before, after }) => [label, before, after])).toEqual([
      ['Tagline', '–', 'Numbers at work'],
      ['Published', '–', 'No'],
    ])
    expect(changedFields({ before: { quota: 3 }, after: {} })[0]).toMatchObject({ before: '3', after: '–' })
  })

  it('shows local times as the conference has them, and a field of another release as it is', () => {
    const [starts, other] = changedFields({ before: {}, after: { colour: 'blue', startsAt: '2027-03-10T09:00' } })
    expect(starts).toMatchObject({ label: 'Starts', after: 'Wednesday, March 10, 2027 at\u00a09:00\u00a0AM' })
    expect(other).toMatchObject({ label: 'colour', after: 'blue' })
  })
})
