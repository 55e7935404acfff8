/** A page as a script reads it: forms are found by their button, fields by their label, as a person finds them. */
export type Form = Readonly<{
  hidden: readonly (readonly [string, string])[]
  fields: ReadonlyMap<string, string>
  button: string
}>

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'", '#39': "'" }
const plain = (html: string): string =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/&([a-z]+|#x?[0-9a-f]+);/gi, (whole, name: string) => entities[name] ?? whole)
    .replace(/\s+/g, ' ')
    .trim()

const attribute = (tag: string, name: string): string | undefined => {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)
  return found ? plain(found[1] ?? '') : undefined
}

export const heading = (html: string): string => plain(/<h1[^>]*>(.*?)<\/h1>/s.exec(html)?.[1] ?? '')

/** The form whose submit button bears that name. Throws when the page has none. */
export const formWith = (html: string, button: string): Form => {
  for (const [whole] of html.matchAll(/<form\b.*?<\/form>/gs)) {
    const submit = [...whole.matchAll(/<button\b[^>]*>(.*?)<\/button>/gs)].find(([, label]) => plain(label ?? '') === button)
    if (!submit) continue
    const inputs = [...whole.matchAll(/<input\b[^>]*>/g)].map(([tag]) => tag)
    const hidden = inputs
      .filter(tag => attribute(tag, 'type') === 'hidden')
      .map(tag => [attribute(tag, 'name') ?? '', attribute(tag, 'value') ?? ''] as const)
    const pressed = attribute(submit[0], 'name')
    if (pressed) hidden.push([pressed, attribute(submit[0], 'value') ?? ''])
    const names = new Map(inputs.map(tag => [attribute(tag, 'id') ?? '', attribute(tag, 'name') ?? '']))
    const fields = new Map<string, string>()
    for (const [tag, inner] of whole.matchAll(/<label\b[^>]*>(.*?)<\/label>/gs)) {
      const name = names.get(attribute(tag, 'for') ?? '')
      if (name) fields.set(plain(inner ?? ''), name)
    }
    return { hidden, fields, button }
  }
  throw new Error(`no form with the button "${button}" on the page "${heading(html)}"`)
}
