export type MailPart = Readonly<{ type: string; filename?: string; body: string }>

export type ReceivedMail = Readonly<{
  recipients: readonly string[]
  /** As they were sent: unfolded, not decoded. A header that came twice makes the test fail that asks for it. */
  header(name: string): string
  /** The same, readable. */
  decoded(name: string): string
  headerNames: readonly string[]
  parts: readonly MailPart[]
  part(type: string): MailPart
}>

const fromBytes = (bytes: Buffer): string => bytes.toString('utf8')

const unquote = (text: string): Buffer =>
  Buffer.from(
    text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )

const decodeBody = (body: string, encoding: string): string => {
  if (encoding === 'base64') return fromBytes(Buffer.from(body, 'base64'))
  return fromBytes(encoding === 'quoted-printable' ? unquote(body) : Buffer.from(body, 'latin1'))
}

/** RFC 2047: words like =?UTF-8?B?…?=, which belong together when only space is between them. */
const decodeWords = (text: string): string =>
  text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/(=\?utf-8\?[BQ]\?[^?]*\?=)+/gi, words =>
      fromBytes(
        Buffer.concat(
          [...words.matchAll(/=\?utf-8\?([BQ])\?([^?]*)\?=/gi)].map(([, kind, content = '']) =>
            kind?.toUpperCase() === 'B' ? Buffer.from(content, 'base64') : unquote(content.replaceAll('_', ' ')),
          ),
        ),
      ),
    )

type Headers = readonly (readonly [name: string, value: string])[]

const split = (raw: string): Readonly<{ headers: Headers; body: string }> => {
  const end = raw.indexOf('\r\n\r\n')
  const lines = raw
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
  const headers = lines.map(
    line => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()] as const,
  )
  return { headers, body: raw.slice(end + 4) }
}

const firstOf = (headers: Headers, name: string): string => headers.find(([each]) => each === name)?.[1] ?? ''

const partsOf = (raw: string): MailPart[] => {
  const { headers, body } = split(raw)
  const type = firstOf(headers, 'content-type')
  const boundary = /boundary="([^"]+)"/.exec(type)?.[1]
  if (boundary)
    return body
      .split(`--${boundary}`)
      .slice(1, -1)
      .flatMap(part => partsOf(part.replace(/^\r\n/, '')))
  const filename = /filename="?([^";]+)/.exec(firstOf(headers, 'content-disposition'))?.[1]
  const decoded = decodeBody(body.replace(/\r\n$/, ''), firstOf(headers, 'content-transfer-encoding').toLowerCase())
  return [{ type: type.split(';')[0] ?? '', filename, body: decoded }]
}

/** A mail as a mail program reads it, as far as the tests need it. `raw`: its bytes as latin1. */
export const readMail = (raw: string, recipients: readonly string[]): ReceivedMail => {
  const { headers } = split(raw)
  const header = (name: string): string => {
    const found = headers.filter(([each]) => each === name.toLowerCase())
    if (found.length > 1) throw new Error(`${name} came ${found.length} times`)
    return found[0]?.[1] ?? ''
  }
  const parts = partsOf(raw)
  return {
    recipients,
    header,
    decoded: name => decodeWords(header(name)),
    headerNames: headers.map(([name]) => name),
    parts,
    part: type => {
      const found = parts.find(part => part.type === type)
      if (!found) throw new Error(`no part is ${type}, but ${parts.map(part => part.type)}`)
      return found
    },
  }
}
