import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { emailField, textField, wholeNumberField } from './fields.ts'

/** What the field makes of the input: its value, or the sentence. */
const heard = (field: z.ZodType, input: unknown) => {
  const parsed = field.safeParse(input)
  return parsed.success ? { value: parsed.data } : parsed.error.issues.map(issue => issue.message).join(' | ')
}

const title = textField('Title', { atLeast: 2, atMost: 20 })
const story = textField('Story', { atMost: 5_000, lines: true })
const motto = textField('Motto', { atMost: 20, optional: true })

describe('a text field', () => {
  it.each(['', ' \t ', undefined, null])('says that it is required when it holds %j', nothing => {
    expect(heard(title, nothing)).toBe('The Title field is required.')
  })

  it('may be empty when it is optional', () => {
    expect(heard(motto, ' ')).toEqual({ value: '' })
    expect(heard(motto, null)).toBe('The Motto field must be text.')
  })

  it.each(['a\u0000b', 'a\ud800', '\udc00a', 'a\u0007b', '\u0000'])('refuses what cannot be stored: %j', typed => {
    for (const [field, label] of [
      [title, 'Title'],
      [story, 'Story'],
      [motto, 'Motto'],
    ] as const)
      expect(heard(field, typed)).toBe(`The ${label} field contains a character that cannot be stored.`)
  })

  it('says its limits, also to a megabyte', () => {
    expect(heard(title, 'x')).toBe('The Title field must have at least 2 characters.')
    expect(heard(title, 'x'.repeat(21))).toBe('The Title field can have at most 20 characters.')
    expect(heard(story, 'x'.repeat(1_000_000))).toBe('The Story field can have at most 5,000 characters.')
    expect(heard(title, 'x'.repeat(20))).toEqual({ value: 'x'.repeat(20) })
  })

  it('keeps scripts as the words they are, and emoji whole', () => {
    expect(heard(title, '<script> 🎉')).toEqual({ value: '<script> 🎉' })
  })

  it('stands on one line unless it may have several', () => {
    expect(heard(title, 'One\nTwo')).toBe('The Title field must be on one line.')
    expect(heard(story, 'One\nTwo')).toEqual({ value: 'One\nTwo' })
  })

  it('has the same line ends and the same spelling whatever sent it', () => {
    expect(heard(story, ' One\r\nTwo\rThree ')).toEqual({ value: 'One\nTwo\nThree' })
    expect(heard(title, '서울'.normalize('NFD'))).toEqual({ value: '서울' })
  })

  it.each([5, true, ['x'], {}])('is nothing but text: %j', typed => {
    expect(heard(title, typed)).toBe('The Title field must be text.')
  })

  it('obeys a rule of its own once all else is fine', () => {
    const even = textField('Even', { atMost: 4, rule: text => (text.length % 2 === 0 ? undefined : 'Odd.') })
    expect([heard(even, 'abc'), heard(even, 'abcde'), heard(even, 'ab')]).toEqual([
      'Odd.',
      'The Even field can have at most 4 characters.',
      { value: 'ab' },
    ])
  })
})

describe('a whole number field', () => {
  const pieces = wholeNumberField('Pieces', 1, 2_000)
  const range = 'The Pieces field must be a whole number from 1 to 2,000.'

  it.each(['1', ' 2000 ', 7, '007'])('reads %j', typed => {
    expect(heard(pieces, typed)).toEqual({ value: Number(typed) })
  })

  it.each(['', ' ', undefined, null])('says that it is required when it holds %j', nothing => {
    expect(heard(pieces, nothing)).toBe('The Pieces field is required.')
  })

  it.each([0, '2001', '-5', '1.5', 1.5, '1e2', '0x10', '１２', 'many', '9'.repeat(1_000), Number.NaN, 1e300, true, ['1']])(
    'refuses %j with the range',
    typed => {
      expect(heard(pieces, typed)).toBe(range)
    },
  )
})

describe('an e-mail field', () => {
  const email = emailField('Email')

  it.each(['ada', 'ada@', '@example.org', 'ada@example', 'a da@example.org', 'a@b@example.org'])('refuses %s', typed => {
    expect(heard(email, typed)).toBe('The Email field is not a valid email address.')
  })

  it('lets no second header line through', () => {
    expect(heard(email, 'ada@example.org\nBcc: all@example.org')).toBe('The Email field must be on one line.')
  })

  it.each(["o'neill+tickets@mail.example.org", 'ADA@Example.org'])('keeps %s as typed', typed => {
    expect(heard(email, typed)).toEqual({ value: typed })
  })

  it('is required', () => {
    expect(heard(email, '')).toBe('The Email field is required.')
  })
})
