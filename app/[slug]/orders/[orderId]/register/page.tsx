import Link from 'next/link'
import { redirect } from 'next/navigation'
import { now } from '#drizzle/clock'
import { ActionForm } from '../../../../_ui/action-form.tsx'
import { newCommandId } from '../../../../_ui/command-id.ts'
import { SubmitButton } from '../../../../_ui/field.tsx'
import { Notice } from '../../../../_ui/notice.tsx'
import { Steps } from '../../../../_ui/steps.tsx'
import { PickedTotal, SeatPicker } from '../../../seat-picker.tsx'
import { ExpiredOrder, titleUnlessExpired } from '../expired-order.tsx'
import { openOrder } from '../open-order.ts'
import { phaseOf } from '../order-phase.ts'
import { TimeLeft } from '../time-left.tsx'
import { changeOrderSeats } from './actions.ts'
import { seatsOnOffer } from './seats-on-offer.ts'

type Props = { params: Promise<{ slug: string; orderId: string }>; searchParams: Promise<{ started?: string | string[] }> }

export const generateMetadata = ({ params }: Props) => titleUnlessExpired('Change your seats', params)

const ChangePage = async ({ params, searchParams }: Props) => {
  const { slug, orderId } = await params
  const { started } = await searchParams
  const { conference, order } = await openOrder(slug, orderId)
  const phase = order && phaseOf(order, now())
  if (order && phase === 'expired') return <ExpiredOrder conference={conference} order={order} />
  if (!order || phase === 'confirmed' || phase === 'confirming')
    return redirect(`/${slug}/orders/${orderId}${started ? '?started=already' : ''}`)

  const seats = seatsOnOffer(conference.seatTypes, order)
  return (
    <div className="stack stack-large">
      <Steps current="Choose seats" />
      <div className="heading">
        <p className="over-heading">
          <Link href={`/${slug}`} prefetch={false}>
            {conference.name}
          </Link>
        </p>
        <h1>Change your seats</h1>
      </div>
      {started && <Notice title="You already started this order">Change it here, or go on to checkout.</Notice>}
      {phase === 'nothingHeld' && (
        <Notice tone="warn" title="No seats are held for you">
          Choose from what is left.
        </Notice>
      )}
      <div className="card">
        <TimeLeft holdExpiresAt={order.holdExpiresAt} timeZone={conference.timeZone} holdsSeats={phase === 'held'} />
      </div>
      <ActionForm action={changeOrderSeats} commandId={newCommandId()} className="two-columns">
        <div className="stack">
          <input type="hidden" name="slug" value={slug} />
          <input type="hidden" name="orderId" value={orderId} />
          <SeatPicker seats={seats} currency={order.currency} />
        </div>
        <aside className="card stack" aria-label="Your order">
          <PickedTotal seats={seats} currency={order.currency} />
          <SubmitButton className="button-wide">Order seats</SubmitButton>
          {phase === 'held' && (
            <Link href={`/${slug}/orders/${orderId}/checkout`} prefetch={false} className="button button-quiet button-wide">
              Continue to checkout
            </Link>
          )}
        </aside>
      </ActionForm>
    </div>
  )
}

export default ChangePage
