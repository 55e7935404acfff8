import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { now } from '#drizzle/clock'
import { openCode } from '#drizzle/codes'
import { LivePage } from '../../../_ui/live-page.tsx'
import { Notice } from '../../../_ui/notice.tsx'
import { Steps } from '../../../_ui/steps.tsx'
import { openOrder } from './open-order.ts'
import { OrderLines } from './order-lines.tsx'
import { OrderPayments } from './order-payments.tsx'
import { headingOf, isOverdue, isRecent, type OrderPhase, phaseOf } from './order-phase.ts'
import { orderProgress } from './order-progress.ts'
import { OrderSeats } from './order-seats.tsx'
import { OrderStatus } from './order-status.tsx'
import { TimeLeft } from './time-left.tsx'

type Props = {
  params: Promise<{ slug: string; orderId: string }>
  searchParams: Promise<Record<'since' | 'payment' | 'assigned' | 'started', string | string[] | undefined>>
}

export const generateMetadata = async ({ params, searchParams }: Props): Promise<Metadata> => {
  const { slug, orderId } = await params
  const { order } = await openOrder(slug, orderId)
  return { title: headingOf(order, now(), (await searchParams).payment), robots: { index: false } }
}

const step = {
  reserving: 'Choose seats',
  held: 'Checkout',
  nothingHeld: 'Choose seats',
  confirming: 'Payment',
  confirmed: 'Done',
  expired: 'Choose seats',
} as const satisfies Record<OrderPhase, string>

const OrderPage = async ({ params, searchParams }: Props) => {
  const { slug, orderId } = await params
  const { since, payment: awaited, assigned, started } = await searchParams
  const { conference, order } = await openOrder(slug, orderId)
  const address = `/${slug}/orders/${orderId}`
  const at = now()
  const newest = order?.payments.at(-1)
  const phase = order ? phaseOf(order, at, awaited) : 'reserving'
  const hasFailed =
    phase === 'held' && order?.payments.some(({ paymentId, status }) => paymentId === awaited && status !== 'initiated')
  if (hasFailed) return redirect(`${address}/checkout`)

  const seatsVersion = order?.seats[0]?.version ?? 0
  const isJustConfirmed = phase === 'confirmed' && isRecent(order?.confirmedAt, at)
  const isUnderWay = phase !== 'expired' && (phase !== 'confirmed' || isJustConfirmed)
  return (
    <div className="stack stack-large">
      <LivePage
        events={`${address}/events`}
        shown={orderProgress({
          version: order?.version ?? 0,
          paymentStatus: newest?.status ?? null,
          assignmentsVersion: seatsVersion,
        })}
      />
      {isUnderWay && <Steps current={step[phase]} />}
      <div className="heading">
        <p className="over-heading">{conference.name}</p>
        <h1>{headingOf(order, at, awaited)}</h1>
      </div>
      <div className="stack">
        {started && <Notice title="You already started this order" />}
        {typeof assigned === 'string' && (
          <Notice tone="good" title="Your seat assignments are saved.">
            {/^\d{1,9}$/.test(assigned) && seatsVersion < Number(assigned) && <p>They will appear here in a moment.</p>}
          </Notice>
        )}
        <OrderStatus
          phase={phase}
          order={order}
          conference={conference}
          overdue={isOverdue(since, new Date((phase === 'confirming' ? newest?.changedAt : order?.placedAt) ?? at), at)}
        />
      </div>
      {order && (
        <div className="two-columns">
          <aside className="stack leads">
            <div className="card stack">
              <dl className="facts">
                <div>
                  <dt>Order code</dt>
                  <dd className="order-code">{openCode(order.sealedCode)}</dd>
                </div>
                {order.email && (
                  <div>
                    <dt>Ordered by</dt>
                    <dd>
                      {order.firstName} {order.lastName}
                      <br />
                      {order.email}
                    </dd>
                  </div>
                )}
              </dl>
              {(phase === 'held' || phase === 'nothingHeld') && (
                <TimeLeft holdExpiresAt={order.holdExpiresAt} timeZone={conference.timeZone} holdsSeats={phase === 'held'} />
              )}
              {(order.status === 'confirmed' || conference.published) && (
                <div className="row">
                  {order.status === 'confirmed' && (
                    <a href={`${address}/calendar.ics`} className="text-link">
                      Add to calendar
                    </a>
                  )}
                  {conference.published && (
                    <Link href={`/${slug}`} prefetch={false} className="text-link">
                      Back to the conference
                    </Link>
                  )}
                </div>
              )}
            </div>
          </aside>
          <div className="stack">
            <section className="card stack" aria-labelledby="summary">
              <h2 id="summary">Order summary</h2>
              <OrderLines
                lines={order.lines}
                totalMinor={order.totalMinor}
                currency={order.currency}
                quantity={line => (order.status === 'placed' ? line.requested : line.reserved)}
              />
            </section>
            {order.status === 'confirmed' && <OrderSeats seats={order.seats} address={address} />}
            {order.payments.length > 0 && <OrderPayments payments={order.payments} timeZone={conference.timeZone} />}
          </div>
        </div>
      )}
    </div>
  )
}

export default OrderPage
