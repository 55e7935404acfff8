import { shardOf } from '#domain/event-store'
import { now } from './clock.ts'
import type { Sql } from './db.ts'

export type ConferenceCheck = Readonly<{
  conferenceId: string
  findings: readonly string[]
  notCompared: readonly string[]
  events: number
  orders: number
  underWay: number
}>

/** Keeps what was found in the place of what an earlier check found of the same conference. */
export const saveCheck = async (sql: Sql, check: ConferenceCheck): Promise<void> => {
  await sql`
    insert into conference_checks (conference_id, shard, checked_at, findings, not_compared, events, orders, under_way)
    values (${check.conferenceId}, ${shardOf(check.conferenceId)}, ${now().toISOString()},
      ${JSON.stringify(check.findings)}::text::jsonb, ${JSON.stringify(check.notCompared)}::text::jsonb, ${check.events},
      ${check.orders}, ${check.underWay})
    on conflict (conference_id, shard) do update
    set checked_at = excluded.checked_at, findings = excluded.findings, not_compared = excluded.not_compared,
      events = excluded.events, orders = excluded.orders, under_way = excluded.under_way`
}

/** The conferences by their slugs, all of them or these; a slug that there is not is missing. */
export const listSlugs = async (sql: Sql, slugs?: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const rows = await sql<{ slug: string; conferenceId: string }[]>`
    select slug, conference_id as "conferenceId" from management.slugs
    where ${slugs ? sql`slug = any(${[...slugs]}::text[])` : sql`true`} order by slug`
  return new Map(rows.map(({ slug, conferenceId }) => [slug, conferenceId]))
}
