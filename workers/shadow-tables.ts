import { getTableConfig } from 'drizzle-orm/pg-core'
import type { Sql, Tx } from '#drizzle/db'
import type { Projection } from './projections/projection.ts'

/** Where a read model grows up, under the names that its tables will have. */
const nursery = 'rebuild'
const shadowOf = (table: string): string => `${nursery}.${table}`
/** The tables of one connection, which no other sees. */
const passing = 'pg_temp'
export const passingShadowOf = (table: string): string => `${passing}.${table}`

export const tablesOf = (readModel: Projection): string[] => readModel.tables.map(table => getTableConfig(table).name)

type Place = typeof nursery | typeof passing

const lookFirstIn = async (tx: Tx, place: Place): Promise<void> => {
  await tx`select set_config('search_path', ${`${place}, `} || current_setting('search_path'), true)`
}

/** Until the end of this transaction the names of read tables mean their shadows, if they have some. */
export const writeToShadows = (tx: Tx): Promise<void> => lookFirstIn(tx, nursery)

/** False: somebody else rebuilds the read model, or looks at all of it. The claim ends with the transaction. */
export const claimForRebuild = async (tx: Tx, name: string): Promise<boolean> => {
  const [row] = await tx<{ mine: boolean }[]>`
    select pg_try_advisory_xact_lock(hashtext('rebuild'), hashtext(${name})) as mine`
  return row?.mine ?? false
}

/** False: the read model is being rebuilt. Until the transaction ends nobody else begins to, and as many as wish may look. */
export const keepFromRebuild = async (tx: Tx, name: string): Promise<boolean> => {
  const [row] = await tx<{ mine: boolean }[]>`
    select pg_try_advisory_xact_lock_shared(hashtext('rebuild'), hashtext(${name})) as mine`
  return row?.mine ?? false
}

const homeOf = async (tx: Tx, tables: readonly string[]): Promise<string> => {
  const [home] = await tx<{ schema: string }[]>`
    select n.nspname as schema from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = ${tables[0] ?? ''}::regclass`
  return home?.schema ?? ''
}

const run = async (tx: Tx, statements: readonly Readonly<{ statement: string }>[]): Promise<void> => {
  for (const { statement } of statements) await tx.unsafe(statement)
}

export const dropShadows = async (tx: Tx, tables: readonly string[]): Promise<void> => {
  for (const table of tables) await tx`drop table if exists ${tx(shadowOf(table))}`
}

const make = async (tx: Tx, place: Place, tables: readonly string[]): Promise<void> => {
  // Asked first: tables in `passing` hide the living ones.
  const rules = await tx<{ statement: string }[]>`
    with living as (select c.* from pg_class c where c.oid in (select t::regclass from unnest(${tables}::text[]) t))
    select format('alter table %I.%I add constraint %I %s', ${place}::text, c.relname, k.conname, pg_get_constraintdef(k.oid))
      as statement
    from living c join pg_constraint k on k.conrelid = c.oid and k.contype in ('p', 'u')
    union all
    select format('alter table %I.%I set (%s)', ${place}::text, c.relname, array_to_string(c.reloptions, ', '))
    from living c where c.reloptions is not null
    union all
    select format('grant %s on %I.%I to %s', a.privilege_type, ${place}::text, c.relname,
      case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end)
    from living c, aclexplode(c.relacl) a where a.grantee <> c.relowner`
  const end = place === passing ? tx`on commit drop` : tx``
  for (const table of tables)
    await tx`create table ${tx(`${place}.${table}`)} (like ${tx(table)} including all excluding indexes) ${end}`
  await run(tx, rules)
}

/** Empty tables beside the living ones, alike in all but the indexes that only make reading fast. */
export const makeShadows = async (tx: Tx, tables: readonly string[]): Promise<void> => {
  await dropShadows(tx, tables)
  await make(tx, nursery, tables)
}

/**
 * The same for this transaction alone, to the end of which the names of read tables mean these: nobody else sees them, and nothing
 * is left of them, however it ends. Gives the schema of the living ones.
 */
export const makePassingShadows = async (tx: Tx, tables: readonly string[]): Promise<string> => {
  const home = await homeOf(tx, tables)
  await make(tx, passing, tables)
  // They come first anyway; but a statement that this connection prepared for the living table is only looked at anew for a new path.
  await lookFirstIn(tx, passing)
  return home
}

const finishShadow = async (tx: Tx, table: string): Promise<void> => {
  await run(
    tx,
    await tx<{ statement: string }[]>`
      select replace(pg_get_indexdef(i.indexrelid), format(' ON %I.%I ', n.nspname, c.relname),
        format(' ON %I.%I ', ${nursery}::text, c.relname)) as statement
      from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
      where c.oid = ${table}::regclass and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid)`,
  )
  await tx`analyze ${tx(shadowOf(table))}`
}

/** Gives the shadows the indexes that were left out while many rows were written, and the planner what it should know of these. */
export const finishShadows = async (sql: Sql, tables: readonly string[]): Promise<void> => {
  await Promise.all(tables.map(table => sql.begin(tx => finishShadow(tx, table))))
}

/** Puts the shadows in the place of the living tables, which are dropped. Readers wait until the transaction ends. */
export const replaceByShadows = async (tx: Tx, tables: readonly string[]): Promise<void> => {
  const home = await homeOf(tx, tables)
  await tx`lock table ${tx(tables)} in access exclusive mode`
  for (const table of tables) {
    await tx`drop table ${tx(table)}`
    await tx`alter table ${tx(shadowOf(table))} set schema ${tx(home)}`
  }
}
