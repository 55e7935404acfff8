import postgres from 'postgres'
import { stage } from './own-conference.ts'

/** How many events of this type a conference has in the log: what a page says is believed only when the log says so too. */
export const countEvents = async (slug: string, type: string): Promise<number> => {
  const sql = postgres(stage().databaseUrl, { max: 1, prepare: false, onnotice: () => undefined })
  try {
    const [row] = await sql<{ count: number }[]>`
      select count(*)::int as count from events join management.slugs using (conference_id)
      where slug = ${slug} and type = ${type}`
    return row?.count ?? 0
  } finally {
    await sql.end()
  }
}
