import { describe, expect, it } from 'vitest'
import { seatsNamed } from './seat-form.ts'

const row = (position: number, firstName: string, lastName: string, email: string) => ({
  [`firstName-${position}`]: firstName,
  [`lastName-${position}`]: lastName,
  [`email-${position}`]: email,
})

describe('naming attendees', () => {
  it('assigns a filled row and frees an empty one', () => {
    const typed = { ...row(0, ' Ada', 'Byron', 'ada@example.org'), ...row(1, '', ' ', '') }
    expect(seatsNamed(typed, [0, 1])).toEqual({
      seats: [{ position: 0, attendee: { firstName: 'Ada', lastName: 'Byron', email: 'ada@example.org' } }, { position: 1 }],
      problems: [],
    })
  })

  it('says of a row filled in part what is missing, and at which seat', () => {
    expect(seatsNamed({ ...row(1, 'Ada', '', 'ada@') }, [0, 1]).problems).toEqual([
      { field: 'lastName-1', place: 'Seat 2', message: 'The Last name field is required.' },
      { field: 'email-1', place: 'Seat 2', message: 'The Email field is not a valid email address.' },
    ])
  })

  it('knows no other seats than those of the order', () => {
    expect(seatsNamed({ ...row(7, 'Ada', 'Byron', 'ada@example.org') }, [0])).toEqual({
      seats: [{ position: 0 }],
      problems: [],
    })
  })
})
