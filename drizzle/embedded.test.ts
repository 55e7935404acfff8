import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { start } from './embedded.ts'
import { completeBinaries } from './embedded-binaries.ts'
import { type Cluster, openCluster } from './embedded-cluster.ts'
import { isAlive, stopServer } from './embedded-server.ts'

const place = mkdtempSync(join(tmpdir(), 'contoso-embedded-'))
const folder = join(place, 'data')
let cluster: Cluster

beforeAll(async () => {
  cluster = await openCluster(folder, false)
})

afterEach(() => stopServer(cluster, false))

afterAll(() => {
  rmSync(cluster.home, { recursive: true, force: true })
  rmSync(place, { recursive: true, force: true })
})

const ask = async (url: string, question: string): Promise<unknown> => {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    return Object.values((await sql.unsafe(question))[0] ?? {})[0]
  } finally {
    await sql.end()
  }
}

const lockFile = () => join(cluster.data, 'postmaster.pid')

const killServer = async () => {
  const pid = Number(readFileSync(lockFile(), 'utf8').split('\n')[0])
  process.kill(pid, 'SIGKILL')
  while (isAlive(pid)) await new Promise(resolve => setTimeout(resolve, 5))
}

const durable = (more: { takeCharge?: boolean } = {}) => start({ folder, durable: true, ...more })

describe('a database that lasts', () => {
  it('is there again after a stop, on the same port and with the same password', async () => {
    const first = await durable()
    await ask(first.url, 'create table kept as select 7 as number')
    await first.stop()
    const second = await durable()
    expect(second.url).toBe(first.url)
    expect(await ask(second.url, 'select number from kept')).toBe(7)
    expect(await ask(second.url, 'show fsync')).toBe('on')
    expect(await ask(second.url, 'show max_connections')).toBe('300')
  })

  it('starts after a crash that left its lock file, and nothing committed is lost', async () => {
    const first = await durable()
    await ask(first.url, 'create table survivor as select 7 as number')
    await killServer()
    expect(existsSync(lockFile())).toBe(true)
    expect(await ask((await durable()).url, 'select number from survivor')).toBe(7)
  })

  it('starts although the process number in a lock file left behind belongs to someone else by now', async () => {
    const first = await durable()
    const lock = readFileSync(lockFile(), 'utf8')
    await first.stop()
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { ...cluster.account, cwd: '/' })
    await once(stranger, 'spawn')
    writeFileSync(lockFile(), lock.replace(/^\d+/, String(stranger.pid)))
    try {
      expect(await ask((await durable()).url, 'select 1')).toBe(1)
    } finally {
      stranger.kill('SIGKILL')
    }
  })

  it('starts after a crash of the machine that left an empty lock file', async () => {
    writeFileSync(lockFile(), '')
    expect(await ask((await durable()).url, 'select 1')).toBe(1)
  })

  it('takes another port when the one of last time is taken', async () => {
    const first = await durable()
    await first.stop()
    const other = createServer().listen(first.port, '127.0.0.1')
    await once(other, 'listening')
    const second = await durable()
    other.close()
    expect(second.port).not.toBe(first.port)
    expect(await ask(second.url, 'select 1')).toBe(1)
  })

  it('is one server, however many start it at once', async () => {
    const started = await Promise.all([durable(), durable(), durable()])
    expect(new Set(started.map(({ url }) => url)).size).toBe(1)
  })

  it('stops within three seconds although somebody is connected and at work', async () => {
    const { url, stop } = await durable()
    const sql = postgres(url, { max: 1, onclose: () => {} })
    await sql`select 1`
    const working = sql`select pg_sleep(60)`.catch(() => 'interrupted')
    const before = Date.now()
    await stop()
    expect(Date.now() - before).toBeLessThan(3000)
    expect(await working).toBe('interrupted')
    await sql.end({ timeout: 0 })
  })
})

it('leaves nothing running when its start is given up', async () => {
  const giveUp = new AbortController()
  const starting = start({ folder, durable: true, signal: giveUp.signal })
  giveUp.abort(new Error('given up'))
  await expect(starting).rejects.toThrow('given up')
  expect(existsSync(lockFile())).toBe(false)
})

const childThatStarts = (more: string) => {
  const program = `
    import { start } from ${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)}
    const { url, stop } = await start({ folder: ${JSON.stringify(folder)}, durable: true, ${more} })
    process.stdout.write(url)
    process.stdin.once('end', () => stop().then(() => process.exit(0))).resume()`
  return spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
}

describe('a database that two commands use', () => {
  it('is left running by the one that only found it', async () => {
    const quickstart = childThatStarts('takeCharge: true')
    const [url] = (await once(quickstart.stdout, 'data')) as [Buffer]
    const found = await durable()
    expect(found.url).toBe(String(url))
    await found.stop()
    expect(await ask(found.url, 'select 1')).toBe(1)
    quickstart.stdin.end()
    await once(quickstart, 'exit')
    await expect(ask(found.url, 'select 1')).rejects.toThrow('ECONNREFUSED')
  })

  it('is left running by the one that started it when another has taken charge', async () => {
    const seed = await durable()
    const quickstart = childThatStarts('takeCharge: true')
    await once(quickstart.stdout, 'data')
    await seed.stop()
    expect(await ask(seed.url, 'select 1')).toBe(1)
    quickstart.stdin.end()
    await once(quickstart, 'exit')
  })

  it('is stopped by the one that found it when whoever started it was killed', async () => {
    const quickstart = childThatStarts('takeCharge: true')
    await once(quickstart.stdout, 'data')
    quickstart.kill('SIGKILL')
    await once(quickstart, 'exit')
    const found = await durable()
    await found.stop()
    await expect(ask(found.url, 'select 1')).rejects.toThrow('ECONNREFUSED')
  })
})

it('keeps the password and everything else from other accounts of the machine', async () => {
  const { url, port } = await durable()
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  for (const name of readdirSync(folder).filter(name => statSync(join(folder, name)).isFile()))
    if (name !== 'database-owner') expect([name, statSync(join(folder, name)).mode & 0o077]).toEqual([name, 0])
  expect(await ask(url, 'show listen_addresses')).toBe('127.0.0.1')
  await expect(ask(`postgres://contoso:guess@127.0.0.1:${port}/contoso`, 'select 1')).rejects.toThrow(
    'password authentication failed',
  )
})

it('removes a throw-away database when it stops', async () => {
  const throwAway = join(place, 'throw-away')
  const { url, stop } = await start({ folder: throwAway, durable: false })
  expect(await ask(url, 'show fsync')).toBe('off')
  await stop()
  expect(() => lstatSync(throwAway)).toThrow('ENOENT')
})

it('says what to remove when the data cannot be read', async () => {
  const version = join(cluster.data, 'PG_VERSION')
  const ours = readFileSync(version)
  writeFileSync(version, '9\n')
  await expect(durable()).rejects.toThrow(`remove the folder ${folder} to start afresh`)
  writeFileSync(version, ours)
})

it('makes the links and executable bits that an install without scripts leaves out', async () => {
  const native = join(place, 'native')
  mkdirSync(join(native, 'bin'), { recursive: true })
  mkdirSync(join(native, 'lib'))
  for (const file of ['bin/initdb', 'bin/postgres', 'lib/libpq.so.5.18']) writeFileSync(join(native, file), 'x', { mode: 0o644 })
  const listed = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]
  writeFileSync(join(native, 'pg-symlinks.json'), JSON.stringify(listed))
  await completeBinaries(native)
  await completeBinaries(native)
  expect(lstatSync(join(native, 'lib/libpq.so.5')).isSymbolicLink()).toBe(true)
  expect(readFileSync(join(native, 'lib/libpq.so.5'), 'utf8')).toBe('x')
  expect(statSync(join(native, 'bin/postgres')).mode & 0o111).toBe(0o111)
})
