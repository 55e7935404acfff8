import postgres from 'postgres'
import { stage } from './own-conference.ts'

const connect = () => postgres(stage().databaseUrl, { max: 1, prepare: false })

/** How many events of this type a conference has in the log: what a page says is believed only when the log says so too. */
export const countEvents = async (slug: string, type: string): Promise<number> => {
  const sql = connect()
  try {
    const [row] = await sql<{ count: number }[]>`
      select count(*)::int as count from events join management.slugs using (conference_id)
      where slug = ${slug} and type = ${type}`
    return row?.count ?? 0
  } finally {
    await sql.end()
  }
}

/** The ids that no page shows. */
export const idsOf = async (
  slug: string,
  orderId?: string,
): Promise<Readonly<{ seatTypeId?: string; paymentId?: string; mailId?: string }>> => {
  const sql = connect()
  try {
    const [row] = await sql<{ seatTypeId: string; paymentId: string; mailId: string }[]>`
      select t.id as "seatTypeId",
        (select payment_id from order_payments where order_id = ${orderId ?? ''} limit 1) as "paymentId",
        (select id from mails m where m.conference_id = s.conference_id order by created_at limit 1) as "mailId"
      from management.slugs s join management.seat_types t using (conference_id) where slug = ${slug} limit 1`
    return { ...row }
  } finally {
    await sql.end()
  }
}

/** Everything of conferences and their orders that a form can change: equal to what it was when nothing was changed. */
export const standingOf = async (slugs: readonly string[], orderIds: readonly string[]) => {
  const sql = connect()
  try {
    return await sql`
      select s.slug, c.version, c.code_version, c.published,
        (select array_agg(e.type || ' ' || e.stream || ' ' || e.version order by e.position) from events e
         where e.conference_id = s.conference_id) as events,
        (select array_agg(session || ' ' || subject || ' ' || code_version order by session, subject) from session_grants
         where subject = s.conference_id or subject = any(${[...orderIds]})) as grants,
        (select count(*)::int from simulated_payments p where p.conference_id = s.conference_id) as decisions
      from management.slugs s join management.conferences c on c.id = s.conference_id
      where s.slug = any(${[...slugs]}) order by s.slug`
  } finally {
    await sql.end()
  }
}

/** Does something while nothing that is recorded gets published, so that people have to wait. */
export const whileNothingMoves = async (task: () => Promise<void>): Promise<void> => {
  const sql = connect()
  try {
    await sql.begin(async tx => {
      await tx`select shard from shards order by shard for update`
      await task()
    })
  } finally {
    await sql.end()
  }
}
