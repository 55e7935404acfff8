import { noteStream } from '#drizzle/streams'

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

type Source = Readonly<{
  /** Asked with every heartbeat: a grant may end while the stream is open. */
  isStillGranted(): Promise<boolean>
  /** Tells the state at once and at each change until the signal ends it. */
  follow(tell: (state: string) => void, signal: AbortSignal): void
}>

/**
 * Server-sent events for a session that was found to be allowed to see them: each message is a state, so a browser that comes back
 * needs no history. Ends when the browser leaves, the grant ends or the process stops.
 */
export const openEventStream = (request: Request, session: string, { isStillGranted, follow }: Source): Response => {
  const ending = admit(session)
  if (!ending) return new Response(null, { status: 429 })
  if (request.signal.aborted) ending.abort()
  request.signal.addEventListener('abort', () => ending.abort())
  const encoder = new TextEncoder()
  const body = new ReadableStream({
    start(controller) {
      const send = (text: string) => ending.signal.aborted || controller.enqueue(encoder.encode(text))
      const heartbeat = setInterval(async () => {
        if (await isStillGranted().catch(() => true)) send(':\n\n')
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
      follow(state => send(`id: ${state}\ndata: ${state}\n\n`), ending.signal)
    },
    cancel: () => ending.abort(),
  })
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' },
  })
}
