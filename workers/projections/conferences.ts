import type { ConferenceDetails } from '#domain/conference-management/events'
import { conferences as table } from '#drizzle/schema/read-models'
import { projection } from './projection.ts'
import { loadRows, saveRows } from './rows.ts'

type Row = typeof table.$inferSelect

const describe = (shard: number, details: ConferenceDetails, known?: Row): Row => ({
  ...details,
  shard,
  published: known?.published ?? false,
  wasEverPublished: known?.wasEverPublished ?? false,
})

/** What the public may read of each conference. */
export const conferences = projection(
  'conferences',
  [table],
  ['ConferenceCreated', 'ConferenceUpdated', 'ConferencePublished', 'ConferenceUnpublished'],
  event => event.data.conferenceId,
  async (tx, shard, events) => {
    const ids = [...new Set(events.map(({ message }) => message.data.conferenceId))]
    const rows = new Map((await loadRows(tx, table, shard, 'conference_id', ids)).map(row => [row.conferenceId, row]))
    for (const { message } of events) {
      const { conferenceId } = message.data
      const row = rows.get(conferenceId)
      switch (message.type) {
        case 'ConferenceCreated':
        case 'ConferenceUpdated':
          rows.set(conferenceId, describe(shard, message.data, row))
          break
        case 'ConferencePublished':
          if (row) rows.set(conferenceId, { ...row, published: true, wasEverPublished: true })
          break
        case 'ConferenceUnpublished':
          if (row) rows.set(conferenceId, { ...row, published: false })
          break
      }
    }
    await saveRows(tx, table, [...rows.values()])
  },
)
