import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { outcomeOfPlaywright, outcomeOfVitest, type PlaywrightResults, readOutcome, type VitestResults } from './test-results.ts'

const folder = mkdtempSync(join(tmpdir(), 'contoso-results-'))
afterAll(() => rmSync(folder, { recursive: true }))
const vitest: VitestResults = {
  numPassedTests: 7,
  testResults: [
    {
      name: 'domain/order.test.ts',
      status: 'failed',
      assertionResults: [
        { fullName: 'adds up', status: 'passed' },
        { fullName: 'pays back', status: 'failed' },
      ],
    },
    { name: 'drizzle/log.test.ts', status: 'failed', assertionResults: [] },
  ],
}

it('names every failed test, and a file that could not be loaded', () => {
  expect(outcomeOfVitest(vitest)).toEqual({ passed: 7, failures: ['domain/order.test.ts: pays back', 'drizzle/log.test.ts'] })
})

it('names every failed browser spec with the stage on which it failed, one that passed only when tried again too', () => {
  const spec = (title: string, status: 'expected' | 'unexpected' | 'flaky' | 'skipped') => ({
    ...{ title, file: 'journey.spec.ts', line: 9, ok: status === 'expected' },
    tests: [{ projectName: 'redis', status }],
  })
  const results: PlaywrightResults = {
    suites: [{ specs: [spec('buys', 'expected'), spec('waits', 'skipped')], suites: [{ specs: [spec('finds', 'unexpected')] }] }],
  }
  expect(outcomeOfPlaywright(results)).toEqual({ passed: 1, failures: ['journey.spec.ts:9 (redis): finds'] })
  expect(outcomeOfPlaywright({ suites: [{ specs: [spec('pays', 'flaky')] }] }).failures).toHaveLength(1)
})

it('counts a run that failed without a failed test, or without results', () => {
  const file = join(folder, 'unit.json')
  expect(readOutcome(file, outcomeOfVitest, { succeeded: false, name: 'unit' })).toEqual({ passed: 0, failures: ['unit'] })
  writeFileSync(file, JSON.stringify({ ...vitest, testResults: [] }))
  expect(readOutcome(file, outcomeOfVitest, { succeeded: false, name: 'unit' })).toEqual({ passed: 7, failures: ['unit'] })
  expect(readOutcome(file, outcomeOfVitest, { succeeded: true, name: 'unit' })).toEqual({ passed: 7, failures: [] })
})
