import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { LaunchError, runToEnd } from './launch-process.ts'

const next = 'node_modules/next/dist/bin/next'

/** What `next build` makes last of all: a build that was interrupted has none. */
const lastOfBuild = '.next/export-marker.json'

const sources = [
  'app',
  'domain',
  'drizzle',
  'workers',
  'public',
  'next.config.ts',
  'package.json',
  'proxy.ts',
  'instrumentation.ts',
]

const newest = async (path: string): Promise<number> => {
  if (!existsSync(path)) return 0
  const found = await stat(path)
  const names = found.isDirectory() ? await readdir(path, { recursive: true }) : []
  const times = await Promise.all(names.map(name => stat(join(path, name))))
  return Math.max(found.mtimeMs, ...times.map(({ mtimeMs }) => mtimeMs))
}

/** Whether there is a whole production build of what the sources say now. */
export const isBuilt = async (): Promise<boolean> => {
  if (!existsSync(lastOfBuild)) return false
  const { mtimeMs } = await stat(lastOfBuild)
  return Math.max(...(await Promise.all(sources.map(newest)))) < mtimeMs
}

/** Builds for production; what the build says is shown only when it fails. */
export const buildWeb = async (env: NodeJS.ProcessEnv): Promise<void> => {
  const { code, output } = await runToEnd([process.execPath, next, 'build'], { ...env, NODE_ENV: 'production' })
  if (code !== 0) throw new LaunchError(`The site cannot be built:\n${output}`)
}
