import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { LaunchError, spawnGroup, stopGroup } from './launch-process.ts'

export type Mode = 'quickstart' | 'dev'

const next = 'node_modules/next/dist/bin/next'
const patienceMs = 1_600

const isFree = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen({ port, exclusive: true }, () => probe.close(() => resolve(true)))
  })

/** The preferred port, or the next one that nobody uses. */
export const freePort = async (preferred: number): Promise<number> => {
  if (!Number.isInteger(preferred) || preferred < 1 || preferred > 65_535)
    throw new LaunchError('PORT must be a whole number from 1 to 65535.')
  for (let port = preferred; port <= Math.min(preferred + 1000, 65_535); port++) if (await isFree(port)) return port
  throw new LaunchError(`No port from ${preferred} on is free. Set PORT to one that is.`)
}

export type Web = Readonly<{
  pid: number
  /** Resolves with a sentence when the server has ended. */
  ended: Promise<string>
  stop(): Promise<void>
}>

const isReady = (port: number): Promise<string | true> =>
  fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(30_000) }).then(
    async answer => answer.ok || `/readyz answers ${answer.status}: ${(await answer.text()).slice(0, 500)}`,
    (error: Error) => `/readyz does not answer: ${error.message}`,
  )
