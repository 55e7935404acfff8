import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import { isIPv4, isIPv6 } from 'node:net'
import { settings } from '#drizzle/settings'

/** Where a request came from: its socket's other end, and what it says about itself. */
type Origin = Readonly<{ socket: string | undefined; forwardedFor: string | undefined }>

const key = Symbol.for('contoso.client-address')
const registry = globalThis as { [key]?: AsyncLocalStorage<Origin> }

/** One per process: the instrumentation, a page and a route each have their own copy of this module. */
const origins = (): AsyncLocalStorage<Origin> => {
  registry[key] ??= new AsyncLocalStorage()
  return registry[key]
}

/**
 * Notes of each request where it came from, for everything that is done to answer it. Not in a header, which could be sent by
 * anybody. For instrumentation.ts.
 */
export const noteAddresses = (): void =>
  subscribe('http.server.request.start', message => {
    const { socket, headers } = (message as { request: IncomingMessage }).request
    origins().enterWith({ socket: socket.remoteAddress, forwardedFor: headers['x-forwarded-for']?.toString() })
  })

/** The eight groups of an IPv6 address, none left out. */
const groupsOf = (address: string): string[] => {
  const canonical = new URL(`http://[${address.replace(/%.*/, '')}]`).hostname.slice(1, -1)
  const [left = [], right = []] = canonical.split('::').map(part => part.split(':').filter(group => group !== ''))
  return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right]
}

/** One for all addresses of a household: of IPv6 the first 64 bits. An IPv4 address in the clothes of an IPv6 one is IPv4. */
const household = (address: string): string | undefined => {
  if (isIPv4(address)) return address
  if (!isIPv6(address)) return undefined
  const groups = groupsOf(address)
  const [high = '0', low = '0'] = groups.slice(6)
  if (groups.slice(0, 6).join() !== '0,0,0,0,0,ffff') return `${groups.slice(0, 4).join(':')}::/64`
  const bits = [high, low].map(group => Number.parseInt(group, 16))
  return bits.flatMap(group => [group >> 8, group & 255]).join('.')
}

/** Some proxies name the port too: `192.0.2.1:1234`, `[2001:db8::1]:1234`. */
const withoutPort = (entry: string): string => entry.replace(/^\[(.*)\](:\d+)?$/, '$1').replace(/^([\d.]+):\d+$/, '$1')

/**
 * The socket's address, or with proxies of ours before it what the outermost of them wrote down: the entry so many from the right,
 * for whatever stands further left came from the client. A request that no proxy handled is known by its socket.
 */
export const addressOf = ({ socket, forwardedFor }: Origin, trustedProxies: number): string => {
  const entries = forwardedFor?.split(',') ?? []
  const written = trustedProxies > 0 ? entries.at(-trustedProxies)?.trim() : undefined
  return household(withoutPort(written ?? '')) ?? household(socket ?? '') ?? 'unknown'
}

/** Where the request that is being answered came from; all whose address is not known share one. */
export const clientAddress = (): string =>
  addressOf(origins().getStore() ?? { socket: undefined, forwardedFor: undefined }, settings().TRUSTED_PROXIES)
