import { conferenceStream } from '#domain/conference-management/conference'
import { shardOf } from '#domain/event-store'
import { sql } from '../db.ts'
import { awaiting } from '../ticker.ts'
import { ask } from './ask.ts'

/**
 * `isShown`: whether the read tables say of a conference what its owner made it say. `progress`: another text whenever the numbers
 * of its overview are others.
 */
export type AwaitedConference = Readonly<{ conferenceId: string; isShown: boolean; progress: string }>

const lookUp = async (conferenceIds: readonly string[]): Promise<ReadonlyMap<string, AwaitedConference>> => {
  const wanted = JSON.stringify(conferenceIds.map(id => ({ id, shard: shardOf(id), stream: conferenceStream(id) })))
  const rows = await ask(
    async () => sql()<AwaitedConference[]>`
      select m.id as "conferenceId",
        exists (
          select 1 from conferences c
          where c.conference_id = m.id and c.shard = m.shard
            and (c.name, c.tagline, c.description, c.location, c.time_zone, c.currency, c.starts_at, c.ends_at, c.hold_minutes,
              c.owner_name, c.published)
            = (m.name, m.tagline, m.description, m.location, m.time_zone, m.currency, m.starts_at, m.ends_at, m.hold_minutes,
              m.owner_name, m.published)
        ) and not exists (
          select 1 from management.seat_types s
          left join seat_types t on t.seat_type_id = s.id and t.shard = s.shard
          where m.was_ever_published and s.conference_id = m.id and s.shard = m.shard
            and (t.name, t.description, t.price_minor, t.quota) is distinct from (s.name, s.description, s.price_minor, s.quota)
        ) and (
          select max(e.version) from events e where e.stream = w.stream and e.shard = m.shard
        ) = (
          select coalesce(max(h.version), 0) from conference_history h where h.conference_id = m.id and h.shard = m.shard
        ) as "isShown",
        md5(concat_ws(' ', m.version, m.code_version,
          (select max(o.placed_at) from orders o where o.conference_id = m.id and o.shard = m.shard),
          (select string_agg(concat_ws('.', t.quota, t.held, t.sold), ' ' order by t.seat_type_id)
            from seat_types t where t.conference_id = m.id and t.shard = m.shard),
          (select concat_ws('.', sum(s.seats), sum(s.orders), sum(s.revenue_minor))
            from conference_statistics s where s.conference_id = m.id and s.shard = m.shard),
          (select concat_ws('.', count(*), max(p.changed_at)) from order_payments p
            where p.conference_id = m.id and p.shard = m.shard and p.status in ('refundRequested', 'refunded', 'refundFailed'))
        )) as progress
      from jsonb_to_recordset(${wanted}::text::jsonb) as w(id text, shard smallint, stream text)
      join management.conferences m on m.id = w.id and m.shard = w.shard`,
  )
  return new Map(rows.map(row => [row.conferenceId, row]))
}

const conferences = awaiting(lookUp)

/** Asked before the numbers are read, so that a page never takes what it has not read for shown. */
export const getConferenceProgress = async (conferenceId: string): Promise<string> =>
  (await lookUp([conferenceId])).get(conferenceId)?.progress ?? ''

export const waitForConference = conferences.until
export const followConference = conferences.follow
