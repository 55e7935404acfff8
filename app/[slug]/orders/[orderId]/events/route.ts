import { followOrder } from '#drizzle/ticker'
import { currentSession } from '../../../../_session/session.ts'
import { conferenceOfOpenOrder } from '../open-order.ts'
import { orderProgress } from '../order-progress.ts'

const heartbeatMs = 15_000
const mostStreamsPerSession = 5

const key = Symbol.for('contoso.eventStreams')
const registry = globalThis as { [key]?: Map<string, Set<AbortController>> }
/** The open streams of each session. Whoever shuts the process down ends them all: Next waits for open answers for ever. */
const openStreams = (): Map<string, Set<AbortController>> => {
  registry[key] ??= new Map()
  return registry[key]
}

/** Counts a stream in; the oldest makes room when there are too many, so that a new tab always works. */
const admit = (session: string): AbortController => {
  const streams = openStreams().get(session) ?? new Set()
  openStreams().set(session, streams)
  const [oldest] = streams
  if (oldest && streams.size >= mostStreamsPerSession) oldest.abort()
  const ending = new AbortController()
  streams.add(ending)
  ending.signal.addEventListener('abort', () => {
    streams.delete(ending)
    if (streams.size === 0) openStreams().delete(session)
  })
  return ending
}

/** Tells how far the order has come, at once and at each change, until the browser leaves or may not see it any more. */
export const GET = async (request: Request, { params }: { params: Promise<{ slug: string; orderId: string }> }) => {
  const { slug, orderId } = await params
  const session = await currentSession()
  if (!session || !(await conferenceOfOpenOrder(slug, orderId))) return new Response(null, { status: 404 })

  const ending = admit(session)
  request.signal.addEventListener('abort', () => ending.abort())
  const encoder = new TextEncoder()
  const body = new ReadableStream({
    start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text))
      const heartbeat = setInterval(async () => {
        const isStillOpen = await conferenceOfOpenOrder(slug, orderId).catch(() => undefined)
        if (!isStillOpen) return ending.abort()
        if (!ending.signal.aborted) send(':\n\n')
      }, heartbeatMs)
      ending.signal.addEventListener('abort', () => {
        clearInterval(heartbeat)
        controller.close()
      })
      send('retry: 2000\n\n')
      followOrder(
        orderId,
        order => {
          const progress = orderProgress(order)
          send(`id: ${progress}\ndata: ${progress}\n\n`)
        },
        ending.signal,
      )
    },
    cancel: () => ending.abort(),
  })
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' },
  })
}
