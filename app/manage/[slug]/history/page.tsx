import type { Metadata } from 'next'
import { type Change, changesPerPage, listHistory } from '#drizzle/queries/conference-history'
import { formatMoment } from '../../moments.ts'
import { ManagedHeading } from '../managed-heading.tsx'
import { openManaged } from '../open-managed.ts'
import { Pager, pageIn } from '../pager.tsx'
import { changedFields, changeWords } from './change-words.ts'

export const metadata: Metadata = { title: 'History' }

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<{ page?: string | string[] }> }

/** The owner's e-mail is announced to nobody, but it stays as it was when the conference was created. */
const completed = (change: Change, ownerEmail: string): Change =>
  change.type === 'ConferenceCreated' ? { ...change, after: { ...change.after, ownerEmail } } : change

const Fields = ({ change }: { change: Change }) => {
  const fields = changedFields(change)
  if (fields.length === 0) return null
  return (
    <table className="cards-on-phone changes">
      <caption className="visually-hidden">{changeWords(change)} What it said before and after.</caption>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ field, label, before, after }) => (
          <tr key={field}>
            <th scope="row">{label}</th>
            <td data-label="Before" className="prewrap">
              <span>{before}</span>
            </td>
            <td data-label="After" className="prewrap">
              <span>{after}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const HistoryPage = async ({ params, searchParams }: Props) => {
  const conference = await openManaged((await params).slug)
  const page = pageIn((await searchParams).page)
  const { slug, conferenceId, timeZone, ownerEmail } = conference
  const { changes, total } = await listHistory(conferenceId, page)
  return (
    <div className="stack stack-large">
      <ManagedHeading conference={conference} title="History" current="history" />
      {total === 0 && <p className="card muted">Nothing was changed yet.</p>}
      <ol className="cards" reversed>
        {changes.map(change => {
          const changedAt = new Date(change.changedAt)
          return (
            <li key={change.version} className="card stack stack-small">
              <h2>{changeWords(change)}</h2>
              <p className="muted small">
                <time dateTime={changedAt.toISOString()}>{formatMoment(changedAt, timeZone)}</time>, by the {change.actor}
              </p>
              <Fields change={completed(change, ownerEmail)} />
            </li>
          )
        })}
      </ol>
      <Pager address={`/manage/${slug}/history`} page={page} total={total} perPage={changesPerPage} />
    </div>
  )
}

export default HistoryPage
