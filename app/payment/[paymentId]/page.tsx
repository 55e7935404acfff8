import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { formatMoney } from '#domain/money'
import { getConference } from '#drizzle/queries/conference'
import { getPayment } from '#drizzle/queries/payment'
import { simulatedDecision } from '#drizzle/simulated-processor'
import { ActionForm } from '../../_ui/action-form.tsx'
import { newCommandId } from '../../_ui/command-id.ts'
import { SubmitButton } from '../../_ui/field.tsx'
import { isId } from '../../_ui/form-input.ts'
import { Notice } from '../../_ui/notice.tsx'
import '../../_ui/processor.css'
import { decidePayment } from './actions.ts'

export const metadata: Metadata = { title: 'Payment processor', robots: { index: false } }

const decided = {
  accepted: 'You accepted this payment.',
  rejected: 'You rejected this payment. No money was taken.',
}

const PaymentPage = async ({ params }: { params: Promise<{ paymentId: string }> }) => {
  const { paymentId } = await params
  const payment = isId(paymentId) ? await getPayment(paymentId) : undefined
  if (!payment || payment.amountMinor === 0) return notFound()
  const [decision, conference] = await Promise.all([simulatedDecision(paymentId), getConference(payment.conferenceId)])
  return (
    <div className="card processor stack">
      <Notice tone="warn" title="This is not a real payment company">
        <p className="small">
          This page stands in for an external company that takes the money. Nothing is charged: choose how the payment shall end.
        </p>
      </Notice>
      <h1>Payment processor</h1>
      <div>
        <p className="muted small">Payment for</p>
        <p>
          <strong>{payment.description}</strong>
        </p>
      </div>
      <table>
        <caption className="visually-hidden">Items of this payment</caption>
        <tbody>
          {payment.items.map(({ description, amountMinor }) => (
            <tr key={description}>
              <th scope="row">{description}</th>
              <td className="amount-cell">{formatMoney(amountMinor, payment.currency)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Amount</th>
            <td className="amount-cell">{formatMoney(payment.amountMinor, payment.currency)}</td>
          </tr>
        </tfoot>
      </table>
      {decision || payment.status !== 'initiated' ? (
        <>
          <Notice title={decided[decision ?? (payment.status === 'rejected' ? 'rejected' : 'accepted')]}>
            {payment.status === 'refundRequested' && <p>The money is being returned to you.</p>}
            {payment.status === 'refunded' && <p>The money was returned to you.</p>}
          </Notice>
          {conference && (
            <a className="button" href={`/${conference.slug}/orders/${payment.orderId}`}>
              Back to your order
            </a>
          )}
        </>
      ) : (
        <ActionForm action={decidePayment} commandId={newCommandId()} className="processor-actions">
          <input type="hidden" name="paymentId" value={paymentId} />
          <SubmitButton name="decision" value="accepted">
            Accept payment
          </SubmitButton>
          <SubmitButton name="decision" value="rejected" className="button-quiet">
            Reject payment
          </SubmitButton>
        </ActionForm>
      )}
    </div>
  )
}

export default PaymentPage
