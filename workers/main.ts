import { closePools } from '#drizzle/db'
import { SettingsError, settings } from '#drizzle/settings'
import { log } from './log.ts'
import { start, stop } from './runtime.ts'

/** The worker process: as many as wished, on any machine. */
const main = (): void => {
  settings()
  start()
  log().info('the workers are at work')
  const end = async (signal: string) => {
    log().info({ signal }, 'the workers finish what they are at')
    await stop()
    await closePools()
    process.exit(0)
  }
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
}

try {
  main()
} catch (error) {
  if (!(error instanceof SettingsError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
