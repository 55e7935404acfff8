import pino from 'pino'
import { settings } from '#drizzle/settings'

const key = Symbol.for('contoso.log')
const registry = globalThis as { [key]?: pino.Logger }

/** One JSON line per happening on standard output. Never a code, a name or an e-mail address. */
export const log = (): pino.Logger => {
  registry[key] ??= pino({ level: settings().LOG_LEVEL, base: null })
  return registry[key]
}
