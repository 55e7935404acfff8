'use server'

import { getConference } from '#drizzle/queries/conference'
import { getPayment } from '#drizzle/queries/payment'
import { decideSimulatedPayment } from '#drizzle/simulated-processor'
import { answerForm } from '../../_ui/answer-form.ts'
import { isId, refused, typedIn } from '../../_ui/form-input.ts'
import type { FormState } from '../../_ui/form-state.ts'
import { addressAfterPayment } from '../../[slug]/orders/wait-for-order.ts'

/**
 * The payer's decision at the simulated company. Whoever knows the address may decide, as with a real one; what it means for the
 * order comes back by signed call-back only.
 */
export const decidePayment = async (_state: unknown, form: unknown): Promise<FormState> => {
  const typed = typedIn(form)
  return answerForm(typed, async () => {
    const { paymentId, decision } = typed
    if (!isId(paymentId) || (decision !== 'accepted' && decision !== 'rejected'))
      return refused(typed, [{ message: 'Choose whether to accept or to reject the payment.' }])
    const payment = await getPayment(paymentId)
    const conference = payment && (await getConference(payment.conferenceId))
    if (!conference) return refused(typed, [{ message: 'There is no such payment.' }])
    const standing = await decideSimulatedPayment(paymentId, decision)
    return addressAfterPayment(conference.slug, { orderId: payment.orderId, paymentId, decision: standing })
  })
}
