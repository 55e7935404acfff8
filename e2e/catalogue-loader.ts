import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { closePools } from '#drizzle/db'
import { loadCatalogue } from '#drizzle/seed'
import { provideSettings } from '#drizzle/settings'

/** Loads a catalogue, as JSON, into the database of that environment. Gives the problems in sentences; empty when all is stored. */
const load = async (catalogue: string, env: NodeJS.ProcessEnv): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'contoso-catalogue-'))
  const file = join(folder, 'catalogue.json')
  writeFileSync(file, catalogue)
  provideSettings(env)
  try {
    return (await loadCatalogue([file])).flatMap(({ problems }) => problems).join('\n')
  } finally {
    await closePools()
    rmSync(folder, { recursive: true })
  }
}

export type CatalogueLoader = Readonly<{ url: string; serve(stage: string, env: NodeJS.ProcessEnv): void; stop(): Promise<void> }>

/**
 * What `npm run seed` does, for whoever posts a catalogue to `url/STAGE`: a process that starts for each conference would take longer
 * than most specs do. One catalogue after the other, for this process has the settings of one stage at a time.
 */
export const startCatalogueLoader = async (): Promise<CatalogueLoader> => {
  const environments = new Map<string, NodeJS.ProcessEnv>()
  let turn: Promise<unknown> = Promise.resolve()
  const server = createServer(async (request, response) => {
    const catalogue = await text(request)
    const env = environments.get(request.url?.slice(1) ?? '')
    turn = turn
      .then(() => (env ? load(catalogue, env) : `No stage is at ${request.url}.`))
      .then(
        problems => response.writeHead(problems ? 422 : 200).end(problems),
        (error: Error) => response.writeHead(500).end(error.stack),
      )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve: (stage, env) => void environments.set(stage, env),
    stop: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
