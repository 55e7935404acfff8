import { getTableColumns, type InferSelectModel } from 'drizzle-orm'
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core'
import type { PendingQuery, Row } from 'postgres'
import type { Tx } from '#drizzle/db'

type Column = Readonly<{ name: string; getSQLType(): string }>
type Fragment = PendingQuery<Row[]>

const columnsOf = (table: PgTable): [key: string, column: Column][] =>
  Object.entries<Column>(getTableColumns(table)).map(([key, column]) => [key, column])

const list = (tx: Tx, parts: readonly Fragment[]): Fragment[] =>
  parts.flatMap((part, index) => (index === 0 ? [part] : [tx`, `, part]))

/**
 * The rows of a read table whose `column` is one of `values`, as their table's own row type. `offset 0` keeps it at one look-up for
 * each value, also in a table that was empty a moment ago.
 */
export const loadRows = async <Table extends PgTable>(
  tx: Tx,
  table: Table,
  shard: number,
  column: string,
  values: readonly string[],
): Promise<InferSelectModel<Table>[]> => {
  if (values.length === 0) return []
  const { name } = getTableConfig(table)
  const fields = columnsOf(table).map(([key, { name }]) => tx`${key}::text, t.${tx(name)}`)
  const found = await tx<{ row: InferSelectModel<Table> }[]>`
    select json_build_object(${list(tx, fields)}) as row
    from json_array_elements_text(${JSON.stringify(values)}::text::json) as wanted cross join lateral (
      select * from ${tx(name)} t where t.shard = ${shard} and t.${tx(column)} = wanted offset 0
    ) as t`
  return found.map(({ row }) => row)
}

/** Writes rows, new and known ones, with one statement. */
export const saveRows = async <Table extends PgTable>(
  tx: Tx,
  table: Table,
  rows: readonly InferSelectModel<Table>[],
): Promise<void> => {
  if (rows.length === 0) return
  const { name, primaryKeys } = getTableConfig(table)
  const columns = columnsOf(table)
  const keys = primaryKeys[0]?.columns.map(column => column.name) ?? []
  const names = columns.map(([, { name }]) => name)
  const changed = names.filter(column => !keys.includes(column)).map(column => tx`${tx(column)} = excluded.${tx(column)}`)
  const fields = columns.map(([key, column]) => tx`${tx(key)} ${tx.unsafe(column.getSQLType())}`)
  await tx`
    insert into ${tx(name)} (${tx(names)})
    select ${tx(columns.map(([key]) => key))}
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(${list(tx, fields)})
    on conflict (${tx(keys)}) do update set ${list(tx, changed)}`
}
