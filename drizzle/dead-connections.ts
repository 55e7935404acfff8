import { closePools } from './db.ts'

/**
 * postgres.js 3.4.9 goes on writing to a connection that was closed in the middle of a transaction (its issues 1154 and 1208), and
 * throws that from a timer, where nobody can catch it.
 */
const isWriteToDeadConnection = ({ message, stack = '' }: Error): boolean =>
  message.includes("reading 'write'") && /nextWrite .*postgres/.test(stack)

/**
 * Keeps this process alive when that happens, with new pools, since the old ones' connection would never answer again; whoever waited
 * for it is told that it was lost, as always. Everything else that nobody caught is for `otherwise`.
 */
export const surviveDeadConnections = (tell: (error: Error) => void, otherwise: (error: Error) => void): void => {
  process.on('uncaughtException', error => {
    if (!isWriteToDeadConnection(error)) return otherwise(error)
    tell(error)
    void closePools().catch(tell)
  })
}
