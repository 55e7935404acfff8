/** As deep, and as many in one list, as React takes and far more than a form of ours has. */
const deepest = 64
const longestList = 1_000

type Parts = ReadonlyMap<string, unknown>

const isContainer = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null

/** `1:0:typed`: part 1, and in it the way to something that was written there before. */
const leadsSomewhere = (reference: string, parts: Parts): boolean => {
  const [part = '', ...path] = reference.split(':')
  let value: unknown = parts.get(String(Number.parseInt(part, 16)))
  for (const name of path) {
    if (!isContainer(value) || !Object.hasOwn(value, name)) return false
    value = value[name]
  }
  return isContainer(value)
}

const isText = (text: string, parts: Parts): boolean => {
  if (!text.startsWith('$')) return true
  if (text.startsWith('$$') || /^\$(undefined|T|NaN|-?Infinity|-0|D[\dTZ:.+-]*|n-?\d{1,300}|K[\da-f]{1,4})$/.test(text))
    return true
  return /^\$[\da-f]{1,4}(:|$)/.test(text) && leadsSomewhere(text.slice(1), parts)
}

const isValue = (value: unknown, parts: Parts, depth = 0): boolean => {
  if (typeof value === 'string') return isText(value, parts)
  if (!isContainer(value)) return true
  if (depth > deepest || (Array.isArray(value) && value.length > longestList)) return false
  return Object.values(value).every(inner => isValue(inner, parts, depth + 1))
}

/** The parts of one message, read; undefined when one of them is no JSON. */
const readParts = (texts: ReadonlyMap<string, FormDataEntryValue>): Parts | undefined => {
  const parts = new Map<string, unknown>()
  for (const [number, text] of texts) {
    if (typeof text !== 'string') return undefined
    try {
      parts.set(number, JSON.parse(text))
    } catch {
      return undefined
    }
  }
  return parts
}

const isList = (part: unknown, parts: Parts): boolean => Array.isArray(part) && isValue(part, parts)

/** The arguments of an action that a script of ours calls: a list in part 0. */
const areArguments = (texts: ReadonlyMap<string, FormDataEntryValue>): boolean => {
  const parts = readParts(texts)
  return parts !== undefined && isList(parts.get('0'), parts) && [...parts.values()].every(part => isValue(part, parts))
}

/** A form's hidden fields: which action in part 0, and the list of what it is given besides the form in the part named there. */
const isBoundAction = (texts: ReadonlyMap<string, FormDataEntryValue>): boolean => {
  const parts = readParts(texts)
  const action = parts?.get('0')
  if (!parts || !isContainer(action) || typeof action.id !== 'string') return false
  const { bound } = action
  if (bound !== null && bound !== undefined && !(typeof bound === 'string' && isList(parts.get(bound.replace('$@', '')), parts)))
    return false
  return [...parts].every(([number, part]) => number === '0' || isValue(part, parts))
}

/** Fields called `<prefix><number>`, by number. */
const numbered = (form: FormData, prefix: string): Map<string, FormDataEntryValue> => {
  const found = new Map<string, FormDataEntryValue>()
  for (const [name, value] of form) {
    const number = name.startsWith(prefix) ? name.slice(prefix.length) : ''
    if (/^\d{1,4}$/.test(number)) found.set(number, value)
  }
  return found
}

/** Whether React can have written this body of a call by a script. It answers one that it did not write with a bare 500. */
export const isActionCall = (body: FormData | string): boolean =>
  areArguments(typeof body === 'string' ? new Map([['0', body]]) : numbered(body, ''))

/** The same for a form that the browser sends by itself. */
export const isActionForm = (form: FormData): boolean => {
  const named = [...form.keys()].filter(name => /^\$ACTION_(REF|ID)_/.test(name))
  const isRight = (name: string) =>
    name.startsWith('$ACTION_ID_') || isBoundAction(numbered(form, `$ACTION_${name.slice('$ACTION_REF_'.length)}:`))
  return named.length > 0 && named.every(isRight)
}
