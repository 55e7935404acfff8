import { z } from 'zod'

const missing = (label: string) => `The ${label} field is required.`
const isMissing = (input: unknown) => input === undefined || input === null

type TextLimits = Readonly<{
  atMost: number
  atLeast?: number
  optional?: boolean
  /** Whether it may have several lines. What has one line stands in headings and in mail headers. */
  lines?: boolean
  /** What is wrong with a text that is otherwise fine. */
  rule?: (text: string) => string | undefined
}>

const wrongText = (
  label: string,
  text: string,
  { atMost, atLeast = 0, optional, lines, rule }: TextLimits,
): string | undefined => {
  if (!text.isWellFormed() || /\p{Cc}/u.test(text.replace(/[\n\t]/g, '')))
    return `The ${label} field contains a character that cannot be stored.`
  if (text === '') return optional ? undefined : missing(label)
  if (!lines && text.includes('\n')) return `The ${label} field must be on one line.`
  if (text.length > atMost) return `The ${label} field can have at most ${atMost.toLocaleString('en')} characters.`
  if (text.length < atLeast) return `The ${label} field must have at least ${atLeast} characters.`
  return rule?.(text)
}

/** Trimmed, with the line ends that every browser and editor writes alike, and one spelling for what looks the same (NFC). */
const tidy = (typed: string) => typed.replace(/\r\n?/g, '\n').trim().normalize('NFC')

/** A text as somebody typed it; the sentences name the field by its label. NUL and lone surrogates, which cannot be stored, are refused. */
export const textField = (label: string, limits: TextLimits) =>
  z
    .string({
      error: ({ input }) => (isMissing(input) && !limits.optional ? missing(label) : `The ${label} field must be text.`),
    })
    .overwrite(tidy)
    .superRefine((value, context) => {
      const message = wrongText(label, value, limits)
      if (message) context.addIssue({ code: 'custom', message })
    })

/** Forms send digits, catalogue files send numbers. */
export const wholeNumberField = (label: string, least: number, most: number) => {
  const range = `The ${label} field must be a whole number from ${least} to ${most.toLocaleString('en')}.`
  return z
    .union([z.number(), z.string()], { error: ({ input }) => (isMissing(input) ? missing(label) : range) })
    .transform((typed, context) => {
      const digits = String(typed).trim()
      const number = /^\d{1,9}$/.test(digits) ? Number(digits) : Number.NaN
      if (number >= least && number <= most) return number
      context.addIssue({ code: 'custom', message: digits === '' ? missing(label) : range })
      return z.NEVER
    })
}

const address = z.email()

export const emailField = (label: string) =>
  textField(label, {
    atMost: 254,
    rule: typed => (address.safeParse(typed).success ? undefined : `The ${label} field is not a valid email address.`),
  })
