import { closePools } from './db.ts'

const lostConnection = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'ECONNRESET',
  'EPIPE',
  '57P01',
  '57P02',
  '57P03',
])
export const isLostConnection = (error: unknown): boolean => lostConnection.has((error as { code?: string } | null)?.code ?? '')

/**
 * postgres.js 3.4.9 goes on writing to a connection that was closed in the middle of a transaction (its issues 1154 and 1208), and
 * throws that from a timer, where nobody can catch it.
 */
const isWriteToDeadConnection = ({ message, stack = '' }: Error): boolean =>
  message.includes("reading 'write'") && /nextWrite .*postgres/.test(stack)

/** BullMQ checks its tables with a client of pg that nobody listens to; an error with a code is like those of postgres.js. */
const isDeadClient = ({ message }: Error): boolean => message === 'Connection terminated unexpectedly'

/**
 * Keeps this process alive when that happens, and when a connection is lost while postgres.js asks for the types of arrays, the
 * first that it does on each (its issues 1192 and 1223): nobody hears of that promise. It goes on with new pools, since the old
 * ones' connection may never answer again; whoever waited for it is told that it was lost, as always. Everything else that nobody
 * caught is for `otherwise`.
 */
export const surviveDeadConnections = (tell: (error: Error) => void, otherwise: (error: Error) => void): void => {
  process.on('uncaughtException', error => {
    if (!isWriteToDeadConnection(error) && !isDeadClient(error) && !isLostConnection(error)) return otherwise(error)
    tell(error)
    void closePools().catch(tell)
  })
}
