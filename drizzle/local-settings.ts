import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { localSettingsFile } from './settings.ts'

/** The folder in which quickstart, dev and every command typed beside them keep data and secrets. */
export const localFolder = dirname(localSettingsFile)

const made = (): Record<string, string> => ({
  AUTH_SECRET: randomBytes(32).toString('hex'),
  CODE_PEPPER: randomBytes(32).toString('hex'),
  CODE_KEY: randomBytes(32).toString('hex'),
  PAYMENT_SECRET: randomBytes(32).toString('hex'),
  PAYMENT_PROCESSOR: 'simulated',
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
  PUBLIC_URL: 'http://localhost:3000',
})

const kept = (): Record<string, string> =>
  existsSync(localSettingsFile) ? (JSON.parse(readFileSync(localSettingsFile, 'utf8')) as Record<string, string>) : {}

/** Makes the secrets that are missing, remembers what changed, and answers all of them. Secrets once made are never replaced. */
export const keepLocalSettings = (changed: Readonly<Record<string, string>> = {}): Record<string, string> => {
  const before = kept()
  const after = { ...made(), ...before, ...changed }
  if (JSON.stringify(after) === JSON.stringify(before)) return after
  mkdirSync(localFolder, { recursive: true, mode: 0o700 })
  const draft = `${localSettingsFile}-${process.pid}`
  writeFileSync(draft, `${JSON.stringify(after, null, 2)}\n`, { mode: 0o600 })
  renameSync(draft, localSettingsFile)
  return after
}
