import { defineConfig } from 'vitest/config'

/** Whole processes against each other, two files side by side: what waits in the one leaves the cores to the other. */
export default defineConfig({
  test: {
    include: ['e2e/faults/*.test.ts'],
    globalSetup: ['drizzle/testing/database.setup.ts'],
    maxWorkers: 2,
    testTimeout: 240_000,
    hookTimeout: 120_000,
  },
})
