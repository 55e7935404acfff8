import { redirect, unstable_rethrow } from 'next/navigation'
import { AlreadyStarted, Refusal } from '#domain/refusal'
import { refused, type Typed } from './form-input.ts'
import type { FormState } from './form-state.ts'

type Outcome = Readonly<Record<string, string>>

/**
 * Does what a form asks and goes on to the address that comes of it; to that of `whenStarted` when an older form was sent again
 * with other input, as the back button allows. When the business says no, or we fail, the form comes back with a sentence and
 * everything that was typed, its command id too: pressing the button again is safe.
 */
export const answerForm = async (
  typed: Typed,
  task: () => Promise<string | FormState>,
  whenStarted?: (first: Outcome) => Promise<string>,
): Promise<FormState> => {
  const recover = async (error: unknown): Promise<string | FormState> => {
    unstable_rethrow(error)
    if (error instanceof AlreadyStarted && whenStarted) return whenStarted(error.outcome)
    if (error instanceof Refusal) return refused(typed, [{ field: error.field, message: error.message }])
    console.error(error)
    return refused(typed, [
      { message: 'Something went wrong on our side. Please press the button again: nothing is ordered or paid twice.' },
    ])
  }
  const answer = await task().catch(recover)
  if (typeof answer === 'string') redirect(answer)
  return answer
}
