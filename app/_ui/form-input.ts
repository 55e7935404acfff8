import { z } from 'zod'
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

/** The form again, with what was typed. */
export const refused = (typed: Typed, problems: readonly FormProblem[]): FormState => ({
  problems,
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

const hasControlCharacters = (text: string): boolean => /\p{Cc}/u.test(text)

/** A line of text that a person must fill in. Control characters and broken Unicode are refused: no keyboard makes them. */
export const requiredText = (label: string, longest: number) =>
  z
    .string(`The ${label} field is required.`)
    .trim()
    .min(1, `The ${label} field is required.`)
    .max(longest, `The ${label} field can have at most ${longest} characters.`)
    .refine(
      text => text.isWellFormed() && !hasControlCharacters(text),
      `The ${label} field has characters that cannot be used. Please type it again.`,
    )

export const requiredEmail = (label = 'Email') =>
  requiredText(label, 254).refine(text => z.email().safeParse(text).success, `The ${label} field is not a valid email address.`)

/** Ids come from hidden fields and addresses, so from anybody. Only the form in which we write them is one. */
export const isId = (text: unknown): text is string =>
  typeof text === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text)
