import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { settingNames } from '#drizzle/settings'
import { buildWeb, isBuilt } from '#workers/launch-build'
import { spawnGroup, stopGroup } from '#workers/launch-process'
import { prepare } from './prepare.ts'
import { complaintsIn } from './server-logs.ts'
import { startServers, stopServers } from './servers.ts'

/** What a step came to. `passed` and `failed` count tests; a step without tests counts one failure when it fails. */
type Outcome = Readonly<{ passed: number; failed: number }>
type Step = Readonly<{ name: string; run(): Promise<Outcome> }>

const unitResults = 'test-results/unit.json'
const faultResults = 'test-results/faults.json'
const browserResults = 'test-results/browser.json'
const node = (script: string, ...args: string[]) => [process.execPath, `node_modules/${script}`, ...args]

/** The machine's own settings are kept away from the tests: they make theirs. */
const environment: NodeJS.ProcessEnv = {
  ...process.env,
  ...Object.fromEntries(settingNames.map(name => [name, ''])),
  NEXT_TELEMETRY_DISABLED: '1',
}

let running: ChildProcess | undefined

const succeeds = (command: readonly string[], nodeEnv: 'test' | 'production' = 'test'): Promise<boolean> =>
  new Promise(resolve => {
    const child = spawnGroup(command, { ...environment, NODE_ENV: nodeEnv }, 'inherit')
    running = child
    child.once('error', error => {
      console.error(error.message)
      resolve(false)
    })
    child.once('exit', code => resolve(code === 0))
  })

const outcome = (succeeded: boolean): Outcome => ({ passed: 0, failed: succeeded ? 0 : 1 })

/** The counts of a results file; a run that failed without a failed test (a file that cannot be loaded) counts one. */
const counted = (succeeded: boolean, file: string, count: (results: never) => Outcome): Outcome => {
  const { passed, failed } = existsSync(file) ? count(JSON.parse(readFileSync(file, 'utf8')) as never) : outcome(succeeded)
  return { passed, failed: succeeded ? failed : Math.max(failed, 1) }
}

const prepareMachine = async (): Promise<Outcome> => {
  const missing = await prepare()
  for (const sentence of missing) console.error(sentence)
  return outcome(missing.length === 0)
}

const checkTypes = async (): Promise<Outcome> =>
  outcome((await succeeds(node('next/dist/bin/next', 'typegen'))) && (await succeeds(node('typescript/bin/tsc', '--noEmit'))))

const runVitest = async (results: string, ...more: string[]): Promise<Outcome> => {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`]
  const succeeded = await succeeds(node('vitest/vitest.mjs', 'run', ...reporters, ...more))
  return counted(succeeded, results, ({ numPassedTests, numFailedTests }: Record<string, number>) => ({
    passed: numPassedTests ?? 0,
    failed: numFailedTests ?? 0,
  }))
}

const build = async (): Promise<Outcome> => {
  await buildWeb(environment)
  return outcome(true)
}

const ensureBuilt = async (): Promise<void> => {
  if (!(await isBuilt())) await buildWeb(environment)
}

const runFaults = async (): Promise<Outcome> => {
  await ensureBuilt()
  return runVitest(faultResults, '--config', 'e2e/faults/vitest.config.ts')
}

const runBrowserSpecs = async (): Promise<Outcome> => {
  await ensureBuilt()
  const stages = Object.values(await startServers())
  const succeeded = await succeeds(node('playwright/cli.js', 'test', '--config', 'e2e/playwright.config.ts'))
  await stopServers()
  const { passed, failed } = counted(succeeded, browserResults, (results: { stats: Record<string, number> }) => ({
    passed: results.stats.expected ?? 0,
    failed: (results.stats.unexpected ?? 0) + (results.stats.flaky ?? 0),
  }))
  const complaints = complaintsIn(
    stages.flatMap(({ logs }) => logs),
    'e2e/allowed-log-lines.txt',
  )
  if (complaints.length > 0) console.error(`The servers complained:\n${complaints.join('\n')}`)
  return { passed, failed: failed + (complaints.length > 0 ? 1 : 0) }
}

const steps: readonly Step[] = [
  { name: 'prepare', run: prepareMachine },
  { name: 'types', run: checkTypes },
  { name: 'lint', run: async () => outcome(await succeeds(node('@biomejs/biome/bin/biome', 'check', '.'))) },
  { name: 'unit', run: () => runVitest(unitResults) },
  { name: 'build', run: build },
  { name: 'browser', run: runBrowserSpecs },
  { name: 'faults', run: runFaults },
]

/** `--only unit,browser` runs those steps alone. */
const chosenSteps = (args: readonly string[]): readonly Step[] => {
  const only = args.indexOf('--only')
  if (only < 0) return steps
  const names = (args[only + 1] ?? '').split(',')
  const unknown = names.filter(name => !steps.some(step => step.name === name))
  if (unknown.length > 0)
    throw new Error(`There is no step "${unknown}". The steps: ${steps.map(({ name }) => name).join(', ')}.`)
  return steps.filter(({ name }) => names.includes(name))
}

const attempt = async ({ name, run }: Step): Promise<Outcome> => {
  console.log(`\n── ${name} ──`)
  try {
    return await run()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return outcome(false)
  }
}

let isInterrupted = false

const interrupted = async (): Promise<void> => {
  if (isInterrupted) return
  isInterrupted = true
  if (running) await stopGroup(running, 5_000)
  await stopServers().finally(() => process.exit(130))
}

const main = async (): Promise<void> => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupted)
  mkdirSync('test-results', { recursive: true })
  for (const file of [unitResults, browserResults, faultResults]) rmSync(file, { force: true })
  const summary: string[] = []
  let [passed, failed] = [0, 0]
  for (const step of chosenSteps(process.argv.slice(2))) {
    const startedAt = performance.now()
    const result = await attempt(step)
    if (isInterrupted) return
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    summary.push(`${step.name.padEnd(8)} ${result.failed > 0 ? 'FAILED' : 'passed'} ${seconds.padStart(6)} s`)
    passed += result.passed
    failed += result.failed
    if (result.failed > 0 && (step.name === 'prepare' || step.name === 'build')) break
  }
  console.log(`\n${summary.join('\n')}\n\n${passed} passed, ${failed} failed`)
  process.exitCode = failed > 0 ? 1 : 0
}

main()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  })
  .finally(stopServers)
  .finally(() => process.exit())
