/**
 * What is wrong with a field, in a sentence that says how to mend it. Without `field` it is about the whole form; `place` says which
 * of several like fields it is.
 */
export type FormProblem = Readonly<{ field?: string; place?: string; message: string }>

/** What a form's action gives back when it refuses: what was typed, and what is wrong with it. */
export type FormState = Readonly<{ problems: readonly FormProblem[]; typed: Readonly<Record<string, string>> }>

export const untouched: FormState = { problems: [], typed: {} }
