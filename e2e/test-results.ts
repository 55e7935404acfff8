import { existsSync, readFileSync } from 'node:fs'

/** What a step came to: how many tests passed, and what failed, by name. */
export type Outcome = Readonly<{ passed: number; failures: readonly string[] }>

type VitestFile = Readonly<{
  name: string
  status: string
  assertionResults: readonly Readonly<{ fullName: string; status: string }>[]
}>
export type VitestResults = Readonly<{ numPassedTests: number; testResults: readonly VitestFile[] }>

type PlaywrightSpec = Readonly<{
  title: string
  file: string
  line: number
  ok: boolean
  tests: readonly Readonly<{ projectName: string; status: 'expected' | 'unexpected' | 'flaky' | 'skipped' }>[]
}>
type PlaywrightSuite = Readonly<{ specs?: readonly PlaywrightSpec[]; suites?: readonly PlaywrightSuite[] }>
export type PlaywrightResults = Readonly<{ suites: readonly PlaywrightSuite[] }>

/** A file that failed with no test of its own (it cannot be loaded, or what it sets up fails) is named itself. */
export const outcomeOfVitest = ({ numPassedTests, testResults }: VitestResults): Outcome => ({
  passed: numPassedTests,
  failures: testResults.flatMap(({ name, status, assertionResults }) => {
    const failed = assertionResults.filter(result => result.status === 'failed').map(({ fullName }) => `${name}: ${fullName}`)
    return status === 'failed' && failed.length === 0 ? [name] : failed
  }),
})

const specsIn = ({ specs = [], suites = [] }: PlaywrightSuite): PlaywrightSpec[] => [...specs, ...suites.flatMap(specsIn)]

export const outcomeOfPlaywright = ({ suites }: PlaywrightResults): Outcome => {
  const tests = suites
    .flatMap(specsIn)
    .flatMap(({ title, file, line, tests }) =>
      tests.map(({ projectName, status }) => ({ status, name: `${file}:${line} (${projectName}): ${title}` })),
    )
  return {
    passed: tests.filter(({ status }) => status === 'expected').length,
    failures: tests.filter(({ status }) => status === 'unexpected' || status === 'flaky').map(({ name }) => name),
  }
}

/** The outcome in a results file. A run that failed without a failed test, or that wrote no results, is a failure with that name. */
export const readOutcome = <Results>(
  file: string,
  outcomeOf: (results: Results) => Outcome,
  { succeeded, name }: Readonly<{ succeeded: boolean; name: string }>,
): Outcome => {
  const { passed, failures } = existsSync(file)
    ? outcomeOf(JSON.parse(readFileSync(file, 'utf8')) as Results)
    : { passed: 0, failures: [] }
  return { passed, failures: succeeded || failures.length > 0 ? failures : [name] }
}
