import { randomUUID } from 'node:crypto'
import type { Metadata } from 'next'
import Link from 'next/link'
import { listManagedConferences } from '#drizzle/queries/managed-conference'
import { mayManage, signedInConferences } from '../_session/session.ts'
import { formatDays } from '../_ui/dates.ts'
import { FreshOnReturn } from '../_ui/fresh-on-return.tsx'
import { ConferenceState } from './conference-state.tsx'

export const metadata: Metadata = { title: 'Manage conferences' }

/** Those of this session whose access code is still the one it gave. */
const listOwnConferences = async () => {
  const signedIn = await signedInConferences()
  const open = await Promise.all(signedIn.map(mayManage))
  return listManagedConferences(signedIn.filter((_, index) => open[index]))
}

const ManagePage = async () => {
  const conferences = await listOwnConferences()
  return (
    <div className="stack stack-large">
      <FreshOnReturn rendering={randomUUID()} />
      <div className="heading">
        <h1>Manage conferences</h1>
        <p className="lead">You need no account: your email and the access code of your conference open its pages.</p>
      </div>
      {conferences.length > 0 && (
        <section className="stack" aria-labelledby="own">
          <h2 id="own">Open in this browser</h2>
          <ul className="cards cards-in-columns">
            {conferences.map(conference => (
              <li key={conference.conferenceId} className="card card-link stack stack-small">
                <p>
                  <ConferenceState {...conference} />
                </p>
                <h3>
                  <Link href={`/manage/${conference.slug}`} prefetch={false}>
                    {conference.name}
                  </Link>
                </h3>
                <p className="muted small">{formatDays(conference.startsAt, conference.endsAt)}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
      <ul className="cards cards-in-pairs">
        <li className="card stack">
          <h2>Run a new conference</h2>
          <p className="muted">Describe it, add the seats you sell, and publish it when it is ready.</p>
          <p>
            <Link href="/manage/create" prefetch={false} className="button">
              Create a conference
            </Link>
          </p>
        </li>
        <li className="card stack">
          <h2>Go on with yours</h2>
          <p className="muted">Your access code was sent to you when you created the conference.</p>
          <p>
            <Link href="/manage/login" prefetch={false} className="button button-quiet">
              Sign in with an access code
            </Link>
          </p>
        </li>
      </ul>
    </div>
  )
}

export default ManagePage
