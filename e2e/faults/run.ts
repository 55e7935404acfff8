import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { seeded } from '#domain/testing/seeded'
import { buildWeb, isBuilt } from '#workers/launch-build'
import { machine } from '../load/measure.ts'
import { prepare } from '../prepare.ts'
import { stopServers } from '../servers.ts'
import { type Fault, faults, mostRecoveryMs } from './fault-list.ts'
import { type FaultRow, findingsAfterwards, isBroken, raceName, runFault, runRaceRow } from './fault-row.ts'
import { type System, startSystem } from './system.ts'

/**
 * Kills, freezes and cuts what the system consists of while people order and pay, and recounts.
 *
 *   npm run faults                                 three rounds of 200 registrants for each fault (about an hour)
 *   npm run faults -- --short --json FILE          one round of 40; a row per fault is written to FILE
 *   npm run faults -- --only "worker killed"       the faults whose name begins so
 */
const options = {
  short: { type: 'boolean', default: false },
  json: { type: 'string' },
  only: { type: 'string', default: '' },
  rounds: { type: 'string' },
  registrants: { type: 'string' },
  seed: { type: 'string' },
} as const

const refuse = (sentence: string): never => {
  console.error(sentence)
  process.exit(1)
}

const readOptions = () => {
  try {
    return parseArgs({ options }).values
  } catch (error) {
    return refuse((error as Error).message)
  }
}
const values = readOptions()

const countOf = (option: 'rounds' | 'registrants' | 'seed', instead: number): number => {
  const given = values[option] ?? String(instead)
  return /^[1-9]\d{0,8}$/.test(given) ? Number(given) : refuse(`--${option} must be a whole number from 1 on, not "${given}".`)
}

const size = values.short
  ? { rounds: 1, registrants: 40, frozenMs: 6_000, raceSeconds: 4 }
  : { rounds: 3, registrants: 200, frozenMs: 45_000, raceSeconds: 15 }
const { frozenMs, raceSeconds } = size
const rounds = countOf('rounds', size.rounds)
const registrants = countOf('registrants', size.registrants)
const seed = countOf('seed', 20_261_130)

let system: System | undefined

const stopSystem = async (): Promise<void> => {
  const running = system
  system = undefined
  await running?.stop()
  await stopServers()
}

const say = ({ name, problems, ...row }: FaultRow): void => {
  const { orders, lost, doubled, oversold, recoveryMs } = row
  const figures = `${row.rounds} rounds, ${orders} orders, ${lost} lost, ${doubled} doubled, ${oversold} oversold, recovery ${recoveryMs} ms`
  console.log(`${name}: ${figures}${problems.map(problem => `\n  ${problem}`).join('')}`)
}

const runAll = async (chosen: readonly Fault[]): Promise<{ rows: FaultRow[]; findings: string[] }> => {
  const rows: FaultRow[] = []
  const findings: string[] = []
  const note = (row: FaultRow) => {
    rows.push(row)
    say(row)
  }
  if (raceName.startsWith(values.only)) note(await runRaceRow(raceSeconds, seed))
  for (const kind of new Set(chosen.map(fault => fault.system))) {
    system = await startSystem(kind, seeded(seed).next)
    for (const fault of chosen.filter(each => each.system === kind)) {
      const row = await runFault(system, fault, { rounds, registrants, frozenMs, seed })
      const most = mostRecoveryMs(fault)
      note(row.recoveryMs > most ? { ...row, problems: [...row.problems, `recovery took longer than ${most} ms`] } : row)
    }
    findings.push(...(await findingsAfterwards()))
    await stopSystem()
  }
  return { rows, findings }
}

const main = async (): Promise<void> => {
  const chosen = faults.filter(({ name }) => name.startsWith(values.only))
  const missing = await prepare()
  if (missing.length > 0) throw new Error(missing.join('\n'))
  if (!(await isBuilt())) await buildWeb({ ...process.env, NEXT_TELEMETRY_DISABLED: '1' })
  console.log(machine())
  console.log(`${rounds} rounds of ${registrants} registrants for each fault, seed ${seed}`)
  const { rows, findings } = await runAll(chosen)
  if (rows.length === 0) throw new Error(`No fault's name begins with "${values.only}".`)
  if (values.json) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`)
  for (const finding of findings) console.log(`afterwards: ${finding}`)
  const broken = [...rows.filter(isBroken).map(({ name }) => name), ...(findings.length > 0 ? ['all of them together'] : [])]
  console.log(broken.length === 0 ? 'Every promise was kept.' : `Promises were broken under: ${broken.join(', ')}.`)
  process.exitCode = broken.length === 0 ? 0 : 1
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => stopSystem().finally(() => process.exit(130)))

main()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  })
  .finally(stopSystem)
  .finally(() => process.exit())
