import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { isCommandId, newCommandId } from './command-id.ts'
import { isId, problemsOf, refused, typedIn } from './form-input.ts'
import { personSchema } from './person.ts'

const form = (...entries: [string, string | File][]): FormData => {
  const data = new FormData()
  for (const [name, value] of entries) data.append(name, value)
  return data
}

const problems = (typed: Record<string, string>) => {
  const parsed = personSchema.safeParse(typed)
  return parsed.success ? [] : problemsOf(parsed.error)
}

describe('what was typed into a form', () => {
  it('is one text for each field', () => {
    expect({ ...typedIn(form(['firstName', 'Ada'], ['email', 'ada@example.org'])) }).toEqual({
      firstName: 'Ada',
      email: 'ada@example.org',
    })
  })

  it('is nothing when it is no form at all', () => {
    for (const other of [undefined, null, 'text', 7, [], {}, { firstName: 'Ada' }]) expect({ ...typedIn(other) }).toEqual({})
  })

  it('does not take a field sent twice for one of its values', () => {
    expect(typedIn(form(['quantity', '1'], ['quantity', '2'])).quantity).toBe('1, 2')
  })

  it('leaves out files and what React sends for itself', () => {
    expect({ ...typedIn(form(['photo', new File(['x'], 'x.png')], ['$ACTION_1:0', '{}'])) }).toEqual({})
  })

  it('has no field that was not sent, whatever its name', () => {
    const typed = typedIn(form(['__proto__', 'x']))
    expect(typed.constructor).toBeUndefined()
    expect(typed.toString).toBeUndefined()
  })
})

describe('a refused form', () => {
  it('lists its problems as the fields follow each other, after what is about none of them', () => {
    const fields = { name: '', email: '', slug: '' }
    const found = [
      { field: 'slug', message: 'a' },
      { field: 'name', message: 'b' },
      { message: 'c' },
      { field: 'slug', message: 'd' },
    ]
    expect(refused(fields, found).problems.map(({ message }) => message)).toEqual(['c', 'b', 'a', 'd'])
  })

  it('comes back with what was typed', () => {
    const state = refused({ firstName: 'Ada', lastName: '' }, [{ field: 'lastName', message: 'Missing.' }])
    expect(state).toEqual({ typed: { firstName: 'Ada', lastName: '' }, problems: [{ field: 'lastName', message: 'Missing.' }] })
  })

  it('says one thing about each field', () => {
    const schema = z.object({ name: z.string().min(2, 'Too short.').regex(/a/, 'Without a.'), other: z.string('Missing.') })
    expect(problemsOf(schema.safeParse({ name: 'x' }).error ?? new z.ZodError([]))).toEqual([
      { field: 'name', message: 'Too short.' },
      { field: 'other', message: 'Missing.' },
    ])
  })

  it('comes back small and printable, whatever was sent', () => {
    const { typed } = refused({ firstName: 'x'.repeat(1_000_000), lastName: 'A\0B', email: 'C\ud800D' }, [])
    expect(typed.firstName).toHaveLength(5_000)
    expect(typed.lastName).toBe('AB')
    expect(typed.email?.isWellFormed()).toBe(true)
  })
})

describe('a person', () => {
  it('is trimmed', () => {
    const typed = { firstName: ' Ada ', lastName: 'Byron', email: ' ada@example.org' }
    expect(personSchema.parse(typed)).toEqual({ firstName: 'Ada', lastName: 'Byron', email: 'ada@example.org' })
  })

  it('says which fields are missing, one sentence each', () => {
    expect(problems({ lastName: '  ' })).toEqual([
      { field: 'firstName', message: 'The First name field is required.' },
      { field: 'lastName', message: 'The Last name field is required.' },
      { field: 'email', message: 'The Email field is required.' },
    ])
  })

  it('says when an email is none', () => {
    for (const email of ['nonsense', 'a@b', 'a b@example.org', '<script>@x', 'ada@example.org, eve@example.org'])
      expect(problems({ firstName: 'Ada', lastName: 'Byron', email })).toEqual([
        { field: 'email', message: 'The Email field is not a valid email address.' },
      ])
  })

  it('is refused with characters that cannot be stored', () => {
    for (const firstName of ['A\0', 'A\ud800', 'A\u0007'])
      expect(problems({ firstName, lastName: 'Byron', email: 'ada@example.org' })).toHaveLength(1)
  })
})

describe('ids', () => {
  it('are those we write, and nothing else', () => {
    expect(isId('a2222222-2222-4222-8222-222222222222')).toBe(true)
    for (const other of [undefined, 7, '', 'A2222222-2222-4222-8222-222222222222', 'a2222222-2222-4222-8222-222222222222 '])
      expect(isId(other)).toBe(false)
  })

  it('of commands are new each time', () => {
    expect(isCommandId(newCommandId())).toBe(true)
    expect(newCommandId()).not.toBe(newCommandId())
    for (const other of [undefined, '', 'short', `${newCommandId()}x`, '../../../../../../../../'])
      expect(isCommandId(other)).toBe(false)
  })
})
