import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '#drizzle/db'
import { start } from '#drizzle/embedded'
import { migrate } from '#drizzle/migrate'
import { provideSettings } from '#drizzle/settings'

/** Where races are run: each spoils its database, so each gets one of its own. */
export type RacePlace = Readonly<{ aDatabase(): Promise<string>; stop(): Promise<void> }>

export const openRacePlace = async (): Promise<RacePlace> => {
  const server = await start({ folder: mkdtempSync(join(tmpdir(), 'contoso-race-')), durable: false })
  const secret = () => randomBytes(32).toString('hex')
  const secrets = { AUTH_SECRET: secret(), CODE_PEPPER: secret(), CODE_KEY: secret(), PAYMENT_SECRET: secret() }
  provideSettings({
    ...secrets,
    ...{ DATABASE_URL: server.url, PUBLIC_URL: 'http://localhost:3000', PAYMENT_PROCESSOR: 'simulated', LOG_LEVEL: 'silent' },
  })
  return {
    aDatabase: async () => {
      const name = `race_${randomBytes(4).toString('hex')}`
      const administration = connect(server.url, 1)
      await administration`create database ${administration(name)}`
      await administration.end()
      const url = server.url.replace(/[^/]*$/, name)
      await migrate(url)
      return url
    },
    stop: () => server.stop(),
  }
}
