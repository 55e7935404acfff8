import { execFileSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runToEnd } from '#workers/launch-process'

const onPath = (program: string): string | undefined =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map(folder => join(folder, program))
    .find(file => {
      try {
        accessSync(file, constants.X_OK)
        return true
      } catch {
        return false
      }
    })

const chromiumOfMac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'

/** The first, which has no windows, takes two thirds of the time of the second. */
const browsers = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The browser that the specs drive: the one that PLAYWRIGHT_CHROMIUM_PATH names, or one that is installed. */
export const findChromium = (): string | undefined => {
  const named = process.env.PLAYWRIGHT_CHROMIUM_PATH
  if (named && existsSync(named)) return named
  const installed = browsers.map(onPath).find(Boolean)
  return installed ?? (existsSync(chromiumOfMac) ? chromiumOfMac : undefined)
}

/** Without one, Korean is boxes on screenshots and of another width in layouts. A system without fontconfig brings its own fonts. */
const hasKoreanFont = (): boolean => {
  if (process.platform !== 'linux') return true
  if (!onPath('fc-list')) return false
  return execFileSync('fc-list', [':lang=ko', 'family'], { encoding: 'utf8' }).trim() !== ''
}

const needs = [
  { what: 'a Chromium', debian: ['chromium-headless-shell', 'chromium'], isThere: () => findChromium() !== undefined },
  { what: 'a Korean font', debian: ['fonts-noto-cjk'], isThere: hasKoreanFont },
  { what: 'a redis-server', debian: ['redis-server'], isThere: () => onPath('redis-server') !== undefined },
]

const missing = () => needs.filter(({ isThere }) => !isThere())

/** apt-get as root, or through sudo where that asks for no password. */
const installer = async (): Promise<readonly string[] | undefined> => {
  if (!onPath('apt-get')) return undefined
  if (process.getuid?.() === 0) return ['apt-get']
  if (!onPath('sudo')) return undefined
  return (await runToEnd(['sudo', '-n', 'true'], process.env)).code === 0 ? ['sudo', '-n', 'apt-get'] : undefined
}

/** Sets up what the tests need besides npm's packages. Answers the sentences about what is still missing. */
export const prepare = async (): Promise<string[]> => {
  if (!existsSync('node_modules/vitest'))
    return ['The packages for development are not installed: run npm install without NODE_ENV=production.']
  const aptGet = missing().length > 0 ? await installer() : undefined
  if (aptGet) {
    const say = async (...args: string[]) => runToEnd([...aptGet, ...args], { ...process.env, DEBIAN_FRONTEND: 'noninteractive' })
    await say('update')
    for (const { what, debian, isThere } of missing()) {
      console.log(`Installing ${what} …`)
      const said: string[] = []
      // Not every release has the first.
      for (const name of debian)
        if (!isThere()) said.push((await say('install', '--yes', '--no-install-recommends', name)).output)
      if (!isThere()) console.error(said.join('\n'))
    }
  }
  return missing().map(
    ({ what, debian }) =>
      `The tests need ${what}, and it could not be installed here: install it (on Debian and Ubuntu: apt-get install ${debian.at(-1)})` +
      `${debian.includes('chromium') ? ', or set PLAYWRIGHT_CHROMIUM_PATH to one' : ''}.`,
  )
}
