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
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: '../test-results/browser.json' }]],
  use: {
    browserName: 'chromium',
    launchOptions: { ...(executablePath && { executablePath }), args: ['--no-sandbox', '--disable-dev-shm-usage'] },
    locale: 'en-GB',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'postgres', testIgnore: '**/*.clock.spec.ts', use: { baseURL: baseURL('postgres') } },
    { name: 'redis', testMatch: '**/journey.spec.ts', use: { baseURL: baseURL('redis') } },
    // These let hours pass for the whole server, so they have one of their own, one after the other.
    { name: 'clock', testMatch: '**/*.clock.spec.ts', workers: 1, use: { baseURL: baseURL('clock') } },
  ],
})
