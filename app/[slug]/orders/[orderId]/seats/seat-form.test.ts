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

  it('refuses seats that the order does not have', () => {
    const message = 'One of these seats does not belong to this order. Please reload the page and type the names again.'
    for (const position of [-1, 7, 99])
      expect(seatsNamed({ ...row(0, '', '', ''), ...row(position, 'Ada', 'Byron', 'ada@example.org') }, [0]).problems).toEqual([
        { message },
      ])
    for (const field of ['firstName-99', 'email-00', 'lastName-'])
      expect(seatsNamed({ ...row(0, '', '', ''), [field]: '' }, [0]).problems).toEqual([{ message }])
  })
})
