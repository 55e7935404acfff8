import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { now } from '#drizzle/clock'
import { openCode } from '#drizzle/codes'
import { listMails } from '#drizzle/queries/mails'
import { getOrderAsOf } from '#drizzle/queries/order-history'
import { listTimeline } from '#drizzle/queries/order-timeline'
import { Notice } from '../../../../_ui/notice.tsx'
import { formatMoment, momentIn } from '../../../moments.ts'
import { ManagedHeading } from '../../managed-heading.tsx'
import { openManaged } from '../../open-managed.ts'
import { AsOfForm } from './as-of-form.tsx'
import { happenings } from './happenings.ts'
import { findManagedOrder } from './managed-order.ts'
import { Lines, Payments, Seats, Summary } from './order-facts.tsx'
import { asItIs, asItWas } from './shown-order.ts'
import { Timeline } from './timeline.tsx'

export const metadata: Metadata = { title: 'Order' }

type Props = {
  params: Promise<{ slug: string; orderId: string }>
  searchParams: Promise<{ at?: string | string[] }>
}

const UnreadableMoment = () => (
  <Notice tone="warn" title="That moment cannot be read">
    <p>
      Write a date (2027-03-10), a date and time (2027-03-10T09:00) or an instant (2027-03-10T09:00:00+01:00). This is the order
      as it is now.
    </p>
  </Notice>
)

const OrderPage = async ({ params, searchParams }: Props) => {
  const { slug, orderId } = await params
  const conference = await openManaged(slug)
  const { timeZone } = conference
  const order = await findManagedOrder(conference.conferenceId, orderId)
  if (!order) notFound()

  const asked = (await searchParams).at
  const at = momentIn(asked, timeZone)
  const [timeline, mails, past] = await Promise.all([listTimeline(orderId), listMails(orderId), at && getOrderAsOf(orderId, at)])
  const shown = at ? past && asItWas(past, order) : asItIs(order)
  const address = `/manage/${slug}/orders/${orderId}`
  const confirmedAt = at && order.confirmedAt && new Date(order.confirmedAt) > at ? null : order.confirmedAt
  return (
    <div className="stack stack-large">
      <ManagedHeading conference={conference} title={`Order ${openCode(order.sealedCode)}`} current="orders" />
      {at && (
        <Notice title={`The order as of ${formatMoment(at, timeZone)}`}>
          {!shown && <p>{`There was no order yet: it was placed on ${formatMoment(new Date(order.placedAt), timeZone)}.`}</p>}
        </Notice>
      )}
      {asked && !at && <UnreadableMoment />}
      {shown && (
        <div className="stack">
          <Summary order={shown} timeZone={timeZone} placedAt={order.placedAt} confirmedAt={confirmedAt} />
          <Lines order={shown} />
          <Payments order={shown} timeZone={timeZone} />
          <Seats order={shown} />
        </div>
      )}
      <AsOfForm key={at?.getTime()} address={address} at={at ?? now()} timeZone={timeZone} isPast={at !== undefined} />
      <Timeline entries={happenings(timeline, mails, at)} address={address} timeZone={timeZone} />
    </div>
  )
}

export default OrderPage
