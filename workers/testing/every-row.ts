import { getTableConfig } from 'drizzle-orm/pg-core'
import { sql } from '#drizzle/db'
import { readModels } from '../projections/read-models.ts'

/** What stands in every table that a read model keeps. */
export const everyRow = async () => {
  const tables = []
  for (const { name } of readModels.flatMap(readModel => readModel.tables.map(getTableConfig)))
    tables.push({ name, rows: await sql()`select to_jsonb(t) as row from ${sql()(name)} t order by to_jsonb(t)::text` })
  return tables
}
