import { getTableColumns, type InferSelectModel } from 'drizzle-orm'
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core'
import type { Tx } from '#drizzle/db'

type Named = Readonly<Record<string, { name: string }>>

const columnsOf = (table: PgTable): Named => getTableColumns(table)

/** The rows of a read table whose `column` is one of `values`, as their table's own row type. */
export const loadRows = async <Table extends PgTable>(
  tx: Tx,
  table: Table,
  shard: number,
  column: string,
  values: readonly string[],
): Promise<InferSelectModel<Table>[]> => {
  const { name } = getTableConfig(table)
  const found = await tx<{ row: Record<string, unknown> }[]>`
    select to_jsonb(t) as row from ${tx(name)} t
    where t.shard = ${shard} and t.${tx(column)} in (select jsonb_array_elements_text(${JSON.stringify(values)}::text::jsonb))`
  const columns = Object.entries(columnsOf(table))
  return found.map(({ row }) => Object.fromEntries(columns.map(([key, { name }]) => [key, row[name]])) as InferSelectModel<Table>)
}

/** Writes rows, new and known ones, with one statement. */
export const saveRows = async <Table extends PgTable>(
  tx: Tx,
  table: Table,
  rows: readonly InferSelectModel<Table>[],
): Promise<void> => {
  if (rows.length === 0) return
  const { name, primaryKeys } = getTableConfig(table)
  const columns = Object.entries(columnsOf(table))
  const keys = primaryKeys[0]?.columns.map(column => column.name) ?? []
  const data = rows.map(row =>
    Object.fromEntries(columns.map(([key, { name }]) => [name, (row as Record<string, unknown>)[key]])),
  )
  const changed = columns.map(([, { name }]) => name).filter(column => !keys.includes(column))
  const assignments = changed.flatMap((column, index) =>
    index === 0 ? tx`${tx(column)} = excluded.${tx(column)}` : tx`, ${tx(column)} = excluded.${tx(column)}`,
  )
  await tx`
    insert into ${tx(name)} (${tx(columns.map(([, { name }]) => name))})
    select ${tx(columns.map(([, { name }]) => name))} from jsonb_populate_recordset(null::${tx(name)}, ${JSON.stringify(data)}::text::jsonb)
    on conflict (${tx(keys)}) do update set ${assignments}`
}
