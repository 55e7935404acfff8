import { once } from 'node:events'
import { signalGroup, stopGroup } from '#workers/launch-process'
import { startWeb } from '#workers/launch-web'
import { startWorkers } from '../servers.ts'

type Running = Readonly<{
  pid: number | undefined
  ended: Promise<unknown>
  isReady(): Promise<void>
  stop(): Promise<void>
}>

/** A process of the system that can be killed, frozen and started again. */
export type Member = Readonly<{
  kill(): Promise<void>
  start(): Promise<void>
  freeze(): void
  thaw(): void
  stop(): Promise<void>
  /** Whether it ended though nobody killed it. */
  hasFallen(): boolean
}>

const startMember = async (begin: () => Running): Promise<Member> => {
  let running = begin()
  let isMeantToEnd = false
  let hasFallen = false
  const watch = async () => {
    await running.ended
    hasFallen ||= !isMeantToEnd
  }
  const end = async (how: () => unknown) => {
    isMeantToEnd = true
    how()
    await running.ended
  }
  void watch()
  await running.isReady()
  return {
    kill: () => end(() => signalGroup(running.pid, 'SIGKILL')),
    start: async () => {
      running = begin()
      isMeantToEnd = false
      void watch()
      await running.isReady()
    },
    freeze: () => signalGroup(running.pid, 'SIGSTOP'),
    thaw: () => signalGroup(running.pid, 'SIGCONT'),
    stop: () => end(() => running.stop()),
    hasFallen: () => hasFallen,
  }
}

/** A web process on a port of its own; each start has a log of its own. */
export const startWebMember = (port: number, env: NodeJS.ProcessEnv, log: string): Promise<Member> => {
  let starts = 0
  return startMember(() => {
    const web = startWeb({ mode: 'quickstart', port, log: `${log}-${++starts}.log`, env })
    return { pid: web.pid, ended: web.ended, isReady: web.waitUntilReady, stop: web.stop }
  })
}

/** A worker process. It is at work a moment after it was started. */
export const startWorkerMember = (env: NodeJS.ProcessEnv, log: string): Promise<Member> =>
  startMember(() => {
    const child = startWorkers(env, `${log}.log`)
    const patienceMs = 5_000
    return { pid: child.pid, ended: once(child, 'exit'), isReady: async () => {}, stop: () => stopGroup(child, patienceMs) }
  })
