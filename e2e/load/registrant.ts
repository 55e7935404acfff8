import { type Form, formWith, heading } from './page.ts'

export type Visit = Readonly<{ address: string; status: number; html: string; heading: string; milliseconds: number }>

/** Somebody with a browser that has cookies and no JavaScript. */
export class Registrant {
  private readonly cookies = new Map<string, string>()

  constructor(
    private readonly site: string,
    private readonly answerWithinMs = 60_000,
  ) {}

  /**
   * Opens an address and follows redirects, as a browser does. `milliseconds`: from the request to the last byte of the page. Throws
   * when no answer comes.
   */
  async open(address: string, init: RequestInit = {}): Promise<Visit> {
    const begun = performance.now()
    let url = new URL(address, this.site)
    let request: RequestInit = init
    for (;;) {
      const cookie = Array.from(this.cookies, ([name, value]) => `${name}=${value}`).join('; ')
      const { response, html } = await this.exchange(url, { ...request, headers: { ...request.headers, cookie } })
      for (const line of response.headers.getSetCookie()) this.keep(line)
      const next = response.headers.get('location')
      if (!next || response.status < 300 || response.status > 399)
        return {
          address: url.pathname,
          status: response.status,
          html,
          heading: heading(html),
          milliseconds: performance.now() - begun,
        }
      url = new URL(next, url)
      request = {}
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
        .then(async response => ({ response, html: await response.text() }))
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
  submit(page: Visit, button: string, typed: Readonly<Record<string, string>> = {}): Promise<Visit> {
    return this.send(page, formWith(page.html, button), typed)
  }

  private send(page: Visit, form: Form, typed: Readonly<Record<string, string>>): Promise<Visit> {
    const body = new FormData()
    for (const [name, value] of form.hidden) body.append(name, value)
    for (const [label, value] of Object.entries(typed)) {
      const name = form.fields.get(label)
      if (!name) throw new Error(`no field "${label}" beside the button "${form.button}" on the page "${page.heading}"`)
      body.append(name, value)
    }
    return this.open(page.address, { method: 'POST', body, headers: { origin: this.site } })
  }

  /** Chooses seats at a conference, by the names of their seat types. */
  async order(slug: string, seats: Readonly<Record<string, number>>): Promise<Visit> {
    const page = await this.open(`/${slug}/register`)
    return this.submit(page, 'Order seats', quantities(seats))
  }

  /** From checkout to the payment page; or to the end, when there is nothing to pay. */
  checkOut(checkout: Visit, name = 'Ada'): Promise<Visit> {
    const button = checkout.html.includes('Complete registration') ? 'Complete registration' : 'Proceed to payment'
    return this.submit(checkout, button, { 'First name': name, 'Last name': 'Byron', Email: `${name.toLowerCase()}@example.org` })
  }
}

const quantities = (seats: Readonly<Record<string, number>>): Record<string, string> =>
  Object.fromEntries(Object.entries(seats).map(([name, quantity]) => [`Quantity for ${name}`, String(quantity)]))
