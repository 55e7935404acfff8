import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import { isRouterState } from './router-state.ts'

const routerState = 'next-router-state-tree'

/** Next builds a Request of every request before `proxy.ts` sees it, which fails for this method and this address. */
const mend = (request: IncomingMessage): void => {
  if (request.method === 'TRACE') request.method = 'OPTIONS'
  if (request.url === '*') request.url = '/'
  const shown = request.headers[routerState]
  if (shown !== undefined && !(typeof shown === 'string' && isRouterState(shown))) delete request.headers[routerState]
}

/**
 * Looks at each request of this process before Next does, and takes away what Next answers with a bare 500 and hides from
 * `proxy.ts`: then the page is refused there (405), or rendered as for a browser that shows nothing yet. For instrumentation.ts.
 */
export const lookFirst = (): void =>
  subscribe('http.server.request.start', message => mend((message as { request: IncomingMessage }).request))
