import type { Metadata } from 'next'
import Link from 'next/link'
import { openCode } from '#drizzle/codes'
import { attendeesPerPage, type ListedAttendee, listAttendees } from '#drizzle/queries/manage-attendees'
import { EmailAddress } from '../email-address.tsx'
import { ManagedHeading } from '../managed-heading.tsx'
import { openManaged } from '../open-managed.ts'
import { Pager, pageIn } from '../pager.tsx'

export const metadata: Metadata = { title: 'Attendees' }

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<{ page?: string | string[] }> }

const number = (count: number): string => count.toLocaleString('en-US')
const seatsIn = (count: number): string => `${number(count)} ${count === 1 ? 'seat' : 'seats'}`

const AttendeeTable = ({ attendees, slug }: { attendees: readonly ListedAttendee[]; slug: string }) => (
  <table className="cards-on-phone">
    <caption className="visually-hidden">Attendees by seat type and name</caption>
    <thead>
      <tr>
        <th scope="col">Seat type</th>
        <th scope="col">Name</th>
        <th scope="col">Email</th>
        <th scope="col">Order code</th>
      </tr>
    </thead>
    <tbody>
      {attendees.map(({ orderId, position, seatTypeName, firstName, lastName, email, sealedCode }) => (
        <tr key={`${orderId} ${position}`}>
          <td data-label="Seat type">{seatTypeName}</td>
          <th scope="row">{`${firstName} ${lastName}`}</th>
          <td data-label="Email" className="address">
            <EmailAddress address={email} />
          </td>
          <td data-label="Order code">
            <Link href={`/manage/${slug}/orders/${orderId}`} prefetch={false} className="code">
              {openCode(sealedCode)}
            </Link>
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)

const AttendeesPage = async ({ params, searchParams }: Props) => {
  const conference = await openManaged((await params).slug)
  const page = pageIn((await searchParams).page)
  const { slug, conferenceId } = conference
  const { attendees, total, unassigned } = await listAttendees({ conferenceId, page })
  const unassignedSeats = unassigned.reduce((sum, { seats }) => sum + seats, 0)
  return (
    <div className="stack stack-large">
      <ManagedHeading conference={conference} title="Attendees" current="attendees" />
      {unassignedSeats > 0 && (
        <section className="card stack stack-small" aria-labelledby="unassigned">
          <h2 id="unassigned">{`${seatsIn(unassignedSeats)} without an attendee`}</h2>
          <ul>
            {unassigned.map(({ seatTypeName, seats }) => (
              <li key={seatTypeName}>{`${seatTypeName}: ${number(seats)}`}</li>
            ))}
          </ul>
          <p className="muted small">Registrants name their attendees on the page of their order.</p>
        </section>
      )}
      <section className="card stack" aria-label="Attendees">
        <div className="row spread">
          <p>{total === 0 ? 'Nobody has been named yet.' : `${seatsIn(total)} with an attendee`}</p>
          <a href={`/manage/${slug}/attendees.csv`} className="text-link">
            Download CSV
          </a>
        </div>
        {attendees.length > 0 && <AttendeeTable attendees={attendees} slug={slug} />}
        <Pager address={`/manage/${slug}/attendees`} page={page} total={total} perPage={attendeesPerPage} />
      </section>
    </div>
  )
}

export default AttendeesPage
