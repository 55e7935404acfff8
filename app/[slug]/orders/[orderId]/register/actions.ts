'use server'

import { now } from '#drizzle/clock'
import { sendCommand } from '#drizzle/send'
import { answerForm } from '../../../../_ui/answer-form.ts'
import { isCommandId } from '../../../../_ui/command-id.ts'
import { refused, typedIn } from '../../../../_ui/form-input.ts'
import type { FormState } from '../../../../_ui/form-state.ts'
import { seatsChosen } from '../../../seat-choice.ts'
import { addressAfterReservation, alreadyStartedAddress, orderAddress } from '../../wait-for-order.ts'
import { findOwnOrder, orderNotOpen } from '../open-order.ts'

export const changeOrderSeats = async (_state: unknown, form: unknown): Promise<FormState> => {
  const typed = typedIn(form)
  const change = async () => {
    const own = await findOwnOrder(typed.slug, typed.orderId)
    if (!own) return orderNotOpen(typed)
    const { slug, orderId, conferenceId, conference, order } = own
    if (order.status === 'confirmed') return orderAddress(slug, orderId)
    const { commandId } = typed
    if (!isCommandId(commandId))
      return refused(typed, [{ message: 'This form is incomplete. Please reload the page and choose again.' }])
    const { lines, problems } = seatsChosen(typed, conference.seatTypes)
    if (problems.length > 0) return refused(typed, problems)

    const seats = lines.map(({ seatTypeId, quantity }) => ({ seatTypeId, quantity }))
    const { version } = await sendCommand(
      { type: 'ChangeOrderSeats', data: { orderId, lines, now: now().toISOString() } },
      {
        conferenceId,
        actor: 'registrant',
        correlationId: orderId,
        received: { commandId, input: { orderId, seats }, outcome: { orderId } },
      },
    )
    return addressAfterReservation(slug, orderId, version)
  }
  return answerForm(typed, change, async ({ orderId = '' }) => alreadyStartedAddress(typed.slug ?? '', orderId))
}
