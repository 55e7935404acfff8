import { defineConfig } from 'vitest/config'

/** Whole processes against each other, which wait for each other much of the time: two files side by side. */
export default defineConfig({
  test: {
    include: ['e2e/faults/*.test.ts'],
    globalSetup: ['drizzle/testing/database.setup.ts'],
    maxWorkers: 2,
    testTimeout: 240_000,
    hookTimeout: 120_000,
  },
})
