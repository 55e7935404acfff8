import { readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { LaunchError, spawnGroup, stopGroup } from './launch-process.ts'

export type Mode = 'quickstart' | 'dev'

const next = 'node_modules/next/dist/bin/next'
const patienceMs = 1_600

export type ReservedPort = Readonly<{ port: number; release(): Promise<void> }>

const reserve = (port: number): Promise<ReservedPort | undefined> =>
  new Promise(resolve => {
    const placeholder = createServer(socket => socket.destroy())
    placeholder.once('error', () => resolve(undefined))
    const release = () => new Promise<void>(released => placeholder.close(() => released()))
    placeholder.listen({ port, exclusive: true }, () => resolve({ port, release }))
  })

/**
 * The preferred port, or the next one that nobody uses, kept from others until it is released: a build takes a while, and whoever
 * took the port meanwhile would be taken for our own server.
 */
export const reservePort = async (preferred: number): Promise<ReservedPort> => {
  if (!Number.isInteger(preferred) || preferred < 1 || preferred > 65_535)
    throw new LaunchError('PORT must be a whole number from 1 to 65535.')
  for (let port = preferred; port <= Math.min(preferred + 1000, 65_535); port++) {
    const reserved = await reserve(port)
    if (reserved) return reserved
  }
  throw new LaunchError(`No port from ${preferred} on is free. Set PORT to one that is.`)
}

/** The same for who uses it at once. */
export const freePort = async (preferred: number): Promise<number> => {
  const { port, release } = await reservePort(preferred)
  await release()
  return port
}

export type Web = Readonly<{
  pid: number | undefined
  /** Resolves with a sentence when the server has ended. */
  ended: Promise<string>
  /** Throws LaunchError when it ends or is not ready in time. */
  waitUntilReady(): Promise<void>
  stop(): Promise<void>
}>

const isReady = (port: number): Promise<string | true> =>
  fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(30_000) }).then(
    async answer => answer.ok || `/readyz answers ${answer.status}: ${(await answer.text()).slice(0, 500)}`,
    (error: Error) => `/readyz does not answer: ${error.message}`,
  )

const lastLines = (file: string): string => readFileSync(file, 'utf8').trimEnd().split('\n').slice(-20).join('\n')

export type WebOptions = Readonly<{ mode: Mode; port: number; log: string; env: NodeJS.ProcessEnv }>

/** Starts Next on the port. In `dev` its output is ours; otherwise it goes to the log, which begins anew. */
export const startWeb = ({ mode, port, log, env }: WebOptions): Web => {
  const command = [process.execPath, next, mode === 'dev' ? 'dev' : 'start', '--port', String(port)]
  if (mode === 'quickstart') rmSync(log, { force: true })
  const child = spawnGroup(command, env, mode === 'dev' ? 'inherit' : { file: log })
  const ended = new Promise<string>(resolve => {
    child.once('error', error => resolve(`The web server does not start: ${error.message}`))
    child.once('exit', code => {
      const words = mode === 'quickstart' ? `:\n${lastLines(log)}` : '.'
      resolve(`The web server ended by itself (${code ?? 'killed'})${words}`)
    })
  })
  const waitUntilReady = async () => {
    let isOver = false
    const over = ended.then(reason => {
      isOver = true
      throw new LaunchError(reason)
    })
    const answering = async () => {
      const deadline = Date.now() + 120_000
      for (let answer = await isReady(port); answer !== true && !isOver; answer = await isReady(port)) {
        if (Date.now() > deadline) throw new LaunchError(`The web server is not ready after two minutes: ${answer}`)
        await pause(100)
      }
    }
    await Promise.race([over, answering()])
  }
  return { pid: child.pid, ended, waitUntilReady, stop: () => stopGroup(child, patienceMs) }
}
