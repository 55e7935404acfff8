import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'

/** What `quickstart` and `dev` keep in `.data/` so that every command typed in this folder finds the same database and secrets. */
export const localSettingsFile = '.data/settings.json'

const secret = z.string().min(32, 'must be at least 32 characters; make one with: openssl rand -hex 32')
const url = (...protocols: string[]) =>
  z
    .string()
    .refine(
      text => URL.canParse(text) && protocols.includes(new URL(text).protocol),
      `must be a URL that begins with ${protocols.map(protocol => `${protocol}//`).join(' or ')}`,
    )
const count = (least: number, most: number) => {
  const must = `must be a whole number from ${least} to ${most}`
  return z.coerce.number(must).int(must).min(least, must).max(most, must)
}

const flag = z.enum(['0', '1'], 'must be 0 or 1')

const schema = z.object({
  DATABASE_URL: url('postgres:', 'postgresql:'),
  QUEUE_DATABASE_URL: url('postgres:', 'postgresql:').optional(),
  REDIS_URL: url('redis:', 'rediss:').optional(),
  PUBLIC_URL: url('http:', 'https:'),
  AUTH_SECRET: secret,
  CODE_PEPPER: secret,
  CODE_KEY: z.string().regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits (32 bytes); make one with: openssl rand -hex 32'),
  PAYMENT_SECRET: secret,
  PAYMENT_PROCESSOR: z.enum(['simulated'], 'must say which processor takes the money; the one there is: simulated'),
  SMTP_URL: url('smtp:', 'smtps:').optional(),
  MAIL_FROM: z.email('must be an email address').optional(),
  MAILBOX: flag.default('0'),
  TRUSTED_PROXIES: count(0, 10).default(0),
  SITE_NAME: z.string().max(60, 'must have 1 to 60 characters').default('Contoso Conferences'),
  WORKERS_IN_PROCESS: flag.default('0'),
  ALLOW_TEST_CLOCK: flag.default('0'),
  TEST_CLOCK_FILE: z.string().optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent').default('info'),
})

export type Settings = Readonly<z.infer<typeof schema>>

export const settingNames: readonly string[] = Object.keys(schema.shape)

/** Each wrong setting with the sentence that says how to mend it. */
export class SettingsError extends Error {
  override name = 'SettingsError'
}

export const parseSettings = (environment: Readonly<Record<string, string | undefined>>): Settings => {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = schema.safeParse(given)
  const wrong = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => {
        const name = String(path[0])
        return given[name] === undefined ? `${name} is not set: see .env.example for what it is.` : `${name} ${message}.`
      })
  if (parsed.success && parsed.data.TEST_CLOCK_FILE && parsed.data.ALLOW_TEST_CLOCK !== '1')
    wrong.push('TEST_CLOCK_FILE shifts the clock of the whole system and is refused without ALLOW_TEST_CLOCK=1.')
  if (parsed.success && parsed.data.MAILBOX === '1' && parsed.data.SMTP_URL)
    wrong.push('MAILBOX shows every mail to everybody instead of sending it and is refused together with SMTP_URL.')
  if (wrong.length > 0 || !parsed.success) throw new SettingsError(wrong.join('\n'))
  return parsed.data
}

const localSettings = (): Record<string, string> =>
  existsSync(localSettingsFile) ? (JSON.parse(readFileSync(localSettingsFile, 'utf8')) as Record<string, string>) : {}

type Environment = Readonly<Record<string, string | undefined>>

const key = Symbol.for('contoso.settings')
const memo = globalThis as { [key]?: Settings }

/** The process's environment, completed from the file `.env` of this folder as Next does for the web process. */
export const environment = (): Environment => {
  if (existsSync('.env')) process.loadEnvFile?.('.env')
  return process.env
}

/**
 * The environment, parsed once per process. What the environment does not say is taken from the folder's `.data/` (made by
 * quickstart), except in production, where nothing is taken silently. Throws SettingsError.
 */
export const settings = (): Settings => {
  if (memo[key]) return memo[key]
  const given = environment()
  memo[key] = parseSettings(given.NODE_ENV === 'production' ? given : { ...localSettings(), ...given })
  return memo[key]
}

/** Settles what `settings()` answers in this process, whatever the environment says: a test has a database of its own. */
export const provideSettings = (given: Environment): Settings => {
  memo[key] = parseSettings(given)
  return memo[key]
}
