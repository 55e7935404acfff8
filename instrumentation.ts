/** Run once by each server instance before it answers: checks the settings and, where asked to, starts the workers in this process. */
export const register = async (): Promise<void> => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { settings, SettingsError } = await import('#drizzle/settings')
  try {
    settings()
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    console.error(error.message)
    process.exit(1)
  }
  const { lookFirst } = await import('./app/_gate/first-look.ts')
  const { noteAddresses } = await import('./app/_session/client-address.ts')
  lookFirst()
  noteAddresses()
  const { closePools } = await import('#drizzle/db')
  const { endStreams } = await import('#drizzle/streams')
  const { start, stop } = await import('#workers/runtime')
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
