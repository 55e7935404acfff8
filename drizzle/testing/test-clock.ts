import { mkdtempSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const clockFile = join(mkdtempSync(join(tmpdir(), 'contoso-clock-')), 'offset')
let changes = 0

/** For `useTestDatabase`, in a test file that sets the clock. */
export const withTestClock = { ALLOW_TEST_CLOCK: '1', TEST_CLOCK_FILE: clockFile } as const

/** How far the system's clock is ahead from now on. It reads its file when the file's time changes, so each change gets a time of its own. */
export const setClockAhead = ({ minutes }: Readonly<{ minutes: number }>): void => {
  writeFileSync(clockFile, String(minutes * 60_000))
  utimesSync(clockFile, new Date(), new Date(++changes * 1000))
}
