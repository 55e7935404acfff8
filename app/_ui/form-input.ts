import type { z } from 'zod'
import type { FormProblem, FormState } from './form-state.ts'

export type Typed = Readonly<Record<string, string>>

/** What is shown again of a text nobody can have typed by hand; the next post of the form must stay small. */
const longestShownAgain = 5_000

/**
 * The fields of a posted form, each as one text. It may come from anybody: what is not a form has no fields, a field sent twice
 * becomes one text that no rule accepts as a number or an id, and a file is no text.
 */
export const typedIn = (form: unknown): Typed => {
  const typed: Record<string, string> = Object.create(null)
  if (!(form instanceof FormData)) return typed
  for (const name of new Set(form.keys())) {
    if (name.startsWith('$ACTION')) continue
    const texts = form.getAll(name).filter(value => typeof value === 'string')
    if (texts.length > 0) typed[name] = texts.join(', ')
  }
  return typed
}

/** As the fields follow each other on the page; what is about no field comes first. */
const inOrder = (typed: Typed, problems: readonly FormProblem[]): FormProblem[] => {
  const fields = Object.keys(typed)
  const placeOf = ({ field }: FormProblem) => (field === undefined ? -1 : fields.indexOf(field))
  return problems.toSorted((one, other) => placeOf(one) - placeOf(other))
}

/** The form again, with what was typed. */
export const refused = (typed: Typed, problems: readonly FormProblem[]): FormState => ({
  problems: inOrder(typed, problems),
  typed: Object.fromEntries(
    Object.entries(typed).map(([name, text]) => [name, text.replaceAll('\0', '').slice(0, longestShownAgain).toWellFormed()]),
  ),
})

/** One sentence for each field, the first that applies, in the order of the schema. */
export const problemsOf = (error: z.ZodError): FormProblem[] => {
  const seen = new Map<string, FormProblem>()
  for (const { path, message } of error.issues) {
    const field = path.join('.')
    if (!seen.has(field)) seen.set(field, field === '' ? { message } : { field, message })
  }
  return [...seen.values()]
}

/** Ids come from hidden fields and addresses, so from anybody. Only the form in which we write them is one. */
export const isId = (text: unknown): text is string =>
  typeof text === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text)
