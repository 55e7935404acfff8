import { defineConfig } from 'playwright/test'
import { findChromium } from './prepare.ts'
import { findStage } from './stages.ts'

const baseURL = (stage: string) => findStage(stage).url
const executablePath = findChromium()

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../test-results/browser',
  forbidOnly: true,
  retries: 0,
  workers: 3,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: '../test-results/browser.json' }]],
  use: {
    browserName: 'chromium',
    launchOptions: { ...(executablePath && { executablePath }), args: ['--no-sandbox', '--disable-dev-shm-usage'] },
    locale: 'en-GB',
    timezoneId: 'UTC',
    // Recording every step takes half as long again: add `--trace on` to a run that is to be looked into.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  projects: [
    // These let hours pass for the whole server, so they have one of their own, one after the other: the longest chain comes first.
    { name: 'clock', testMatch: '**/*.clock.spec.ts', workers: 1, use: { baseURL: baseURL('clock') } },
    { name: 'redis', testMatch: ['**/journey.spec.ts', '**/mailbox.spec.ts'], use: { baseURL: baseURL('redis') } },
    {
      name: 'postgres',
      testIgnore: ['**/*.clock.spec.ts', '**/mailbox.spec.ts'],
      use: { baseURL: baseURL('postgres') },
    },
  ],
})
