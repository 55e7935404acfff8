import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'

/** Why nothing could be launched, in a sentence for the person at the terminal. */
export class LaunchError extends Error {
  override name = 'LaunchError'
}

const children = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of children) signalGroup(child.pid, 'SIGKILL')
})

/** Every child leads a process group of its own, so that Ctrl-C at the terminal does not reach it and it ends with its own children. */
export const signalGroup = (pid: number | undefined, signal: NodeJS.Signals): void => {
  if (!pid) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal)
  } catch {
    // It has ended already.
  }
}

export type Output = 'pipe' | 'inherit' | Readonly<{ file: string }>

export const spawnGroup = ([program = '', ...args]: readonly string[], env: NodeJS.ProcessEnv, output: Output): ChildProcess => {
  const file = typeof output === 'object' ? openSync(output.file, 'a', 0o600) : undefined
  const out = file ?? (output as 'pipe' | 'inherit')
  const child = spawn(program, args, { env, detached: process.platform !== 'win32', stdio: ['ignore', out, out] })
  if (file !== undefined) closeSync(file)
  children.add(child)
  child.once('exit', () => children.delete(child))
  return child
}

/** Runs a program to its end and answers all it said. */
export const runToEnd = (command: readonly string[], env: NodeJS.ProcessEnv): Promise<{ code: number; output: string }> =>
  new Promise(resolve => {
    const child = spawnGroup(command, env, 'pipe')
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', text => (output += text))
    child.once('error', error => resolve({ code: 1, output: error.message }))
    child.once('close', code => resolve({ code: code ?? 1, output: output.trim() }))
  })

/** Asks the group to end, and makes it end when it has not after the milliseconds given. */
export const stopGroup = (child: ChildProcess, patienceMs: number): Promise<void> =>
  new Promise(resolve => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    const timer = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), patienceMs)
    child.once('exit', () => {
      clearTimeout(timer)
      signalGroup(child.pid, 'SIGKILL')
      resolve()
    })
    signalGroup(child.pid, 'SIGTERM')
  })
