import type { ConferenceForm } from '#domain/conference-management/conference'
import type { AggregateCommand } from '#domain/messages'
import { newOrderCode, sealCode } from '#drizzle/codes'
import { publishConference } from '#drizzle/conferences'
import { newId } from '#drizzle/ids'
import { addSeatType } from '#drizzle/seat-types'
import { sendCommand } from '#drizzle/send'
import { aConference, aCreatedConference, aSeatType, write } from '#drizzle/testing/a-conference'
import { drain } from '../runtime.ts'

export const unitPriceMinor = 19_900

/** A published conference with one seat type at 199 dollars, and what people do with it, by their commands alone. */
export const aSellingConference = async ({ quota, ...changed }: { quota: number } & Partial<ConferenceForm>) => {
  const { conferenceId } = await aCreatedConference(aConference({ currency: 'USD', ...changed }))
  const seatTypeId = await write(tx => addSeatType(tx, conferenceId, aSeatType({ quota }), 'owner'))
  await write(tx => publishConference(tx, conferenceId, 'owner'))

  const line = (quantity: number) => ({ seatTypeId, quantity, name: 'General', description: 'All talks', unitPriceMinor })
  const send = (orderId: string, command: AggregateCommand) =>
    sendCommand(command, { conferenceId, actor: 'registrant', correlationId: orderId })

  const conference = {
    conferenceId,
    seatTypeId,
    /** Runs the workers until nothing is left to do. */
    settle: () => drain(10_000),
    place: async (quantity: number): Promise<string> => {
      const orderId = newId(conferenceId)
      const now = new Date().toISOString()
      const order = { orderId, conferenceId, lines: [line(quantity)], currency: 'USD', now, holdMinutes: 15 }
      await send(orderId, { type: 'RegisterToConference', data: { ...order, sealedOrderCode: sealCode(newOrderCode()) } })
      return orderId
    },
    change: (orderId: string, quantity: number) =>
      send(orderId, { type: 'ChangeOrderSeats', data: { orderId, lines: [line(quantity)], now: new Date().toISOString() } }),
    identify: (orderId: string, registrant: { firstName: string; lastName: string; email: string }) =>
      send(orderId, { type: 'AssignRegistrantDetails', data: { orderId, ...registrant, now: new Date().toISOString() } }),
    pay: async (orderId: string, quantity: number): Promise<string> => {
      const paymentId = newId(conferenceId)
      const agreed = [{ seatTypeId, quantity }]
      const payment = { paymentId, orderId, conferenceId, description: 'Seats', items: [], agreed, currency: 'USD' }
      await send(orderId, { type: 'InitiatePayment', data: { ...payment, amountMinor: quantity * unitPriceMinor } })
      await send(orderId, { type: 'CompletePayment', data: { paymentId } })
      return paymentId
    },
    assign: (orderId: string, position: number, attendee = { firstName: 'Ada', lastName: 'Byron', email: 'ada@example.org' }) =>
      send(orderId, { type: 'AssignSeat', data: { orderId, position, attendee } }),
    /** A person has given the money back by hand. */
    confirmRefund: (orderId: string, paymentId: string) => send(orderId, { type: 'ConfirmRefund', data: { paymentId } }),
  }
  await conference.settle()
  return conference
}
