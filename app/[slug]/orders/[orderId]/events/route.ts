import { hasGrant } from '#drizzle/grants'
import { noteStream } from '#drizzle/streams'
import { followOrder } from '#drizzle/ticker'
import { currentSession } from '../../../../_session/session.ts'
import { conferenceOfOpenOrder } from '../open-order.ts'
import { orderProgress } from '../order-progress.ts'

const heartbeatMs = 15_000
const mostStreamsPerSession = 5
const streamsOf = new Map<string, Set<AbortController>>()

/** Counts a stream in, unless its session has too many already. */
const admit = (session: string): AbortController | undefined => {
  const streams = streamsOf.get(session) ?? new Set()
  if (streams.size >= mostStreamsPerSession) return undefined
  streamsOf.set(session, streams)
  const ending = new AbortController()
  const forget = noteStream(() => ending.abort())
  streams.add(ending)
  ending.signal.addEventListener('abort', () => {
    forget()
    streams.delete(ending)
    if (streams.size === 0) streamsOf.delete(session)
  })
  return ending
}

/**
 * Tells how far the order has come, at once and at each change, until the browser leaves or may not see it any more. A browser
 * that comes back needs no history: the first message is the order as it is.
 */
export const GET = async (request: Request, { params }: { params: Promise<{ slug: string; orderId: string }> }) => {
  const { slug, orderId } = await params
  const session = await currentSession()
  if (!session || !(await conferenceOfOpenOrder(slug, orderId))) return new Response(null, { status: 404 })

  const ending = admit(session)
  if (!ending) return new Response(null, { status: 429 })
  if (request.signal.aborted) ending.abort()
  request.signal.addEventListener('abort', () => ending.abort())
  const encoder = new TextEncoder()
  const body = new ReadableStream({
    start(controller) {
      const send = (text: string) => ending.signal.aborted || controller.enqueue(encoder.encode(text))
      const heartbeat = setInterval(async () => {
        const isStillGranted = await hasGrant(session, 'order', orderId).catch(() => true)
        if (isStillGranted) send(':\n\n')
        else ending.abort()
      }, heartbeatMs)
      ending.signal.addEventListener('abort', () => {
        clearInterval(heartbeat)
        try {
          controller.close()
        } catch {
          // The browser has closed it already.
        }
      })
      send('retry: 2000\n\n')
      followOrder(orderId, order => send(`id: ${orderProgress(order)}\ndata: ${orderProgress(order)}\n\n`), ending.signal)
    },
    cancel: () => ending.abort(),
  })
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' },
  })
}
