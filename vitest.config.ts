import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{domain,drizzle,workers,app}/**/*.test.ts', 'e2e/*.test.ts'],
    globalSetup: ['drizzle/testing/database.setup.ts'],
    pool: 'threads',
    // Tests wait for databases and processes much of the time.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    testTimeout: 40_000,
    hookTimeout: 60_000,
  },
})
