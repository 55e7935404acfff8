import pino from 'pino'
import { settings } from '#drizzle/settings'

/** PostgreSQL (class 22) and JSON.parse quote the value they cannot read. */
const quotesValues = (error: Error & { code?: unknown }): boolean =>
  error instanceof SyntaxError || (typeof error.code === 'string' && /^22[0-9A-Z]{3}$/.test(error.code))

const withoutQuotes = (text: string): string => text.replace(/"[^"]*("|$)/g, '"…"')

/** What went wrong, without what somebody typed. */
export const errorInWords = (error: unknown): string => {
  if (!(error instanceof Error)) return withoutQuotes(String(error))
  const message = quotesValues(error) ? withoutQuotes(error.message) : error.message
  return `${error.name}: ${message}`
}

/** Not its other properties: PostgreSQL's `detail` and `where` show whole rows. */
export const writeError = (error: unknown): unknown => {
  if (!(error instanceof Error)) return errorInWords(error)
  const { code } = error as { code?: unknown }
  const stack = error.stack && quotesValues(error) ? withoutQuotes(error.stack) : error.stack
  return { message: errorInWords(error), code, stack, cause: error.cause === undefined ? undefined : writeError(error.cause) }
}

const key = Symbol.for('contoso.log')
const registry = globalThis as { [key]?: pino.Logger }

/** One JSON line per happening on standard output. Never a code, a name or an e-mail address. */
export const log = (): pino.Logger => {
  registry[key] ??= pino({ level: settings().LOG_LEVEL, base: null, serializers: { err: writeError } })
  return registry[key]
}
