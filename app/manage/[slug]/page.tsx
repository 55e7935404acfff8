import type { Metadata } from 'next'
import Link from 'next/link'
import { now } from '#drizzle/clock'
import { getConferenceProgress } from '#drizzle/queries/awaited-conference'
import { getOverview } from '#drizzle/queries/manage-overview'
import { formatInstant } from '../../_ui/dates.ts'
import { LivePage } from '../../_ui/live-page.tsx'
import { Notice } from '../../_ui/notice.tsx'
import { ConferenceState } from '../conference-state.tsx'
import { dayIn } from '../moments.ts'
import { Attention } from './attention.tsx'
import { ManagedHeading } from './managed-heading.tsx'
import { openManaged } from './open-managed.ts'
import { Figures, OrdersByStatus, SalesBySeatType } from './sales.tsx'
import { SalesByDay } from './sales-by-day.tsx'
import { Standing } from './standing.tsx'

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<{ saved?: string | string[] }> }

export const generateMetadata = async ({ params }: Props): Promise<Metadata> => ({
  title: `Manage ${(await openManaged((await params).slug)).name}`,
})

const saved = new Map([
  ['conference', 'Your changes are saved.'],
  ['published', 'The conference is published.'],
  ['unpublished', 'The conference is unpublished: its public pages are hidden.'],
  ['code', 'There is a new access code. The old one does not open anything any more.'],
])

const OverviewPage = async ({ params, searchParams }: Props) => {
  const conference = await openManaged((await params).slug)
  const { saved: what } = await searchParams
  const { conferenceId, slug, timeZone, wasEverPublished } = conference
  const progress = await getConferenceProgress(conferenceId)
  const overview = await getOverview(conferenceId)
  const sentence = typeof what === 'string' ? saved.get(what) : undefined
  return (
    <div className="stack stack-large">
      <LivePage events={`/manage/${slug}/events`} shown={progress} />
      <ManagedHeading conference={conference}>
        <ConferenceState {...conference} />
      </ManagedHeading>
      {sentence && <Notice tone="good" title={sentence} />}
      {!wasEverPublished && (
        <Notice title="This conference is a draft">
          <p>
            Add its <Link href={`/manage/${slug}/seat-types`}>seats</Link>, read it over, and publish it when it is ready.
          </p>
        </Notice>
      )}
      <Attention overview={overview} slug={slug} timeZone={timeZone} />
      <Figures conference={conference} overview={overview} />
      <div className="two-columns">
        <div className="stack">
          <SalesBySeatType conference={conference} overview={overview} />
          <SalesByDay days={overview.days} today={dayIn(now(), timeZone)} currency={conference.currency} />
          <OrdersByStatus conference={conference} overview={overview} />
          <p className="muted small">
            As of <time dateTime={overview.reflectsAt}>{formatInstant(new Date(overview.reflectsAt), timeZone)}</time>
          </p>
        </div>
        <Standing conference={conference} />
      </div>
    </div>
  )
}

export default OverviewPage
