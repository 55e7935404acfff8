import { SettingsError } from '#drizzle/settings'
import { UnknownMessage } from './consumers.ts'
import { errorInWords } from './log.ts'

/** Why a command for people came to nothing, in a sentence that says what to do where that is known. */
export const failureInWords = (error: unknown): string => {
  if (error instanceof SettingsError) return error.message
  if (error instanceof UnknownMessage)
    return `A message of type ${error.message} stands in the log, which only a newer build knows: run this command of that build.`
  if ((error as { code?: string }).code === '42P01') return 'The database lacks tables of this build: run npm run migrate first.'
  return errorInWords(error)
}
