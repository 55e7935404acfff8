import { closePools } from '#drizzle/db'
import { surviveDeadConnections } from '#drizzle/dead-connections'
import { SettingsError, settings } from '#drizzle/settings'
import { log } from './log.ts'
import { start, stop } from './runtime.ts'

/** The worker process: as many as wished, on any machine. */
const main = (): void => {
  settings()
  surviveDeadConnections(
    err => log().warn({ err }, 'a connection to the database ended in the middle of its work; new ones are opened'),
    err => {
      log().error({ err }, 'the worker ends: an error that nobody expected')
      process.exit(1)
    },
  )
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
