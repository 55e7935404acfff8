'use server'

import { sendCommand } from '#drizzle/send'
import { answerForm } from '../../../../_ui/answer-form.ts'
import { refused, typedIn } from '../../../../_ui/form-input.ts'
import type { FormState } from '../../../../_ui/form-state.ts'
import { addressAfterAssigning } from '../../wait-for-order.ts'
import { findOwnOrder, orderNotOpen } from '../open-order.ts'
import { seatsNamed } from './seat-form.ts'

/** One command for each seat, in turn; those that change nothing store nothing. */
export const saveAssignments = async (_state: unknown, form: unknown): Promise<FormState> => {
  const typed = typedIn(form)
  return answerForm(typed, async () => {
    const own = await findOwnOrder(typed.slug, typed.orderId)
    if (!own) return orderNotOpen(typed)
    const { slug, orderId, conferenceId, order } = own
    const { seats, problems } = seatsNamed(
      typed,
      order.seats.map(({ position }) => position),
    )
    if (problems.length > 0) return refused(typed, problems)

    let version = 0
    for (const { position, attendee } of seats) {
      const handled = await sendCommand(
        attendee
          ? { type: 'AssignSeat', data: { orderId, position, attendee } }
          : { type: 'UnassignSeat', data: { orderId, position } },
        { conferenceId, actor: 'registrant', correlationId: orderId },
      )
      version = handled.version
    }
    return addressAfterAssigning(slug, orderId, version)
  })
}
