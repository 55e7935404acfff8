import type { AnyEvent } from '#domain/messages'
import type { PaymentRefundRequested } from '#domain/payments/payment/events'
import { paymentStream } from '#domain/payments/payment/payment'
import { orderStream } from '#domain/registration/order/order'
import { loadStreams } from '#drizzle/event-store'
import type { PublishedEvent, PublishedMessage } from '#drizzle/log'
import { type NewMail, writeMails } from '#drizzle/mails'
import type { Consumer } from './consumers.ts'

/**
 * What a registrant or an attendee is told. Of money that goes back when it is back, not when that was asked for: the processor
 * may refuse, and then a person has to see to it before there is good news.
 */
const causes = ['OrderConfirmed', 'OrderExpired', 'PaymentRefunded', 'SeatAssigned'] as const
type CauseType = (typeof causes)[number]
type Cause = Extract<AnyEvent, { type: CauseType }>
type Heard = Omit<PublishedEvent, 'message'> & Readonly<{ message: Cause }>

const isCause = (published: PublishedMessage): published is PublishedEvent & Heard =>
  published.kind === 'event' && (causes as readonly string[]).includes(published.message.type)

/** What an order's own stream says of whom to write to, and of what. */
const orderFacts = (events: readonly AnyEvent[]) => {
  let registrant: Readonly<{ email: string; name: string }> | undefined
  let placed = { sealedCode: '', currency: '' }
  let wasReinstated = false
  for (const { type, data } of events) {
    if (type === 'OrderPlaced') placed = { sealedCode: data.sealedOrderCode, currency: data.currency }
    if (type === 'OrderRegistrantAssigned') registrant = { email: data.email, name: `${data.firstName} ${data.lastName}` }
    if (type === 'OrderReinstated') wasReinstated = true
  }
  return { registrant, wasReinstated, ...placed }
}

type Streams = ReadonlyMap<string, Readonly<{ events: readonly AnyEvent[] }>>

const orderUpTo = (streams: Streams, orderId: string, version?: number) =>
  orderFacts(streams.get(orderStream(orderId))?.events.slice(0, version) ?? [])

const refundRequested = (streams: Streams, paymentId: string): PaymentRefundRequested['data'] => {
  const events = streams.get(paymentStream(paymentId))?.events ?? []
  const found = events.find(event => event.type === 'PaymentRefundRequested')
  if (!found) throw new Error(`payment ${paymentId} was refunded without having been asked back`)
  return found.data
}

/** The mail that follows from an event. None for a registrant who never gave an address, and none about no money. */
const mailOf = (streams: Streams, heard: Heard): NewMail[] => {
  const { message, stream, version, conferenceId, recordedAt } = heard
  const { orderId } = message.data
  const written = { conferenceId, orderId, cause: `${stream}@${version}` }
  switch (message.type) {
    case 'OrderConfirmed': {
      const { registrant, sealedCode, currency, wasReinstated } = orderUpTo(streams, orderId, version)
      if (!registrant) return []
      const { lines, totalMinor } = message.data
      const facts = { sealedCode, currency, lines, totalMinor, wasReinstated }
      return [{ ...written, kind: 'orderConfirmed', recipient: registrant.email, recipientName: registrant.name, facts }]
    }
    case 'OrderExpired': {
      const { registrant, sealedCode } = orderUpTo(streams, orderId, version)
      if (!registrant) return []
      const facts = { sealedCode, expiredAt: recordedAt }
      return [{ ...written, kind: 'orderExpired', recipient: registrant.email, recipientName: registrant.name, facts }]
    }
    case 'PaymentRefunded': {
      const { registrant, sealedCode } = orderUpTo(streams, orderId)
      const { amountMinor, currency, reason } = refundRequested(streams, message.data.paymentId)
      if (!registrant || amountMinor === 0) return []
      const facts = { amountMinor, currency, reason, returnedAt: recordedAt, sealedCode }
      return [{ ...written, kind: 'paymentReturned', recipient: registrant.email, recipientName: registrant.name, facts }]
    }
    case 'SeatAssigned': {
      const { position, attendee } = message.data
      const { registrant } = orderUpTo(streams, orderId)
      const seatTypeName = seatTypeAt(streams, stream, position)
      const facts = { position, seatTypeName, registrantName: registrant?.name ?? null }
      const recipientName = `${attendee.firstName} ${attendee.lastName}`
      return [{ ...written, kind: 'seatAssigned', recipient: attendee.email, recipientName, facts }]
    }
  }
}

const seatTypeAt = (streams: Streams, stream: string, position: number): string => {
  const created = streams.get(stream)?.events.find(event => event.type === 'SeatAssignmentsCreated')
  return created?.data.seats.find(seat => seat.position === position)?.seatTypeName ?? ''
}

/** Besides its order's, the stream that tells what a mail is about. */
const streamsOf = ({ message, stream }: Heard): string[] => {
  const order = orderStream(message.data.orderId)
  return message.type === 'PaymentRefunded' || message.type === 'SeatAssigned' ? [order, stream] : [order]
}

/** Writes down what is to be mailed about orders; an errand sends each. One query for a batch's streams, one for its mails. */
export const mails = (): Consumer => ({
  name: 'mails',
  hears: type => (causes as readonly string[]).includes(type),
  keyOf: published => (isCause(published) ? published.message.data.orderId : undefined),
  async handle(tx, shard, messages) {
    const heard = messages.filter(isCause)
    const streams = await loadStreams(tx, shard, [...new Set(heard.flatMap(streamsOf))])
    await writeMails(
      tx,
      heard.flatMap(event => mailOf(streams, event)),
    )
    return undefined
  },
})
