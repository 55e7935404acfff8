import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core'
import type { PendingQuery, Row } from 'postgres'
import type { Tx } from '#drizzle/db'
import type { Projection } from '../projections/projection.ts'
import { passingShadowOf } from '../shadow-tables.ts'
import { inWords } from './findings.ts'

type Fragment = PendingQuery<Row[]>

const mostKinds = 20

/** Rows of a read table that differ in the same way from what the log makes of them. `keys`: those of the first three. */
type DifferentRows = Readonly<{
  conferenceId: string | null
  kind: 'missing' | 'surplus' | 'different'
  columns: readonly string[] | null
  rows: number
  keys: readonly string[]
}>

/** A sentence; it names tables, columns and ids, and never says what stands in them. Null: of no conference that can be told. */
export type Difference = Readonly<{ conferenceId: string | null; readModel: string; sentence: string }>

type Compared = Readonly<{ readModel: Projection; table: PgTable; home: string }>

const joined = (parts: readonly Fragment[], between: Fragment): Fragment[] =>
  parts.flatMap((part, index) => (index === 0 ? [part] : [between, part]))

const sentenceOf = ({ kind, columns, rows, keys }: DifferentRows, readModel: string, table: string): string => {
  const such = {
    missing: `lacks ${inWords(rows, 'row')} that the events give`,
    surplus: `has ${inWords(rows, 'row')} that the events do not give`,
    different: `differs from the events in ${inWords(rows, 'row')}, in ${(columns ?? []).join(', ')}`,
  }[kind]
  const where = table === readModel.replaceAll('-', '_') ? '' : `, table ${table},`
  return `The read model ${readModel}${where} ${such} (${keys.join(', ')}${rows > keys.length ? ', …' : ''}).`
}

/**
 * What distinguishes a living read table from the one beside it that was built from the log, in one shard. Rows are held against
 * each other by a hash of 64 bits, and looked at only where that differs: whole rows of large tables would go to disk for it.
 */
export const listDifferences = async (tx: Tx, shard: number, { readModel, table, home }: Compared): Promise<Difference[]> => {
  const { name, primaryKeys, columns } = getTableConfig(table)
  const keys = (primaryKeys[0]?.columns ?? []).map(column => column.name).filter(column => column !== 'shard')
  const hashed = (of: string) => tx`
    select ${tx(keys)}, hash_record_extended(t, 0) as hash from ${tx(of)} t where t.shard = ${shard}`
  const row = (of: string) => {
    const sameKey = keys.map(key => tx`t.${tx(key)} = differing.${tx(key)}`)
    return tx`select * from ${tx(of)} t where ${joined(sameKey, tx` and `)} and t.shard = ${shard} offset 0`
  }
  const key = joined(
    keys.map(key => tx`differing.${tx(key)}::text`),
    tx`, `,
  )
  const conference = columns.some(column => column.name === 'conference_id')
    ? tx`coalesce(built.conference_id, living.conference_id)`
    : tx`(
        select e.conference_id from events e
        where e.stream = 'order-' || differing.order_id and e.version = 1 and e.shard = ${shard}
      )`
  const found = await tx<DifferentRows[]>`
    with differing as (
      select ${tx(keys)} from (${hashed(`${home}.${name}`)}) living full join (${hashed(passingShadowOf(name))}) built using (${tx(keys)})
      where living.hash is distinct from built.hash
    ), different as (
      select ${conference} as conference, concat_ws('/', ${key}) as key,
        case when living.shard is null then 'missing' when built.shard is null then 'surplus' else 'different' end as kind,
        case when living.shard is not null and built.shard is not null then array(
          select one.key from jsonb_each(to_jsonb(living)) one join jsonb_each(to_jsonb(built)) other using (key)
          where one.value <> other.value order by one.key
        ) end as columns
      from differing
      left join lateral (${row(`${home}.${name}`)}) living on true
      left join lateral (${row(passingShadowOf(name))}) built on true
    )
    select conference as "conferenceId", kind, columns, count(*)::int as rows, (array_agg(key order by key))[1:3] as keys
    from different group by conference, kind, columns order by rows desc limit ${mostKinds}`
  return found.map(rows => ({
    conferenceId: rows.conferenceId,
    readModel: readModel.name,
    sentence: sentenceOf(rows, readModel.name, name),
  }))
}
