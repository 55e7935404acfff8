import { fill, type Subject } from './doors.ts'
import { stage } from './own-conference.ts'
import type { PlainBrowser } from './plain/browser.ts'
import type { Fields } from './raw-request.ts'

/** Somebody with a session, or with none: what it may open, and what is its own. */
export type Visitor = Readonly<{ cookie: string; home?: string; own: Partial<Subject> }>

/** `text`: whatever was answered, the address that it leads on to included. */
export type Answer = Readonly<{ status: number; location: string; text: string }>

/** Of an event stream, no more than its first event. */
const bodyOf = async ({ headers, body }: Response): Promise<string> => {
  const isStream = headers.get('content-type')?.startsWith('text/event-stream')
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (isStream && text.includes('data:')) break
  }
  return text
}

export const ask = async ({ cookie }: Visitor, path: string, init: RequestInit = {}): Promise<Answer> => {
  const headers = { ...init.headers, ...(cookie && { cookie }), origin: stage().url }
  const signal = AbortSignal.timeout(10_000)
  const response = await fetch(`${stage().url}${path}`, { ...init, headers, signal, redirect: 'manual' })
  const location = response.headers.get('location') ?? response.headers.get('x-action-redirect') ?? ''
  return { status: response.status, location, text: `${location}\n${await bodyOf(response)}` }
}

/** The two ways in which a page comes: as a document, and to the scripts of a page that is open already. */
export const waysToOpen: readonly ((visitor: Visitor, path: string) => Promise<Answer>)[] = [
  ask,
  (visitor, path) => ask(visitor, `${path}${path.includes('?') ? '&' : '?'}_rsc`, { headers: { rsc: '1' } }),
]

/** A form as a browser got it, filled in. */
export type FilledForm = Readonly<{ id: string; fields: Fields }>

const bodyWith = (fields: Fields): FormData => {
  const body = new FormData()
  for (const [name, value] of fields) body.append(name, value)
  return body
}

const isTyped = ([name]: Fields[number]): boolean => !name.startsWith('$ACTION')

/** As a browser sends it without JavaScript, and as a script of React's calls it. */
export const sendForm = (visitor: Visitor, path: string, { fields }: FilledForm): Promise<Answer> =>
  ask(visitor, path, { method: 'POST', body: bodyWith(fields) })

export const callAction = (visitor: Visitor, path: string, { id, fields }: FilledForm): Promise<Answer> => {
  const called = fields.filter(isTyped).map(([name, value]) => [`_1_${name}`, value] as const)
  const body = bodyWith([...called, ['0', '[null,"$K1"]']])
  return ask(visitor, path, { method: 'POST', body, headers: { 'next-action': id } })
}

/** The form of this action as it stands on the page, with what is typed into it. */
export const fillForm = async (
  browser: PlainBrowser,
  { id, path, typed }: { id: string; path: string; typed: Readonly<Record<string, string>> },
  subject: Subject,
): Promise<FilledForm> => {
  const forms = (await browser.open(path)).forms.map(({ entries }) => entries)
  const form = forms.find(fields => fields.some(field => !isTyped(field) && field.join().includes(id)))
  if (!form) throw new Error(`The form that was looked for is not on ${path}.`)
  const filled = new Map(Object.entries(typed).map(([name, text]) => [fill(name, subject), fill(text, subject)]))
  return { id, fields: [...form.filter(([name]) => !filled.has(name)), ...filled] }
}
