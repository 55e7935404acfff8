import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Cluster, lastPort, plainEnvironment } from './embedded-cluster.ts'

/** What PostgreSQL writes about itself into its lock file. */
export type Postmaster = Readonly<{ pid: number; port: number; ready: boolean }>

const lockFile = (cluster: Cluster) => join(cluster.data, 'postmaster.pid')

const readLockFile = (cluster: Cluster): Postmaster | undefined => {
  if (!existsSync(lockFile(cluster))) return undefined
  const lines = readFileSync(lockFile(cluster), 'utf8').split('\n')
  return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' }
}

/** Whether a process of that number lives; not whether it is the one that was meant. */
export const isAlive = (pid: number): boolean => {
  try {
    return pid > 0 && process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Process numbers are used again, in containers soon: where /proc tells, the process must be a PostgreSQL with this very data. */
const isPostmasterOf = (cluster: Cluster, pid: number): boolean => {
  if (!isAlive(pid)) return false
  if (process.platform !== 'linux') return true
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(cluster.data)
  } catch {
    return false
  }
}

/** A lock file that names a living stranger would keep PostgreSQL from starting. The rest of the file stays: it guards the shared memory. */
const correctLockFile = (cluster: Cluster, pid: number): void => {
  if (!isAlive(pid) || !existsSync(lockFile(cluster))) return
  const noProcess = 2 ** 31 - 1
  writeFileSync(lockFile(cluster), readFileSync(lockFile(cluster), 'utf8').replace(/^-?\d+/, String(noProcess)))
}

/**
 * The server that runs on this data, once it has finished starting; undefined when there is none. An empty lock file is one that
 * is being written; if it stays so, a crash of the machine left it, and PostgreSQL would refuse to start.
 */
export const findServer = async (cluster: Cluster): Promise<Postmaster | undefined> => {
  for (const since = Date.now(); ; ) {
    const found = readLockFile(cluster)
    if (!found) return undefined
    if (found.pid === 0 && Date.now() < since + 1000) {
      await pause(20)
      continue
    }
    if (found.pid === 0) rmSync(lockFile(cluster), { force: true })
    if (!isPostmasterOf(cluster, found.pid)) {
      correctLockFile(cluster, found.pid)
      return undefined
    }
    if (found.ready) return found
    await pause(20)
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)))
  })

const anyFreePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen({ port: 0, host: '127.0.0.1', exclusive: true }, () => {
      const address = probe.address()
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('There is no free port.')),
      )
    })
  })

/** PostgreSQL's own. */
export const usualPort = 5432

/** The port of last time, or the usual one, or whichever is free. */
const choosePort = async (cluster: Cluster, durable: boolean): Promise<number> => {
  for (const port of durable ? [lastPort(cluster), usualPort] : []) if (port && (await isFree(port))) return port
  return anyFreePort()
}

const settings = (port: number, durable: boolean): string[] =>
  Object.entries({
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 300,
    max_parallel_workers_per_gather: 0,
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_parameter_max_length_on_error: 0,
    ...(durable
      ? { fsync: 'on', synchronous_commit: 'on' }
      : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', wal_level: 'minimal', max_wal_senders: 0 }),
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`])

/** The port was taken meanwhile, another start was faster, or what a killed server left in memory is not gone yet. */
const passes = (log: string): boolean =>
  /could not (bind|create any TCP)|lock file ".*" (already exists|is empty)|pre-existing shared memory block/.test(log)

const startFailed = (cluster: Cluster, log: string): Error => {
  const reasons = log.split('\n').filter(line => /FATAL|PANIC|ERROR|DETAIL|HINT/.test(line))
  return new Error(
    `The embedded PostgreSQL does not start: ${reasons.join(' ').trim() || log.trim() || 'it says nothing.'} ` +
      `Where that cannot be mended, remove the folder ${cluster.folder} to start afresh (all that is stored in it is lost).`,
  )
}

/**
 * Starts a server and waits until it is ready, however long it has to repair after a crash; undefined when it ended for a reason
 * that passes. It leads a session of its own, so that Ctrl-C at the terminal reaches us and not it. Its log gets the log's name
 * only when it runs: of several started at once one wins, and that one's log must not be overwritten.
 */
const launch = async (
  cluster: Cluster,
  port: number,
  durable: boolean,
  signal?: AbortSignal,
): Promise<Postmaster | undefined> => {
  const log = `${cluster.log}-${process.pid}-${randomUUID()}`
  const output = openSync(log, 'w', 0o600)
  const child = spawn(join(cluster.bin, 'postgres'), ['-D', cluster.data, ...settings(port, durable)], {
    ...cluster.account,
    cwd: cluster.home,
    env: plainEnvironment,
    detached: true,
    stdio: ['ignore', output, output],
  })
  closeSync(output)
  let failure: Error | undefined
  child.once('error', error => {
    failure = error
  })
  child.unref()
  while (!failure && child.exitCode === null && child.signalCode === null) {
    const found = readLockFile(cluster)
    if (found?.ready && found.pid === child.pid) {
      renameSync(log, cluster.log)
      return found
    }
    if (signal?.aborted) child.kill('SIGQUIT')
    await pause(20)
  }
  const said = readFileSync(log, 'utf8')
  rmSync(log)
  signal?.throwIfAborted()
  if (failure) throw failure
  if (!passes(said)) throw startFailed(cluster, said)
  return undefined
}

/** The one server of this data: found running, or started. */
export const findOrStartServer = async (
  cluster: Cluster,
  durable: boolean,
  signal?: AbortSignal,
): Promise<Postmaster & { found: boolean }> => {
  const deadline = Date.now() + 15_000
  while (Date.now() < deadline) {
    signal?.throwIfAborted()
    const running = await findServer(cluster)
    if (running) return { ...running, found: true }
    const started = await launch(cluster, await choosePort(cluster, durable), durable, signal)
    if (started) return { ...started, found: false }
    await pause(100)
  }
  throw startFailed(cluster, 'another one that is ending still holds its data or its port.')
}

/** Ends within one and a half seconds: orderly, and if that takes longer without the last checkpoint (the next start repairs). */
export const stopServer = async (cluster: Cluster, durable: boolean): Promise<void> => {
  const running = readLockFile(cluster)
  if (!running || !isPostmasterOf(cluster, running.pid)) return
  const steps: [NodeJS.Signals, number][] = [
    ...(durable ? ([['SIGINT', 700]] as [NodeJS.Signals, number][]) : []),
    ['SIGQUIT', 400],
    ['SIGKILL', 100],
  ]
  for (const [signal, milliseconds] of steps) {
    process.kill(running.pid, signal)
    const deadline = Date.now() + milliseconds
    while (Date.now() < deadline) {
      if (!isPostmasterOf(cluster, running.pid)) return
      await pause(10)
    }
  }
}
