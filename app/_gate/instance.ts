import { closePools } from '#drizzle/db'
import { surviveDeadConnections } from '#drizzle/dead-connections'
import { SettingsError, settings } from '#drizzle/settings'
import { endStreams } from '#drizzle/streams'
import { start, stop } from '#workers/runtime'
import { lookFirst } from './first-look.ts'

/**
 * Begins a server instance: ends the process with a sentence when a setting is wrong, starts the workers where they are to run in
 * this process, and ends everything when the process is told to.
 */
export const beginInstance = (): void => {
  try {
    settings()
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    console.error(error.message)
    process.exit(1)
  }
  // Next itself keeps the process alive and logs what nobody caught.
  surviveDeadConnections(
    () => {},
    () => {},
  )
  lookFirst()
  if (settings().WORKERS_IN_PROCESS === '1') start()
  const end = async () => {
    // Next waits without limit for open event streams.
    endStreams()
    await stop()
    await closePools()
    process.exit(0)
  }
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
}
