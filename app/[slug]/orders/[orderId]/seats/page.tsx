import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { ActionForm } from '../../../../_ui/action-form.tsx'
import { newCommandId } from '../../../../_ui/command-id.ts'
import { Field, SubmitButton } from '../../../../_ui/field.tsx'
import { openOrder } from '../open-order.ts'
import { saveAssignments } from './actions.ts'

export const metadata: Metadata = { title: 'Assign seats' }

const SeatsPage = async ({ params }: { params: Promise<{ slug: string; orderId: string }> }) => {
  const { slug, orderId } = await params
  const { order } = await openOrder(slug, orderId)
  if (order?.status !== 'confirmed' || order.seats.length === 0) return redirect(`/${slug}/orders/${orderId}`)
  return (
    <div className="stack stack-large narrow centred">
      <div className="heading">
        <p className="over-heading">
          <Link href={`/${slug}/orders/${orderId}`} prefetch={false}>
            Your order
          </Link>
        </p>
        <h1>Assign seats</h1>
        <p className="lead">Say who will use each seat. You can leave seats empty and come back later.</p>
      </div>
      <ActionForm action={saveAssignments} commandId={newCommandId()} className="stack">
        <input type="hidden" name="slug" value={slug} />
        <input type="hidden" name="orderId" value={orderId} />
        {order.seats.map(({ position, seatTypeName, firstName, lastName, email }) => (
          <fieldset key={position} className="card stack">
            <legend>
              Seat {position + 1}: {seatTypeName}
            </legend>
            <div className="fields-in-row">
              <Field name={`firstName-${position}`} label="First name" value={firstName ?? ''} autoComplete="off" />
              <Field name={`lastName-${position}`} label="Last name" value={lastName ?? ''} autoComplete="off" />
            </div>
            <Field name={`email-${position}`} label="Email" type="email" value={email ?? ''} autoComplete="off" />
          </fieldset>
        ))}
        <SubmitButton>Save assignments</SubmitButton>
      </ActionForm>
    </div>
  )
}

export default SeatsPage
