import { defineConfig } from 'vitest/config'

/** Whole processes against each other: one file after the other, each with the machine to itself. */
export default defineConfig({
  test: {
    include: ['e2e/faults/*.test.ts'],
    globalSetup: ['drizzle/testing/database.setup.ts'],
    fileParallelism: false,
    testTimeout: 240_000,
    hookTimeout: 120_000,
  },
})
