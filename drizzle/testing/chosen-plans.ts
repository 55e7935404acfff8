import postgres from 'postgres'
import type { Sql } from '../db.ts'

type Node = Readonly<{
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Actual Rows'?: number
  'Actual Loops'?: number
  'Rows Removed by Filter'?: number
  Plans?: readonly Node[]
}>

/** What one statement did: the tables it read from beginning to end, the indexes it used, and how many rows it looked at. */
export type ChosenPlan = Readonly<{ statement: string; readWhole: readonly string[]; indexes: readonly string[]; rows: number }>

const nodesIn = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesIn)]

const planOf = (notice: string): ChosenPlan => {
  const explained = JSON.parse(notice.slice(notice.indexOf('{'))) as { 'Query Text': string; Plan: Node }
  const nodes = nodesIn(explained.Plan)
  const scans = nodes.filter(node => node['Relation Name'] && node['Node Type'].includes('Scan'))
  return {
    statement: explained['Query Text'].replaceAll(/\s+/g, ' ').trim(),
    readWhole: scans.filter(node => node['Node Type'] === 'Seq Scan').map(node => node['Relation Name'] ?? ''),
    indexes: nodes.flatMap(node => node['Index Name'] ?? []),
    rows: scans.reduce(
      (sum, node) => sum + ((node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0)) * (node['Actual Loops'] ?? 1),
      0,
    ),
  }
}

/**
 * EXPLAIN (ANALYZE) of every statement that the work runs on its connection as PostgreSQL really ran it, those inside functions
 * included, where a plan is chosen anew each time at first and then kept.
 */
export const chosenPlans = async (url: string, work: (sql: Sql) => Promise<unknown>): Promise<ChosenPlan[]> => {
  const plans: ChosenPlan[] = []
  const sql = postgres(url, {
    max: 1,
    onnotice: ({ message = '' }) => {
      if (message.startsWith('duration:')) plans.push(planOf(message))
    },
  })
  try {
    await sql`load 'auto_explain'`
    await sql`
      select set_config('auto_explain.log_level', 'notice', false), set_config('auto_explain.log_format', 'json', false),
        set_config('auto_explain.log_analyze', 'on', false), set_config('auto_explain.log_nested_statements', 'on', false),
        set_config('auto_explain.log_min_duration', '0', false)`
    plans.length = 0
    await work(sql)
    return plans
  } finally {
    await sql.end()
  }
}
