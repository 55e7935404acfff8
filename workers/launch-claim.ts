import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isAlive } from '#drizzle/embedded-server'
import { localFolder } from '#drizzle/local-settings'
import { LaunchError, signalGroup } from './launch-process.ts'

type Running = Readonly<{ mode: string; pid: number; url?: string; web?: number | undefined }>

const file = join(localFolder, 'running.json')

/** Process numbers are used again, so where /proc tells, the process must look like the one that was meant. */
const runs = (pid: number | undefined, word: string): pid is number => {
  if (!pid || !isAlive(pid)) return false
  if (process.platform !== 'linux') return true
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(word)
  } catch {
    return false
  }
}

const readRunning = (): Running | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Running
  } catch {
    return undefined
  }
}

const write = (running: Running, flag: 'w' | 'wx'): void => writeFileSync(file, JSON.stringify(running), { mode: 0o600, flag })

/** Only one process launches from this folder at a time. What a killed one left running is ended. Throws LaunchError. */
export const claimFolder = async (mode: string) => {
  mkdirSync(localFolder, { recursive: true, mode: 0o700 })
  const before = readRunning()
  if (before && before.pid !== process.pid && runs(before.pid, 'launch.ts')) {
    const where = before.url ? `runs already at ${before.url}` : 'is starting already'
    throw new LaunchError(`It ${where} (npm run ${before.mode}, process ${before.pid}). Stop that one with Ctrl-C first.`)
  }
  if (runs(before?.web, 'next')) {
    signalGroup(before.web, 'SIGKILL')
    while (runs(before.web, 'next')) await pause(20)
  }
  if (existsSync(file)) rmSync(file, { force: true })
  const own: Running = { mode, pid: process.pid }
  try {
    write(own, 'wx')
  } catch {
    throw new LaunchError('Another launch of this folder is starting at this very moment.')
  }
  return {
    /** Notes where it runs, for whoever tries to launch it again. */
    tell: (more: Pick<Running, 'url' | 'web'>): void => write({ ...own, ...more }, 'w'),
    release: async (): Promise<void> => rmSync(file, { force: true }),
  }
}
