'use server'

import { order as orderAggregate, orderStream, termsOfPayment } from '#domain/registration/order/order'
import { now } from '#drizzle/clock'
import { newId } from '#drizzle/ids'
import { loadState, sendCommand } from '#drizzle/send'
import { simulatedProcessor } from '#drizzle/simulated-processor'
import { answerForm } from '../../../../_ui/answer-form.ts'
import { isCommandId } from '../../../../_ui/command-id.ts'
import { problemsOf, refused, typedIn } from '../../../../_ui/form-input.ts'
import type { FormState } from '../../../../_ui/form-state.ts'
import { personSchema } from '../../../../_ui/person.ts'
import { addressAfterPayment, orderAddress } from '../../wait-for-order.ts'
import { findOwnOrder, orderNotOpen } from '../open-order.ts'

/** Notes who registers and starts a payment of what the order has now; one of nothing completes at once. */
export const proceedToPayment = async (_state: unknown, form: unknown): Promise<FormState> => {
  const typed = typedIn(form)
  const proceed = async () => {
    const own = await findOwnOrder(typed.slug, typed.orderId)
    if (!own) return orderNotOpen(typed)
    const { slug, orderId, conferenceId, conference } = own
    const { commandId } = typed
    if (!isCommandId(commandId)) return refused(typed, [{ message: 'This form is incomplete. Please reload the page.' }])
    const person = personSchema.safeParse(typed)
    if (!person.success) return refused(typed, problemsOf(person.error))

    const from = { conferenceId, actor: 'registrant', correlationId: orderId }
    const at = now().toISOString()
    await sendCommand({ type: 'AssignRegistrantDetails', data: { orderId, ...person.data, now: at } }, from)
    const terms = termsOfPayment(await loadState(orderAggregate, orderStream(orderId)), at)
    const paymentId = newId(conferenceId)
    const { outcome } = await sendCommand(
      { type: 'InitiatePayment', data: { paymentId, orderId, conferenceId, description: conference.name, ...terms } },
      { ...from, received: { commandId, input: { orderId, ...terms }, outcome: { paymentId } } },
    )
    const started = outcome.paymentId ?? paymentId
    if (terms.amountMinor > 0) return simulatedProcessor.paymentPage(started)
    return addressAfterPayment(slug, { orderId, paymentId: started, decision: 'accepted' })
  }
  return answerForm(typed, proceed, async () => `${orderAddress(typed.slug ?? '', typed.orderId ?? '')}/checkout?changed=seats`)
}
