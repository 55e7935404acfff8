import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseSettings, SettingsError, settingNames } from './settings.ts'

const secret = 'a'.repeat(64)
const enough = {
  DATABASE_URL: 'postgres://localhost/contoso',
  PUBLIC_URL: 'https://conferences.example',
  AUTH_SECRET: secret,
  CODE_PEPPER: secret,
  CODE_KEY: secret,
  PAYMENT_SECRET: secret,
  PAYMENT_PROCESSOR: 'simulated',
}

const complaint = (changed: Record<string, string | undefined>): string => {
  try {
    parseSettings({ ...enough, ...changed })
    return 'none'
  } catch (error) {
    return error instanceof SettingsError ? error.message : String(error)
  }
}

describe('settings', () => {
  it('are each explained in .env.example, and nothing else is', () => {
    const explained = [...readFileSync('.env.example', 'utf8').matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name)
    expect(explained.filter(name => name !== 'NEXT_SERVER_ACTIONS_ENCRYPTION_KEY').sort()).toEqual([...settingNames].sort())
  })

  it.each(Object.keys(enough))('name %s when it is missing or empty', name => {
    expect(complaint({ [name]: undefined })).toBe(`${name} is not set: see .env.example for what it is.`)
    expect(complaint({ [name]: '' })).toBe(`${name} is not set: see .env.example for what it is.`)
  })

  it.each([
    ['DATABASE_URL', 'mysql://localhost/x', 'DATABASE_URL must be a URL that begins with postgres:// or postgresql://.'],
    ['REDIS_URL', 'localhost:6379', 'REDIS_URL must be a URL that begins with redis:// or rediss://.'],
    ['SMTP_URL', 'mail.example:25', 'SMTP_URL must be a URL that begins with smtp:// or smtps://.'],
    ['MAIL_FROM', 'Conferences', 'MAIL_FROM must be an email address.'],
    ['AUTH_SECRET', 'short', 'AUTH_SECRET must be at least 32 characters; make one with: openssl rand -hex 32.'],
    ['TRUSTED_PROXIES', 'two', 'TRUSTED_PROXIES must be a whole number from 0 to 10.'],
    ['TRUSTED_PROXIES', '11', 'TRUSTED_PROXIES must be a whole number from 0 to 10.'],
    ['WORKERS_IN_PROCESS', 'yes', 'WORKERS_IN_PROCESS must be 0 or 1.'],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL must be debug, info, warn, error or silent.'],
    ['SITE_NAME', 'x'.repeat(61), 'SITE_NAME must have 1 to 60 characters.'],
    ['PAYMENT_PROCESSOR', 'mine', 'PAYMENT_PROCESSOR must say which processor takes the money; the one there is: simulated.'],
  ])('say how to mend a wrong %s', (name, value, sentence) => {
    expect(complaint({ [name]: value })).toBe(sentence)
  })

  it('refuse a shifted clock unless tests are allowed to shift it', () => {
    expect(complaint({ TEST_CLOCK_FILE: 'clock' })).toContain('refused without ALLOW_TEST_CLOCK=1')
    expect(complaint({ TEST_CLOCK_FILE: 'clock', ALLOW_TEST_CLOCK: '1' })).toBe('none')
  })

  it('refuse to show mails to everybody where there is a mail server', () => {
    expect(complaint({ MAILBOX: '1' })).toBe('none')
    expect(complaint({ SMTP_URL: 'smtp://localhost:25' })).toBe('none')
    expect(complaint({ MAILBOX: '1', SMTP_URL: 'smtp://localhost:25' })).toContain('refused together with SMTP_URL')
  })
})
