import { readFileSync, statSync } from 'node:fs'
import { settings } from './settings.ts'

let read = { changedAt: -1, offsetMs: 0 }

/** How far the test clock is ahead, in milliseconds; 0 unless TEST_CLOCK_FILE says otherwise. The file is read again when it changes. */
export const clockOffsetMs = (): number => {
  const file = settings().TEST_CLOCK_FILE
  if (!file) return 0
  const changedAt = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
  if (changedAt !== read.changedAt) {
    const offsetMs = changedAt === 0 ? 0 : Number(readFileSync(file, 'utf8').trim())
    if (!Number.isSafeInteger(offsetMs)) return read.offsetMs
    read = { changedAt, offsetMs }
  }
  return read.offsetMs
}

/** The one clock. */
export const now = (): Date => new Date(Date.now() + clockOffsetMs())
