import { unstable_rethrow } from 'next/navigation'
import { refused, typedIn } from './form-input.ts'
import type { FormState } from './form-state.ts'

export type FormAction = (state: unknown, form: unknown) => Promise<FormState>

const unreachable =
  'The site cannot be reached. Check your connection and press the button again: nothing is ordered or paid twice.'

/**
 * Calls a form's action from the browser. When no answer comes, or the request is turned away with a sentence before the action
 * hears of it, the form stays with what was typed. What the action itself throws is the error page's.
 */
export const sendForm =
  (action: FormAction): FormAction =>
  async (state, form) => {
    try {
      return await action(state, form)
    } catch (error) {
      unstable_rethrow(error)
      if (!(error instanceof Error) || 'digest' in error) throw error
      return refused(typedIn(form), [{ message: error instanceof TypeError ? unreachable : error.message }])
    }
  }
