import type { Metadata } from 'next'
import Link from 'next/link'
import { shardOf } from '#domain/event-store'
import { now } from '#drizzle/clock'
import { openCode } from '#drizzle/codes'
import type { ManagedConference } from '#drizzle/managed-conference'
import { listMails } from '#drizzle/queries/mails'
import { getOrder } from '#drizzle/queries/order'
import { getOrderAsOf } from '#drizzle/queries/order-history'
import { listTimeline } from '#drizzle/queries/order-timeline'
import { isId } from '../../../../_ui/form-input.ts'
import { Notice } from '../../../../_ui/notice.tsx'
import { formatMoment, momentIn } from '../../../moments.ts'
import { ManagedHeading } from '../../managed-heading.tsx'
import { openManaged } from '../../open-managed.ts'
import { AsOfForm } from './as-of-form.tsx'
import { happenings } from './happenings.ts'
import { Lines, Payments, Seats, Summary } from './order-facts.tsx'
import { asItIs, asItWas } from './shown-order.ts'
import { Timeline } from './timeline.tsx'

export const metadata: Metadata = { title: 'Order' }

type Props = {
  params: Promise<{ slug: string; orderId: string }>
  searchParams: Promise<{ at?: string | string[] }>
}

/** The order when it is one of this conference. */
const findOrder = async ({ conferenceId }: ManagedConference, orderId: string) => {
  if (!isId(orderId) || shardOf(orderId) !== shardOf(conferenceId)) return undefined
  const { order } = await getOrder(conferenceId, orderId)
  return order?.conferenceId === conferenceId ? order : undefined
}

const NoSuchOrder = ({ conference }: { conference: ManagedConference }) => (
  <div className="stack stack-large">
    <ManagedHeading conference={conference} title="No such order" current="orders" />
    <p>
      This conference has no order at this address.{' '}
      <Link href={`/manage/${conference.slug}/orders`} prefetch={false}>
        See all its orders
      </Link>
    </p>
  </div>
)

const OrderPage = async ({ params, searchParams }: Props) => {
  const { slug, orderId } = await params
  const conference = await openManaged(slug)
  const { timeZone } = conference
  const order = await findOrder(conference, orderId)
  if (!order) return <NoSuchOrder conference={conference} />

  const at = momentIn((await searchParams).at, timeZone)
  const [timeline, mails, past] = await Promise.all([listTimeline(orderId), listMails(orderId), at && getOrderAsOf(orderId, at)])
  const shown = at ? past && asItWas(past, order) : asItIs(order)
  const address = `/manage/${slug}/orders/${orderId}`
  const confirmedAt = at && order.confirmedAt && new Date(order.confirmedAt) > at ? null : order.confirmedAt
  return (
    <div className="stack stack-large">
      <ManagedHeading conference={conference} title={`Order ${openCode(order.sealedCode)}`} current="orders" />
      {at && <Notice title={`The order as of ${formatMoment(at, timeZone)}`}>{!shown && <p>It was not placed yet.</p>}</Notice>}
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
