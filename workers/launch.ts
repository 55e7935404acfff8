import { join } from 'node:path'
import { listAccessCodes } from '#drizzle/conferences'
import { closePools, sql } from '#drizzle/db'
import { howToStartAfresh, start } from '#drizzle/embedded'
import { usualPort } from '#drizzle/embedded-server'
import { keepLocalSettings, localFolder } from '#drizzle/local-settings'
import { MigrationError, migrate } from '#drizzle/migrate'
import { loadCatalogue, sampleFiles } from '#drizzle/seed'
import { environment, SettingsError, settings } from '#drizzle/settings'
import { buildWeb, isBuilt } from './launch-build.ts'
import { claimFolder } from './launch-claim.ts'
import { LaunchError } from './launch-process.ts'
import { type Mode, reservePort, startWeb } from './launch-web.ts'

const webLog = join(localFolder, 'web.log')

/** What was started, in that order; the last is stopped first. A promise, so that what is only starting is stopped too. */
const started: Promise<() => Promise<void>>[] = []
const giveUp = new AbortController()
let ending = false

const starting = async <Thing extends { stop(): Promise<void> }>(thing: Promise<Thing>): Promise<Thing> => {
  started.push(thing.then(({ stop }) => stop))
  return thing
}

/** Ends this process within three seconds, whatever hangs. */
const end = async (code: number): Promise<void> => {
  if (ending) return
  ending = true
  giveUp.abort()
  setTimeout(() => process.exit(code), 2_900).unref()
  for (const thing of started.reverse()) await thing.then(stop => stop()).catch(() => undefined)
  process.exit(code)
}

const say = (line = ''): void => {
  if (!ending) console.log(line)
}

const openDatabase = async (): Promise<string> => {
  const given = environment().DATABASE_URL
  if (given) {
    const { host, pathname } = new URL(given)
    say(`Using the database that DATABASE_URL names (${pathname.slice(1)} at ${host}), none of its own.`)
    return given
  }
  say('Starting the database …')
  const options = { folder: localFolder, durable: true, takeCharge: true, signal: giveUp.signal }
  const { url, port } = await starting(start(options))
  if (port !== usualPort) say(`Port ${usualPort} was taken: the database uses ${port}.`)
  return url
}

const prepareDatabase = async (url: string, isOwn: boolean): Promise<void> => {
  await migrate(url).catch((error: unknown) => {
    throw error instanceof MigrationError && isOwn ? new LaunchError(`${error.message} ${howToStartAfresh()}`) : error
  })
}

const loadSamples = async (): Promise<void> => {
  if ((await listAccessCodes(sql())).length > 0) return
  say('Loading the sample conferences …')
  const problems = (await loadCatalogue(sampleFiles())).flatMap(file => file.problems)
  if (problems.length > 0) throw new LaunchError(`The sample conferences could not be loaded:\n${problems.join('\n')}`)
}

const introduce = async (mode: Mode, publicUrl: string, isOwn: boolean): Promise<void> => {
  const conferences = await listAccessCodes(sql())
  say(`\nIt runs at ${publicUrl}\n`)
  for (const { name, slug, ownerEmail, accessCode } of conferences.slice(0, 10)) {
    say(`  ${name}: ${publicUrl}/${slug}`)
    say(`    to manage it, sign in at ${publicUrl}/manage/login with e-mail ${ownerEmail} and access code ${accessCode}`)
  }
  if (conferences.length > 10) say(`  … and ${conferences.length - 10} more conferences`)
  if (settings().MAILBOX === '1') say(`\nNo mail is sent; what would be can be read at ${publicUrl}/mailbox.`)
  say(`\n${isOwn ? 'Data and secrets' : 'Secrets'} are in ${localFolder}; remove that folder to start afresh.`)
  if (mode === 'quickstart') say(`What the web server says is in ${webLog}.`)
  say('Ctrl-C stops everything.')
}

const run = async (mode: Mode): Promise<void> => {
  const claim = await claimFolder(mode)
  started.push(Promise.resolve(claim.release))
  const given = Object.fromEntries(Object.entries(environment()).filter(([, value]) => value))
  const preferred = Number(given.PORT ?? 3000)
  const { port, release } = await reservePort(preferred)
  const publicUrl = given.PUBLIC_URL ?? `http://localhost:${port}`
  if (port !== preferred) say(`Port ${preferred} is taken: using ${port}.`)
  Object.assign(process.env, keepLocalSettings({ PUBLIC_URL: publicUrl }), given, {
    NODE_ENV: mode === 'dev' ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    WORKERS_IN_PROCESS: '1',
    PUBLIC_URL: publicUrl,
    MAILBOX: given.MAILBOX ?? (given.SMTP_URL ? '0' : '1'),
  })
  const isOwn = !given.DATABASE_URL
  process.env.DATABASE_URL = await openDatabase()
  await prepareDatabase(settings().DATABASE_URL, isOwn)
  if (mode === 'quickstart' && !(await isBuilt())) {
    say('Building the site (the first time, and after changes) …')
    await buildWeb(process.env)
  }
  await loadSamples()
  await release()
  const web = startWeb({ mode, port, log: webLog, env: process.env })
  started.push(Promise.resolve(web.stop))
  claim.tell({ url: publicUrl, web: web.pid })
  await web.waitUntilReady()
  await introduce(mode, publicUrl, isOwn)
  await closePools()
  const reason = await web.ended
  if (!ending) throw new LaunchError(reason)
}

const isKnown = (error: unknown): error is Error =>
  error instanceof LaunchError || error instanceof SettingsError || error instanceof MigrationError

const main = async (): Promise<void> => {
  const mode = process.argv[2]
  if (mode !== 'quickstart' && mode !== 'dev') throw new LaunchError('Say what to launch: quickstart or dev.')
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0))
  await run(mode)
}

main().catch((error: unknown) => {
  if (ending) return
  console.error(isKnown(error) ? error.message : error)
  void end(1)
})
