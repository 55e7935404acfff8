/** Capitals and digits that nobody mistakes for one another: no I, L, O, U, 0, 1. */
export const codeAlphabet = 'ABCDEFGHJKMNPQRSTVWXYZ23456789'

export const accessCodeLength = 5

export const orderCodeLength = 6

/**
 * A typed code as it is compared: a to z in capitals, without spaces and hyphens. No letter is taken for another; not even the
 * long s, which upper-casing alone would make an S.
 */
export const normaliseCode = (text: string): string =>
  text.replace(/[\s\-\u2010\u2011]/g, '').replace(/[a-z]/g, letter => letter.toUpperCase())

/** Whether a normalised text can be a code of that length at all. */
export const isCode = (text: string, length: number): boolean =>
  text.length === length && [...text].every(character => codeAlphabet.includes(character))
