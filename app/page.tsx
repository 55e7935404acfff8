import type { Metadata } from 'next'
import Link from 'next/link'
import { listPublishedConferences } from '#drizzle/queries/published-conferences'
import { formatDays } from './_ui/dates.ts'

export const metadata: Metadata = { title: 'Conferences' }

const HomePage = async () => {
  const conferences = await listPublishedConferences()
  return (
    <div className="stack stack-large">
      <div className="heading">
        <h1>Conferences</h1>
        <p className="lead">Choose a conference, hold your seats while you pay, and name who will attend.</p>
      </div>
      {conferences.length === 0 ? (
        <div className="card empty">
          <h2>No conferences yet</h2>
          <p className="muted">There is no conference on sale at the moment. Please come back later.</p>
        </div>
      ) : (
        <ul className="cards cards-in-columns">
          {conferences.map(conference => (
            <li key={conference.slug} className="card card-link stack stack-small">
              <p className="muted small">{formatDays(conference.startsAt, conference.endsAt)}</p>
              <h2>
                <Link href={`/${conference.slug}`} prefetch={false}>
                  {conference.name}
                </Link>
              </h2>
              {conference.tagline && <p>{conference.tagline}</p>}
              <p className="muted">{conference.location}</p>
            </li>
          ))}
        </ul>
      )}
      <p className="muted">
        Do you run one yourself?{' '}
        <Link href="/manage" prefetch={false} className="text-link">
          Manage a conference
        </Link>
      </p>
    </div>
  )
}

export default HomePage
