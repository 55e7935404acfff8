import type { Metadata } from 'next'
import Link from 'next/link'
import { formatMoney } from '#domain/money'
import { formatLocal, formatZone } from '../_ui/dates.ts'
import { Availability } from './availability.tsx'
import { openConference } from './open-conference.ts'

type Props = { params: Promise<{ slug: string }> }

export const generateMetadata = async ({ params }: Props): Promise<Metadata> => {
  const { name, tagline } = await openConference((await params).slug)
  return { title: name, description: tagline || undefined }
}

const ConferencePage = async ({ params }: Props) => {
  const conference = await openConference((await params).slug)
  const { slug, name, tagline, description, location, startsAt, endsAt, timeZone, currency, seatTypes } = conference
  return (
    <div className="stack stack-large">
      <div className="heading">
        <h1>{name}</h1>
        {tagline && <p className="lead">{tagline}</p>}
      </div>
      <div className="two-columns">
        <aside className="card stack leads" aria-label="When and where">
          <dl className="facts">
            <div>
              <dt>Starts</dt>
              <dd>
                <time dateTime={startsAt}>{formatLocal(startsAt)}</time>
              </dd>
            </div>
            <div>
              <dt>Ends</dt>
              <dd>
                <time dateTime={endsAt}>{formatLocal(endsAt)}</time>
              </dd>
            </div>
            <div>
              <dt>Time zone</dt>
              <dd>{formatZone(timeZone)}</dd>
            </div>
            <div>
              <dt>Location</dt>
              <dd>{location}</dd>
            </div>
          </dl>
          <Link href={`/${slug}/register`} prefetch={false} className="button button-wide">
            Register
          </Link>
          <Link href={`/${slug}/orders/find`} prefetch={false} className="text-link">
            Find your order
          </Link>
        </aside>
        <div className="stack stack-large">
          {description && <p className="prewrap">{description}</p>}
          <section className="stack" aria-labelledby="seats">
            <h2 id="seats">Seats</h2>
            {seatTypes.length === 0 && <p className="card muted">No seats are on sale yet.</p>}
            <ul className="cards">
              {seatTypes.map(seat => (
                <li key={seat.seatTypeId} className="card stack stack-small">
                  <div className="row spread">
                    <h3>{seat.name}</h3>
                    <span className="price">{formatMoney(seat.priceMinor, currency)}</span>
                  </div>
                  {seat.description && <p className="muted">{seat.description}</p>}
                  <p>
                    <Availability remaining={seat.remaining} />
                  </p>
                </li>
              ))}
            </ul>
          </section>
        </div>
      </div>
    </div>
  )
}

export default ConferencePage
