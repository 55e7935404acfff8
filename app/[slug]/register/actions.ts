'use server'

import { now } from '#drizzle/clock'
import { newOrderCode, sealCode } from '#drizzle/codes'
import { newId } from '#drizzle/ids'
import { sendCommand } from '#drizzle/send'
import { grantOrder } from '../../_session/session.ts'
import { answerForm } from '../../_ui/answer-form.ts'
import { isCommandId } from '../../_ui/command-id.ts'
import { refused, typedIn } from '../../_ui/form-input.ts'
import type { FormState } from '../../_ui/form-state.ts'
import { findConference } from '../open-conference.ts'
import { addressAfterReservation, alreadyStartedAddress } from '../orders/wait-for-order.ts'
import { seatsChosen } from '../seat-choice.ts'
import { ordersClosed } from './orders-closed.ts'

/** Anybody may order at a published conference; who presents the command id that placed an order may open it. */
export const registerToConference = async (_state: unknown, form: unknown): Promise<FormState> => {
  const typed = typedIn(form)
  const place = async () => {
    const { slug = '', commandId } = typed
    const conference = await findConference(slug)
    if (!conference?.published) return refused(typed, [{ message: ordersClosed }])
    if (!isCommandId(commandId))
      return refused(typed, [{ message: 'This form is incomplete. Please reload the page and choose again.' }])
    const { lines, problems } = seatsChosen(typed, conference.seatTypes)
    if (problems.length > 0) return refused(typed, problems)

    const { conferenceId, currency, holdMinutes } = conference
    const orderId = newId(conferenceId)
    const seats = lines.map(({ seatTypeId, quantity }) => ({ seatTypeId, quantity }))
    const { outcome, version } = await sendCommand(
      {
        type: 'RegisterToConference',
        data: {
          orderId,
          conferenceId,
          lines,
          currency,
          now: now().toISOString(),
          holdMinutes,
          sealedOrderCode: sealCode(newOrderCode()),
        },
      },
      {
        conferenceId,
        actor: 'registrant',
        correlationId: orderId,
        received: { commandId, input: { conferenceId, seats }, outcome: { orderId } },
      },
    )
    const placed = outcome.orderId ?? orderId
    const [address] = await Promise.all([addressAfterReservation(slug, placed, version), grantOrder(placed)])
    return address
  }
  return answerForm(typed, place, async ({ orderId = '' }) => {
    await grantOrder(orderId)
    return alreadyStartedAddress(typed.slug ?? '', orderId)
  })
}
