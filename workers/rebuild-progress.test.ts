import { expect, it } from 'vitest'
import { Progress } from './rebuild-progress.ts'

/** A rebuild of so many messages, and the milliseconds that it has taken. */
const begun = (total: number) => {
  let atMs = 5_000
  const progress = new Progress(total, () => atMs)
  return {
    progress,
    take: (milliseconds: number) => {
      atMs += milliseconds
    },
  }
}

it('tells how far it is, how many events it folds in a second, and how long the rest will take at that pace', () => {
  const { progress, take } = begun(100_000)
  take(1_000)
  expect(progress.words).toBe('0 %, 0 events/s, beginning')
  take(1_000)
  progress.note(10_000, 4_000)
  expect(progress.words).toBe('10 %, 2,000 events/s, 18 s left')
  take(38_000)
  progress.note(15_000, 6_000)
  expect(progress.words).toBe('25 %, 250 events/s, 2 min 0 s left')
  expect(progress.elapsedMs).toBe(40_000)
})

it('never says more than all: what is published meanwhile is read too', () => {
  const { progress, take } = begun(10)
  take(2_000)
  progress.note(12, 12)
  expect(progress.words).toBe('100 %, 6 events/s, 0 s left')
})
