import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{domain,drizzle,workers,app}/**/*.test.ts', 'e2e/*.test.ts'],
    globalSetup: ['drizzle/testing/database.setup.ts'],
    pool: 'threads',
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 40_000,
    hookTimeout: 60_000,
  },
})
