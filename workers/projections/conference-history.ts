import type { ConferenceDetails, ConferenceEvent, SeatTypeDetails } from '#domain/conference-management/events'
import {
  type ChangedFields,
  type FieldValue,
  type historySubjects,
  conferenceHistory as table,
} from '#drizzle/schema/management-read-models'
import { type Heard, projection } from './projection.ts'
import { loadRows, saveRows } from './rows.ts'

type Row = typeof table.$inferSelect

/** What a conference or a seat type is after an event: all it says, or only what the event speaks of. */
type Said = Readonly<{ subject: (typeof historySubjects)[number]; subjectId: string; fields: ChangedFields }>

const conferenceFields = ({ conferenceId: _id, ...fields }: ConferenceDetails): ChangedFields => fields

const seatTypeFields = ({ name, description, priceMinor, quota }: SeatTypeDetails, currency: string): ChangedFields => ({
  name,
  description,
  price: { minor: priceMinor, currency },
  quota,
})

const saidBy = (event: ConferenceEvent, currency: string): Said => {
  const { conferenceId } = event.data
  const conference = (fields: ChangedFields): Said => ({ subject: 'conference', subjectId: conferenceId, fields })
  switch (event.type) {
    case 'ConferenceCreated':
      return conference({ ...conferenceFields(event.data), published: false })
    case 'ConferenceUpdated':
      return conference(conferenceFields(event.data))
    case 'ConferencePublished':
      return conference({ published: true })
    case 'ConferenceUnpublished':
      return conference({ published: false })
    case 'AccessCodeRenewed':
      return conference({})
    case 'SeatDrafted':
    case 'SeatDraftChanged':
    case 'SeatCreated':
    case 'SeatUpdated':
      return { subject: 'seatType', subjectId: event.data.seatTypeId, fields: seatTypeFields(event.data, currency) }
    case 'SeatDraftDeleted':
      return { subject: 'seatType', subjectId: event.data.seatTypeId, fields: {} }
  }
}

const isSame = (one: FieldValue | undefined, other: FieldValue | undefined): boolean => {
  if (typeof one !== 'object' || typeof other !== 'object') return one === other
  return one.minor === other.minor && one.currency === other.currency
}

const pick = (fields: ChangedFields, names: readonly string[]): ChangedFields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)))

/** What everything about one conference says, by subject: the `after` of all its changes, laid over each other. */
class Told {
  private readonly fields = new Map<string, ChangedFields>()

  constructor(rows: readonly Row[]) {
    for (const row of [...rows].sort((one, other) => one.version - other.version)) this.note(row.subjectId, row.after)
  }

  note(subjectId: string, after: ChangedFields): void {
    this.fields.set(subjectId, { ...this.fields.get(subjectId), ...after })
  }

  of(subjectId: string): ChangedFields {
    return this.fields.get(subjectId) ?? {}
  }
}

const changeOf = (
  told: Told,
  { message, conferenceId, version, shard, recordedAt, metadata }: Heard<ConferenceEvent['type']>,
): Row => {
  const { subject, subjectId, fields } = saidBy(message, String(told.of(conferenceId).currency))
  const known = told.of(subjectId)
  const changed =
    message.type === 'SeatDraftDeleted'
      ? Object.keys(known)
      : Object.keys(fields).filter(name => !isSame(known[name], fields[name]))
  const after = pick(fields, changed)
  told.note(subjectId, after)
  return {
    ...{ conferenceId, version, shard, type: message.type, subject, subjectId },
    subjectName: String(told.of(subjectId).name),
    changedAt: recordedAt,
    actor: metadata.actor,
    before: pick(known, changed),
    after,
  }
}

/** Every change of a conference: what it was before, what after, when, and by whom. */
export const conferenceHistory = projection(
  'conference-history',
  [table],
  [
    'ConferenceCreated',
    'ConferenceUpdated',
    'ConferencePublished',
    'ConferenceUnpublished',
    'SeatDrafted',
    'SeatDraftChanged',
    'SeatDraftDeleted',
    'SeatCreated',
    'SeatUpdated',
    'AccessCodeRenewed',
  ],
  event => event.data.conferenceId,
  async (tx, shard, events) => {
    const ids = [...new Set(events.map(({ conferenceId }) => conferenceId))]
    const rows = await loadRows(tx, table, shard, 'conference_id', ids)
    const toldOf = new Map(ids.map(id => [id, new Told(rows.filter(({ conferenceId }) => conferenceId === id))]))
    const changes = events.flatMap(event => {
      const told = toldOf.get(event.conferenceId)
      return told ? [changeOf(told, event)] : []
    })
    await saveRows(tx, table, changes)
  },
)
