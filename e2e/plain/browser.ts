import { setTimeout as pause } from 'node:timers/promises'
import { type Form, Page } from './page.ts'

/** What is sent besides what is typed: entries of the form by name that are changed, and entries that are added. */
export type Tampering = Readonly<{
  changed?: Readonly<Record<string, string | Blob>>
  added?: readonly (readonly [string, string | Blob])[]
}>

const askAgainMs = 100
const settledWithinMs = 15_000

/** Of a file it keeps the mark at the beginning too. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** A browser that has cookies, and neither scripts nor a screen. */
export class PlainBrowser {
  private readonly cookies = new Map<string, string>()

  constructor(
    readonly site: string,
    private readonly answerWithinMs = 60_000,
  ) {}

  /** Its cookies, as it sends them. */
  get cookie(): string {
    return Array.from(this.cookies, ([name, value]) => `${name}=${value}`).join('; ')
  }

  /** Opens an address and follows redirects; those that send a form on (307 and 308) with the form. Throws when no answer comes. */
  async open(address: string, init: RequestInit = {}): Promise<Page> {
    const begun = performance.now()
    let url = new URL(address, this.site)
    let request: RequestInit = init
    for (;;) {
      const headers = { ...request.headers, cookie: this.cookie }
      const { response, html } = await this.exchange(url, { ...request, headers })
      for (const line of response.headers.getSetCookie()) this.keep(line)
      const next = response.headers.get('location')
      if (!next || response.status < 300 || response.status > 399)
        return new Page(url.pathname + url.search, response.status, html, performance.now() - begun, response.headers)
      url = new URL(next, url)
      if (response.status !== 307 && response.status !== 308) request = {}
    }
  }

  /** With a timer of our own: with AbortSignal.timeout some requests to a process that was frozen never ended (Node 20). */
  private exchange(url: URL, request: RequestInit): Promise<{ response: Response; html: string }> {
    const giveUp = new AbortController()
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        giveUp.abort()
        reject(new Error(`no answer within ${this.answerWithinMs} ms`))
      }, this.answerWithinMs)
      fetch(url, { ...request, redirect: 'manual', signal: giveUp.signal })
        .then(async response => ({ response, html: decoder.decode(await response.arrayBuffer()) }))
        .then(resolve, reject)
        .finally(() => clearTimeout(timer))
    })
  }

  private keep(line: string): void {
    const [pair = ''] = line.split(';')
    const [name = '', value = ''] = pair.split(/=(.*)/s)
    this.cookies.set(name, value)
  }

  /** Fills the form of that button by its labels and presses it. */
  press(page: Page, button: string, typed: Readonly<Record<string, string>> = {}, tampering: Tampering = {}): Promise<Page> {
    const form = page.form(button)
    const entries = tampered(filledIn(form, typed, page), tampering)
    const address = new URL(form.action ?? page.address, new URL(page.address, this.site))
    if (form.method === 'GET') {
      address.search = new URLSearchParams(entries.map(([name, value]) => [name, String(value)])).toString()
      return this.open(address.pathname + address.search)
    }
    const body = new FormData()
    for (const [name, value] of entries) body.append(name, value)
    return this.open(address.pathname + address.search, { method: 'POST', body, headers: { origin: this.site } })
  }

  /** Follows the one link with that text. Throws when there is none, or another one too. */
  follow(page: Page, text: string): Promise<Page> {
    const [address, ...others] = page.links(text)
    if (address === undefined || others.length > 0)
      throw new Error(`${others.length + (address ? 1 : 0)} links "${text}" on the page "${page.heading}"`)
    return this.open(new URL(address, new URL(page.address, this.site)).href)
  }

  /** The page as soon as it is as expected, asked for anew until then; after fifteen seconds as it is. */
  async until(page: Page, isAsExpected: (page: Page) => boolean): Promise<Page> {
    const deadline = performance.now() + settledWithinMs
    let seen = page
    while (!isAsExpected(seen) && performance.now() < deadline) {
      await pause(askAgainMs)
      seen = await this.open(seen.address)
    }
    return seen
  }
}

type Entries = readonly (readonly [string, string | Blob])[]

const filledIn = (form: Form, typed: Readonly<Record<string, string>>, page: Page): Entries => {
  const values = new Map(
    Object.entries(typed).map(([label, value]) => {
      const name = form.fields.get(label)
      if (!name) throw new Error(`no field "${label}" in that form of the page "${page.heading}"`)
      return [name, value]
    }),
  )
  return form.entries.map(([name, value]) => [name, values.get(name) ?? value])
}

const tampered = (entries: Entries, { changed = {}, added = [] }: Tampering): Entries => {
  const unknown = Object.keys(changed).filter(name => !entries.some(([known]) => known === name))
  if (unknown.length > 0) throw new Error(`no entry "${unknown}" in the form`)
  return [...entries.map(([name, value]) => [name, changed[name] ?? value] as const), ...added]
}
