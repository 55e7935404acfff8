import { type HTMLElement, parse } from 'node-html-parser'

/** What a control sends when its form is sent as it is; undefined for what sends nothing of itself, as buttons and unchecked boxes. */
const sentBy = (control: HTMLElement): string | undefined => {
  const type = control.getAttribute('type')
  if (control.tagName === 'TEXTAREA') return control.text.replace(/\r\n?/g, '\n').replace(/^\n/, '')
  if (control.tagName === 'SELECT') {
    const options = control.querySelectorAll('option')
    const chosen = options.find(option => option.hasAttribute('selected')) ?? options[0]
    return chosen?.getAttribute('value') ?? chosen?.text
  }
  if (type === 'submit' || type === 'button' || type === 'file') return undefined
  if ((type === 'checkbox' || type === 'radio') && !control.hasAttribute('checked')) return undefined
  return control.getAttribute('value') ?? (type === 'checkbox' ? 'on' : '')
}

const plain = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** A form as whoever uses it sees it. */
export type Form = Readonly<{
  method: 'GET' | 'POST'
  /** Where it is sent to; undefined: to the page that it is on. */
  action: string | undefined
  /** What is sent when nobody types, that of the pressed button included: names with values, hidden ones too. */
  entries: readonly (readonly [string, string])[]
  /**
   * The names of the fields by their labels. In a group a field is also known by the group's name: "Seat 1: Talks, First name". Of
   * several with one label the last one has it.
   */
  fields: ReadonlyMap<string, string>
}>

/** A page as somebody reads it who sees no more than its texts, its labels and its tables. */
export class Page {
  private readonly root: HTMLElement

  constructor(
    /** Without the site's name: /contoso-2026/register?chosen */
    readonly address: string,
    readonly status: number,
    readonly html: string,
    /** From the request to the last byte, redirects included. */
    readonly milliseconds: number,
    readonly headers: Headers,
  ) {
    this.root = parse(html, { comment: false, blockTextElements: { script: false, style: false, noscript: true } })
  }

  get heading(): string {
    return plain(this.root.querySelector('h1')?.text ?? '')
  }

  get title(): string {
    return plain(this.root.querySelector('title')?.text ?? '')
  }

  /** All that can be read on it. */
  get text(): string {
    return plain((this.root.querySelector('body') ?? this.root).structuredText)
  }

  /** The sentences of the error summary. */
  get problems(): string[] {
    const summary = this.root.querySelectorAll('[role=alert]').find(alert => alert.text.includes('There is a problem'))
    return (summary?.querySelectorAll('li') ?? []).map(item => plain(item.text))
  }

  /** What can be read in the group, section or list item that is headed so. Throws when the page has none. */
  part(heading: string): string {
    const parts = this.root.querySelectorAll('fieldset, section, li')
    const found = parts.find(part => plain(part.querySelector('legend, h2, h3')?.text ?? '') === heading)
    if (!found) throw new Error(`no part "${heading}" on the page "${this.heading}"`)
    return plain(found.structuredText)
  }

  /** What that selector finds, each to be read like a page of its own. */
  parts(selector: string): Page[] {
    const { address, status, milliseconds, headers } = this
    return this.root.querySelectorAll(selector).map(part => new Page(address, status, part.outerHTML, milliseconds, headers))
  }

  /** What stands beside that term in a list of terms. */
  definition(term: string): string | undefined {
    const found = this.root.querySelectorAll('dt').find(element => plain(element.text) === term)
    const definition = found?.parentNode?.querySelector('dd')
    return definition ? plain(definition.text) : undefined
  }

  /** The cells of the first row that begins with that name, without the name itself where it is the row's heading. */
  cells(name: string): string[] {
    const row = this.root.querySelectorAll('tr').find(({ text }) => plain(text).startsWith(name))
    return (row?.querySelectorAll('td') ?? []).map(cell => plain(cell.text))
  }

  /** The addresses that links with that text lead to. */
  links(text: string): string[] {
    const links = this.root.querySelectorAll('a').filter(link => plain(link.text) === text)
    return links.map(link => link.getAttribute('href') ?? '')
  }

  /** What stands in the field with that label now, or in one with that name. Throws when the page has none. */
  value(label: string): string {
    for (const form of this.root.querySelectorAll('form')) {
      const name = fieldsIn(form).get(label) ?? label
      const control = controlsIn(form).find(control => control.getAttribute('name') === name)
      if (control) return sentBy(control) ?? ''
    }
    throw new Error(`no field "${label}" on the page "${this.heading}"`)
  }

  /** All forms, each as it is sent when none of its buttons is pressed. */
  get forms(): Form[] {
    return this.root.querySelectorAll('form').map(form => read(form))
  }

  /** The form whose button bears that name, for eyes or for ears. Throws when the page has none. */
  form(button: string): Form {
    for (const form of this.root.querySelectorAll('form')) {
      const pressed = form.querySelectorAll('button').find(found => nameOf(found) === button)
      if (pressed) return read(form, pressed)
    }
    throw new Error(`no form with the button "${button}" on the page "${this.heading}"`)
  }
}

const read = (form: HTMLElement, pressed?: HTMLElement): Form => {
  const controls = controlsIn(form).filter(control => control.hasAttribute('name') && !control.hasAttribute('disabled'))
  const name = pressed?.getAttribute('name')
  const entries = controls.flatMap(control => {
    const value = sentBy(control)
    return value === undefined ? [] : [[control.getAttribute('name') ?? '', value] as const]
  })
  return {
    method: form.getAttribute('method')?.toUpperCase() === 'POST' ? 'POST' : 'GET',
    action: pressed?.getAttribute('formaction') ?? form.getAttribute('action'),
    entries: name ? [...entries, [name, pressed?.getAttribute('value') ?? '']] : entries,
    fields: fieldsIn(form),
  }
}

const nameOf = (element: HTMLElement): string => element.getAttribute('aria-label') ?? plain(element.text)

const controlsIn = (form: HTMLElement): HTMLElement[] => form.querySelectorAll('input, select, textarea')

const fieldsIn = (form: HTMLElement): Map<string, string> => {
  const names = new Map(controlsIn(form).map(control => [control.getAttribute('id'), control.getAttribute('name')]))
  const fields = new Map<string, string>()
  for (const label of form.querySelectorAll('label')) {
    const name = names.get(label.getAttribute('for'))
    if (!name) continue
    fields.set(plain(label.text), name)
    const group = label.closest('fieldset')?.querySelector('legend')
    if (group) fields.set(`${plain(group.text)}, ${plain(label.text)}`, name)
  }
  return fields
}
