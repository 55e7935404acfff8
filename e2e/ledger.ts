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
