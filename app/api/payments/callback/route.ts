import { z } from 'zod'
import { shardOf } from '#domain/event-store'
import { Refusal } from '#domain/refusal'
import { now } from '#drizzle/clock'
import { verifyCallback } from '#drizzle/payment-signature'
import { getPayment } from '#drizzle/queries/payment'
import { sendCommand } from '#drizzle/send'
import { ring } from '#workers/runtime'

/** Far more than a call-back needs. */
const longestBody = 4_096

const callbackSchema = z.object({
  eventId: z.string().regex(/^[\w.:-]{1,200}$/),
  paymentId: z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
  outcome: z.enum(['accepted', 'rejected']),
})

type Callback = z.infer<typeof callbackSchema>

const answer = (status: number, sentence: string): Response =>
  Response.json({ message: sentence }, { status, headers: { 'cache-control': 'no-store' } })

/** The body as it came, since the signature is over its bytes; undefined when it is too long. */
const readBody = async (request: Request): Promise<string | undefined> => {
  if (Number(request.headers.get('content-length') ?? 0) > longestBody) return undefined
  const body = await request.text()
  return body.length > longestBody ? undefined : body
}

const parse = (body: string): Callback | undefined => {
  try {
    return callbackSchema.safeParse(JSON.parse(body)).data
  } catch {
    return undefined
  }
}

/** Undefined: there is no such payment. Throws Refusal when this event id came before with something else. */
const settle = async ({ eventId, paymentId, outcome }: Callback): Promise<'settled' | undefined> => {
  const payment = await getPayment(paymentId)
  if (!payment) return undefined
  const { conferenceId, orderId } = payment
  await sendCommand(
    { type: outcome === 'accepted' ? 'CompletePayment' : 'RejectPayment', data: { paymentId } },
    {
      conferenceId,
      actor: 'payment processor',
      correlationId: orderId,
      received: { commandId: eventId, input: { paymentId, outcome }, outcome: { paymentId } },
    },
  )
  await ring(shardOf(conferenceId))
  return 'settled'
}

/**
 * The payment processor tells how a payment ended. Nothing is believed that is not signed with our common secret; each event id
 * counts once. Anything but 200 asks the processor to try again later or to have somebody look.
 */
export const POST = async (request: Request): Promise<Response> => {
  const body = await readBody(request).catch(() => undefined)
  if (body === undefined) return answer(400, 'The body cannot be read, or it is longer than any call-back.')
  if (!verifyCallback(request.headers.get('payment-signature'), body, now()))
    return answer(401, 'The header payment-signature is missing, older than five minutes, or not made for this body.')
  const callback = parse(body)
  if (!callback) return answer(400, 'The body must be JSON with an eventId, a paymentId and an outcome, accepted or rejected.')
  try {
    if (await settle(callback)) return answer(200, 'Thank you.')
    return answer(400, 'There is no such payment.')
  } catch (error) {
    if (error instanceof Refusal) return answer(400, 'This event id came before with another payment or outcome.')
    console.error(error)
    return answer(503, 'The call-back cannot be recorded at the moment. Please send it again later.')
  }
}
