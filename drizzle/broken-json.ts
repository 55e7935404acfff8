const token =
  /[{}[\]:,]|true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|"(?:[^"\\\t\r\n]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y
const space = /[ \t\r\n]*/y

type Wanted = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or closing' | 'the end'

/** The first place where the text is no JSON any more: the beginning of what should not be there, or the end of the text. */
const breaksAt = (text: string): number => {
  const closing: string[] = []
  let wanted: Wanted = 'value'
  let at = 0
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at
    return pattern.exec(text)?.[0] ?? ''
  }
  const open = (closer: '}' | ']'): Wanted => {
    closing.push(closer)
    return closer === '}' ? 'key or }' : 'value or ]'
  }
  const afterValue = (): Wanted => (closing.length === 0 ? 'the end' : ', or closing')
  const close = (): Wanted => {
    closing.pop()
    return afterValue()
  }
  /** What may follow the token, undefined when it should not be there. */
  const follow = (found: string): Wanted | undefined => {
    const isValue = found !== '' && !'{}[]:,'.includes(found)
    if (wanted === 'value or ]' && found === ']') return close()
    if (wanted === 'value' || wanted === 'value or ]')
      return found === '{' ? open('}') : found === '[' ? open(']') : isValue ? afterValue() : undefined
    if (wanted === 'key or }' && found === '}') return close()
    if (wanted === 'key' || wanted === 'key or }') return found.startsWith('"') ? ':' : undefined
    if (wanted === ':') return found === ':' ? 'value' : undefined
    if (wanted === ', or closing' && found === closing.at(-1)) return close()
    if (wanted === ', or closing' && found === ',') return closing.at(-1) === '}' ? 'key' : 'value'
    return undefined
  }
  for (;;) {
    at += take(space).length
    const found = take(token)
    const next = follow(found)
    if (next === undefined) return at
    wanted = next
    at += found.length
  }
}

/**
 * Says where a text that JSON.parse refuses stops being JSON; what the engine itself says differs between versions and often
 * names no place. Lines and columns count from 1.
 */
export const describeBrokenJson = (text: string): string => {
  const at = breaksAt(text)
  const before = text.slice(0, at).split('\n')
  const place = `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`
  return at >= text.length ? `The JSON ends too early, at ${place}.` : `This is not JSON from ${place} on.`
}
