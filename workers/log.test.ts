import { expect, it } from 'vitest'
import { sql } from '#drizzle/db'
import { useTestDatabase } from '#drizzle/testing/database'
import { errorInWords, writeError } from './log.ts'

useTestDatabase()

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

it('writes down what PostgreSQL refuses without the row that it shows', async () => {
  await sql()`create table guests (email text, seats integer check (seats > 0))`
  const error = await failureOf(sql()`insert into guests values ('ada@example.org', 0)`)
  expect((error as { detail?: string }).detail).toContain('ada@example.org')
  const written = JSON.stringify(writeError(new Error('not stored', { cause: error })))
  expect(written).toContain('guests_seats_check')
  expect(written).toContain('23514')
  expect(written).not.toContain('ada@')
})

it('leaves out the value that could not be read', async () => {
  const error = await failureOf(sql()`select (${'ada@example.org'}::text)::integer`)
  expect(errorInWords(error)).toBe('PostgresError: invalid input syntax for type integer: "…"')
  expect(JSON.stringify(writeError(error))).not.toContain('ada@')
  const broken = await failureOf((async () => JSON.parse('ada@example.org'))())
  expect(errorInWords(broken)).not.toContain('ada')
  expect(JSON.stringify(writeError(broken))).not.toContain('ada@')
})

it('keeps the words of other errors', () => {
  expect(errorInWords(new RangeError('seat type "A" was never created'))).toBe('RangeError: seat type "A" was never created')
})
