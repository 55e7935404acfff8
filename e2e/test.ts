import type { ChildProcess } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { settingNames } from '#drizzle/settings'
import { buildWeb, isBuilt } from '#workers/launch-build'
import { spawnGroup, stopGroup } from '#workers/launch-process'
import { prepare } from './prepare.ts'
import { complaintsIn } from './server-logs.ts'
import { startServers, stopServers } from './servers.ts'
import { type Outcome, outcomeOfPlaywright, outcomeOfVitest, readOutcome } from './test-results.ts'

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

/** Of a step without tests. */
const outcome = (name: string, succeeded: boolean): Outcome => ({ passed: 0, failures: succeeded ? [] : [name] })

const prepareMachine = async (): Promise<Outcome> => {
  const missing = await prepare()
  return { passed: 0, failures: missing }
}

const checkTypes = async (): Promise<Outcome> =>
  outcome(
    'types',
    (await succeeds(node('next/dist/bin/next', 'typegen'))) && (await succeeds(node('typescript/bin/tsc', '--noEmit'))),
  )

const checkLint = async (): Promise<Outcome> => outcome('lint', await succeeds(node('@biomejs/biome/bin/biome', 'check', '.')))

const runVitest = async (name: string, results: string, ...more: string[]): Promise<Outcome> => {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`]
  const succeeded = await succeeds(node('vitest/vitest.mjs', 'run', ...reporters, ...more))
  return readOutcome(results, outcomeOfVitest, { succeeded, name })
}

const build = async (): Promise<Outcome> => {
  await buildWeb(environment)
  return { passed: 0, failures: [] }
}

const ensureBuilt = async (): Promise<void> => {
  if (!(await isBuilt())) await buildWeb(environment)
}

const runFaults = async (): Promise<Outcome> => {
  await ensureBuilt()
  return runVitest('faults', faultResults, '--config', 'e2e/faults/vitest.config.ts')
}

const runBrowserSpecs = async (): Promise<Outcome> => {
  await ensureBuilt()
  const stages = Object.values(await startServers())
  const succeeded = await succeeds(node('playwright/cli.js', 'test', '--config', 'e2e/playwright.config.ts'))
  await stopServers()
  const { passed, failures } = readOutcome(browserResults, outcomeOfPlaywright, { succeeded, name: 'browser' })
  const complaints = complaintsIn(
    stages.flatMap(({ logs }) => logs),
    'e2e/allowed-log-lines.txt',
  )
  return { passed, failures: [...failures, ...complaints.map(line => `a server complained: ${line}`)] }
}

const steps: readonly Step[] = [
  { name: 'prepare', run: prepareMachine },
  { name: 'types', run: checkTypes },
  { name: 'lint', run: checkLint },
  { name: 'unit', run: () => runVitest('unit', unitResults) },
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
    return { passed: 0, failures: [`${name}: ${error instanceof Error ? error.message : error}`] }
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
  const failures: string[] = []
  let passed = 0
  for (const step of chosenSteps(process.argv.slice(2))) {
    const startedAt = performance.now()
    const result = await attempt(step)
    if (isInterrupted) return
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    summary.push(`${step.name.padEnd(8)} ${result.failures.length > 0 ? 'FAILED' : 'passed'} ${seconds.padStart(6)} s`)
    passed += result.passed
    failures.push(...result.failures)
    if (result.failures.length > 0 && (step.name === 'prepare' || step.name === 'build')) break
  }
  if (failures.length > 0) console.log(`\n${failures.map(failure => `✗ ${failure}`).join('\n')}`)
  console.log(`\n${summary.join('\n')}\n\n${passed} passed, ${failures.length} failed`)
  process.exitCode = failures.length > 0 ? 1 : 0
}

main()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  })
  .finally(stopServers)
  .finally(() => process.exit())
