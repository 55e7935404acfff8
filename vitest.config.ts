import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{domain,drizzle,workers,app}/**/*.test.ts', 'e2e/*.test.ts'],
    globalSetup: ['drizzle/testing/database.setup.ts'],
    pool: 'threads',
    // Modules are loaded once for all files of a thread, which saves a quarter of the time: what a file sets, it sets back.
    isolate: false,
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 40_000,
    hookTimeout: 60_000,
  },
})
