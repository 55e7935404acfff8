import type { Metadata } from 'next'
import Link from 'next/link'
import { now } from '#drizzle/clock'
import type { ManagedConference } from '#drizzle/managed-conference'
import { getConferenceProgress } from '#drizzle/queries/awaited-conference'
import { getOverview } from '#drizzle/queries/manage-overview'
import { listSeatTypesWithSales } from '#drizzle/queries/managed-seat-types'
import { LivePage } from '../../_ui/live-page.tsx'
import { Notice } from '../../_ui/notice.tsx'
import { ConferenceState } from '../conference-state.tsx'
import { dayIn, formatMoment } from '../moments.ts'
import { Attention } from './attention.tsx'
import { LastCheck } from './last-check.tsx'
import { ManagedHeading } from './managed-heading.tsx'
import { openManaged } from './open-managed.ts'
import { draftRows, Figures, OrdersByStatus, SalesBySeatType } from './sales.tsx'
import { SalesByDay } from './sales-by-day.tsx'
import { Standing } from './standing.tsx'

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<{ saved?: string | string[] }> }

export const generateMetadata = async ({ params }: Props): Promise<Metadata> => ({
  title: `Manage ${(await openManaged((await params).slug)).name}`,
})

/** What the address says was done, in a sentence, as long as it is so: anybody can write an address. */
const savedWords = (
  what: unknown,
  { published, wasEverPublished, codeVersion, ownerEmail }: ManagedConference,
): string | undefined => {
  if (what === 'created' && codeVersion === 1 && !wasEverPublished)
    return `The conference is created. The code to sign in with goes to ${ownerEmail}.`
  if (what === 'conference') return 'Your changes are saved.'
  if (what === 'published' && published) return 'The conference is published.'
  if (what === 'unpublished' && wasEverPublished && !published)
    return 'The conference is unpublished: its public pages are hidden.'
  if (what === `code-${codeVersion}` && codeVersion > 1)
    return 'There is a new access code. The old one does not open anything any more.'
}

type Conference = { conference: ManagedConference }

/** Nobody can have ordered anything yet. */
const Draft = async ({ conference }: Conference) => {
  const seatTypes = await listSeatTypesWithSales(conference.conferenceId)
  return (
    <>
      <Notice title="This conference is a draft">
        <p>
          Add its{' '}
          <Link href={`/manage/${conference.slug}/seat-types`} prefetch={false}>
            seats
          </Link>
          , read it over, and publish it when it is ready.
        </p>
      </Notice>
      <div className="two-columns">
        <div className="stack">
          <SalesBySeatType conference={conference} rows={draftRows(seatTypes)} />
        </div>
        <Standing conference={conference} />
      </div>
    </>
  )
}

/** The numbers of a conference that was published, shown anew while the page is open. */
const Numbers = async ({ conference }: Conference) => {
  const { conferenceId, slug, timeZone, currency } = conference
  const progress = await getConferenceProgress(conferenceId)
  const overview = await getOverview(conferenceId)
  return (
    <>
      <LivePage events={`/manage/${slug}/events`} shown={progress} />
      <Attention overview={overview} slug={slug} timeZone={timeZone} />
      <Figures conference={conference} overview={overview} />
      <div className="two-columns">
        <div className="stack">
          <SalesBySeatType conference={conference} rows={overview.seatTypes} />
          <SalesByDay days={overview.days} today={dayIn(now(), timeZone)} currency={currency} />
          <OrdersByStatus conference={conference} overview={overview} />
          <LastCheck check={overview.lastCheck} slug={slug} timeZone={timeZone} />
          <p className="muted small">
            As of <time dateTime={overview.reflectsAt}>{formatMoment(new Date(overview.reflectsAt), timeZone)}</time>
          </p>
        </div>
        <Standing conference={conference} />
      </div>
    </>
  )
}

const OverviewPage = async ({ params, searchParams }: Props) => {
  const conference = await openManaged((await params).slug)
  const sentence = savedWords((await searchParams).saved, conference)
  return (
    <div className="stack stack-large">
      <ManagedHeading conference={conference}>
        <ConferenceState {...conference} />
      </ManagedHeading>
      {sentence && <Notice tone="good" title={sentence} />}
      {conference.wasEverPublished ? <Numbers conference={conference} /> : <Draft conference={conference} />}
    </div>
  )
}

export default OverviewPage
