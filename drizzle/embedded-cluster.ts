import { execFile } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { chmod, chown, link, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { findBinaries, systemFolder } from './embedded-binaries.ts'

const run = promisify(execFile)

const identity = z.object({ id: z.uuid(), password: z.string(), port: z.number().int().optional() })

/** The account that PostgreSQL runs as when we are root, which it refuses to be: "nobody". */
const nobody = { uid: 65534, gid: 65534 }

/** A PostgreSQL of our own: `folder` belongs to us, `home` with the data inside to the account that the server runs as. */
export type Cluster = Readonly<{
  folder: string
  home: string
  data: string
  log: string
  bin: string
  password: string
  account: Readonly<{ uid: number; gid: number }> | undefined
}>

/** No PG… variable of whoever started us may reach initdb or postgres. */
export const plainEnvironment: NodeJS.ProcessEnv = {
  NODE_ENV: process.env.NODE_ENV,
  PATH: process.env.PATH,
  LC_ALL: 'C',
  TZ: 'UTC',
  SystemRoot: process.env.SystemRoot,
}

const identityFile = (folder: string) => join(folder, 'database.json')

const readIdentity = (folder: string) => identity.parse(JSON.parse(readFileSync(identityFile(folder), 'utf8')))

/** Written whole and put in place only if nobody else was faster: two commands started at once agree on one identity. */
const makeIdentity = async (folder: string): Promise<void> => {
  const draft = join(folder, `.database-${process.pid}-${randomUUID()}.json`)
  const made: z.infer<typeof identity> = { id: randomUUID(), password: randomBytes(24).toString('hex') }
  await writeFile(draft, JSON.stringify(made), { mode: 0o600 })
  await link(draft, identityFile(folder)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(draft)
}

/** The port of the last start, so that the next can have it again. */
export const lastPort = (cluster: Cluster): number | undefined => readIdentity(cluster.folder).port

export const rememberPort = (cluster: Cluster, port: number): void => {
  const known = readIdentity(cluster.folder)
  if (known.port === port) return
  const draft = `${identityFile(cluster.folder)}-${process.pid}`
  writeFileSync(draft, JSON.stringify({ ...known, port }), { mode: 0o600 })
  renameSync(draft, identityFile(cluster.folder))
}

/** Who is in charge of stopping the server: the process id that wrote here last. */
const ownerFile = (cluster: Cluster) => join(cluster.folder, 'database-owner')

export const ownerOf = (cluster: Cluster): number =>
  existsSync(ownerFile(cluster)) ? Number(readFileSync(ownerFile(cluster), 'utf8')) : 0

export const own = (cluster: Cluster): void => writeFileSync(ownerFile(cluster), String(process.pid))

export const disown = (cluster: Cluster): void => rmSync(ownerFile(cluster), { force: true })

/** initdb into a folder of its own, renamed into place when complete: a crash in the middle leaves nothing half made. */
const initialise = async (cluster: Cluster, durable: boolean, signal?: AbortSignal): Promise<void> => {
  const unfinished = join(cluster.home, `unfinished-${process.pid}-${randomUUID()}`)
  const passwordFile = `${unfinished}.password`
  await writeFile(passwordFile, cluster.password, { mode: 0o600 })
  if (cluster.account) await chown(passwordFile, cluster.account.uid, cluster.account.gid)
  const args = ['-D', unfinished, '-U', 'contoso', '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  const speech = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  try {
    await run(join(cluster.bin, 'initdb'), [...args, ...speech, ...(durable ? [] : ['--no-sync'])], {
      ...cluster.account,
      cwd: cluster.home,
      env: plainEnvironment,
      signal,
      killSignal: 'SIGKILL',
    })
    await rename(unfinished, cluster.data)
  } catch (error) {
    if (!existsSync(cluster.data)) throw initdbFailed(error)
  } finally {
    await rm(unfinished, { recursive: true, force: true })
    await rm(passwordFile, { force: true })
  }
}

const initdbFailed = (cause: unknown): Error => {
  const said = (cause as { stderr?: string }).stderr?.trim()
  return new Error(`The embedded PostgreSQL could not be set up: ${said || (cause as Error).message}`, { cause })
}

/** Makes what is missing, keeps what is there. The folder and all that is secret in it are ours alone (0700, 0600). */
export const openCluster = async (given: string, durable: boolean, signal?: AbortSignal): Promise<Cluster> => {
  const folder = resolve(given)
  const account = process.getuid?.() === 0 ? nobody : undefined
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (!existsSync(identityFile(folder))) await makeIdentity(folder)
  const { id, password } = readIdentity(folder)
  const bin = join(await findBinaries(account !== undefined), 'bin')
  const home = account ? join(systemFolder, id) : join(folder, 'postgres')
  await mkdir(home, { recursive: true, mode: 0o700 })
  await chmod(home, 0o700)
  if (account) await chown(home, account.uid, account.gid)
  const cluster: Cluster = { folder, home, data: join(home, 'data'), log: join(folder, 'postgres.log'), bin, password, account }
  if (!existsSync(cluster.data)) await initialise(cluster, durable, signal)
  return cluster
}
