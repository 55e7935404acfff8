import type { Metadata } from 'next'
import Link from 'next/link'
import { ActionForm } from '../../_ui/action-form.tsx'
import { newCommandId } from '../../_ui/command-id.ts'
import { SubmitButton } from '../../_ui/field.tsx'
import { isNativePost } from '../../_ui/native-post.ts'
import { Notice } from '../../_ui/notice.tsx'
import { Steps } from '../../_ui/steps.tsx'
import { findConference, openConference } from '../open-conference.ts'
import { PickedTotal, SeatPicker } from '../seat-picker.tsx'
import { registerToConference } from './actions.ts'
import { ordersClosed } from './orders-closed.ts'

export const metadata: Metadata = { title: 'Choose your seats' }

/** For a form that was open when the conference was taken off the site, sent without JavaScript. */
const OrdersClosed = ({ name }: { name: string }) => (
  <div className="stack narrow">
    <div className="heading">
      <p className="over-heading">{name}</p>
      <h1>Choose your seats</h1>
    </div>
    <Notice tone="warn" title={ordersClosed} />
    <p>
      <Link href="/" prefetch={false} className="button">
        See all conferences
      </Link>
    </p>
  </div>
)

const RegisterPage = async ({ params }: { params: Promise<{ slug: string }> }) => {
  const asked = await findConference((await params).slug)
  if (asked?.wasEverPublished && !asked.published && (await isNativePost())) return <OrdersClosed name={asked.name} />
  const { slug, name, currency, holdMinutes, seatTypes } = await openConference((await params).slug)
  const onSale = seatTypes.some(({ remaining }) => remaining > 0)
  return (
    <div className="stack stack-large">
      <Steps current="Choose seats" />
      <div className="heading">
        <p className="over-heading">
          <Link href={`/${slug}`} prefetch={false}>
            {name}
          </Link>
        </p>
        <h1>Choose your seats</h1>
      </div>
      <ActionForm
        action={registerToConference}
        commandId={newCommandId()}
        // A browser forgets the page that it keeps for an address when it posts to that address.
        address={`/${slug}/register?chosen`}
        className="two-columns"
      >
        <div className="stack">
          <input type="hidden" name="slug" value={slug} />
          <SeatPicker seats={seatTypes} currency={currency} />
          {!onSale && <p className="card muted">No seats are on sale at the moment. Seats may come back when orders expire.</p>}
        </div>
        {onSale && (
          <aside className="card stack" aria-label="Your order">
            <PickedTotal seats={seatTypes} currency={currency} />
            <SubmitButton className="button-wide">Order seats</SubmitButton>
            <p className="muted small">We hold your seats for {holdMinutes} minutes while you pay.</p>
          </aside>
        )}
      </ActionForm>
    </div>
  )
}

export default RegisterPage
