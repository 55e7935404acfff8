import Link from 'next/link'
import { redirect } from 'next/navigation'
import { now } from '#drizzle/clock'
import { ActionForm } from '../../../../_ui/action-form.tsx'
import { newCommandId } from '../../../../_ui/command-id.ts'
import { Field, SubmitButton } from '../../../../_ui/field.tsx'
import { Notice } from '../../../../_ui/notice.tsx'
import { Steps } from '../../../../_ui/steps.tsx'
import { ExpiredOrder, titleUnlessExpired } from '../expired-order.tsx'
import { openOrder } from '../open-order.ts'
import { OrderLines } from '../order-lines.tsx'
import { paymentTrouble, phaseOf } from '../order-phase.ts'
import { TimeLeft } from '../time-left.tsx'
import { proceedToPayment } from './actions.ts'

type Props = {
  params: Promise<{ slug: string; orderId: string }>
  searchParams: Promise<{ changed?: string | string[] }>
}

export const generateMetadata = ({ params }: Props) => titleUnlessExpired('Checkout', params)

const CheckoutPage = async ({ params, searchParams }: Props) => {
  const { changed } = await searchParams
  const { slug, orderId } = await params
  const { conference, order } = await openOrder(slug, orderId)
  const phase = order && phaseOf(order, now())
  if (order && phase === 'expired') return <ExpiredOrder conference={conference} order={order} />
  if (!order || phase !== 'held') return redirect(`/${slug}/orders/${orderId}${phase === 'nothingHeld' ? '/register' : ''}`)

  const trouble = paymentTrouble(order)
  return (
    <div className="stack stack-large">
      <Steps current="Checkout" />
      <div className="heading">
        <p className="over-heading">
          <Link href={`/${slug}`} prefetch={false}>
            {conference.name}
          </Link>
        </p>
        <h1>Checkout</h1>
      </div>
      {changed && <Notice tone="warn" title="Your seats changed. Please look at them again before you pay." />}
      {trouble && <Notice tone="bad" title={trouble} />}
      <ActionForm action={proceedToPayment} commandId={newCommandId()} className="two-columns">
        <aside className="card leads" aria-label="Time left to pay">
          <TimeLeft holdExpiresAt={order.holdExpiresAt} timeZone={conference.timeZone} holdsSeats />
        </aside>
        <div className="stack">
          <section className="card stack" aria-labelledby="summary">
            <div className="row spread">
              <h2 id="summary">Order summary</h2>
              <Link href={`/${slug}/orders/${orderId}/register`} prefetch={false} className="text-link">
                Change seats
              </Link>
            </div>
            <OrderLines
              lines={order.lines}
              totalMinor={order.totalMinor}
              currency={order.currency}
              quantity={line => line.reserved}
            />
          </section>
          <section className="card stack" aria-labelledby="your-details">
            <h2 id="your-details">Your details</h2>
            <input type="hidden" name="slug" value={slug} />
            <input type="hidden" name="orderId" value={orderId} />
            <div className="fields-in-row">
              <Field name="firstName" label="First name" value={order.firstName ?? ''} autoComplete="given-name" required />
              <Field name="lastName" label="Last name" value={order.lastName ?? ''} autoComplete="family-name" required />
            </div>
            <Field
              name="email"
              label="Email"
              type="email"
              value={order.email ?? ''}
              autoComplete="email"
              hint="With it and your order code you find this order again."
              required
            />
            <SubmitButton>{order.totalMinor === 0 ? 'Complete registration' : 'Proceed to payment'}</SubmitButton>
          </section>
        </div>
      </ActionForm>
    </div>
  )
}

export default CheckoutPage
