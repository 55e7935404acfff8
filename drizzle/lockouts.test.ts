import { randomUUID } from 'node:crypto'
import { beforeEach, expect, it } from 'vitest'
import { now } from './clock.ts'
import { sql } from './db.ts'
import { getLockouts, lockOut } from './lockouts.ts'
import { useTestDatabase } from './testing/database.ts'
import { setClockAhead, withTestClock } from './testing/test-clock.ts'

useTestDatabase(withTestClock)
beforeEach(() => setClockAhead({ minutes: 0 }))

const minutesUntil = (date: Date) => Math.round((date.getTime() - now().getTime()) / 60_000)

it('begins once, however many ask for it at the same time', async () => {
  const key = randomUUID()
  const ends = await Promise.all(Array.from({ length: 20 }, () => lockOut(key, true)))
  expect(new Set(ends.map(end => end.getTime())).size).toBe(1)
  expect((await getLockouts([key])).get(key)).toMatchObject({ times: 1, until: ends[0] })
})

it('lasts twice as long each time where it grows, and 15 minutes each time where it does not', async () => {
  const [growing, steady] = [randomUUID(), randomUUID()]
  const lengths: [number, number][] = []
  for (let time = 0; time < 8; time++) {
    setClockAhead({ minutes: time * 481 })
    lengths.push([minutesUntil(await lockOut(growing, true)), minutesUntil(await lockOut(steady, false))])
  }
  expect(lengths).toEqual([15, 30, 60, 120, 240, 480, 480, 480].map(length => [length, 15]))
  expect((await getLockouts([growing, steady])).get(steady)?.times).toBe(8)
})

it('is forgotten after a quiet day, and cleared away by those that come later', async () => {
  const [key, later] = [randomUUID(), randomUUID()]
  await lockOut(key, true)
  setClockAhead({ minutes: 15 + 24 * 60 - 1 })
  expect((await getLockouts([key])).get(key)?.times).toBe(1)
  setClockAhead({ minutes: 15 + 24 * 60 + 1 })
  expect(await getLockouts([key])).toEqual(new Map())
  await lockOut(later, true)
  expect(await sql()`select key from lockouts where key in ${sql()([key, later])}`).toEqual([{ key: later }])
})
