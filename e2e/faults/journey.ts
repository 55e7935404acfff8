import { setTimeout as pause } from 'node:timers/promises'
import { PlainBrowser } from '../plain/browser.ts'
import type { Page } from '../plain/page.ts'

/** What somebody does with the seats that are held for them. */
export type Fate =
  | 'leaves'
  | 'changes and pays'
  | 'pays'
  | 'is rejected and pays'
  | 'pays after the hold'
  | 'pays after the deadline'

const fates: readonly (readonly [Fate, number])[] = [
  ['pays', 0.45],
  ['changes and pays', 0.12],
  ['is rejected and pays', 0.12],
  ['leaves', 0.13],
  ['pays after the hold', 0.08],
  ['pays after the deadline', 0.1],
]

export const fateAt = (chance: number): Fate => {
  let sum = 0
  for (const [fate, share] of fates) {
    sum += share
    if (chance < sum) return fate
  }
  return 'pays'
}

/** What the site has told somebody, and what must therefore be true for ever. */
export type Acknowledged = Readonly<{
  orderIds: ReadonlySet<string>
  confirmed: ReadonlySet<string>
  /** The e-mail address of whoever has a seat of that order. */
  attendees: ReadonlyMap<string, string>
}>

export type Journey = Readonly<{
  fate: Fate
  /** Orders, and goes on to the payment; who pays late stops there. */
  begin(): Promise<void>
  /** Pays, if that is what they waited for. */
  payLate(): Promise<void>
  acknowledged: Acknowledged
  /** What came instead of a page. */
  unanswered(): readonly string[]
  /** Whether the button "Order seats" was pressed, how often soever. */
  hasOrdered(): boolean
}>

/** How many seats of each seat type, by name, somebody wants first and would change to. */
export type Wishes = Readonly<{ first: Record<string, number>; afterwards: Record<string, number> }>

export type JourneyOptions = Readonly<{
  site: string
  slug: string
  fate: Fate
  wishes: Wishes
  /** Says who will come, once the order is confirmed. */
  namesAttendee: boolean
  answerWithinMs: number
}>

const patienceMs = 120_000
const orderIn = (address: string): string | undefined => /\/orders\/([0-9a-f-]{36})/.exec(address)?.[1]
const isSorry = ({ status, html }: Page): boolean => status >= 500 || html.includes('Something went wrong on our side')

/** Only what the page has a field for: what is sold out has none. */
const offered = (page: Page, seats: Record<string, number>): Record<string, string> => {
  if (!page.html.includes('Order seats')) return {}
  const { fields } = page.form('Order seats')
  const typed = Object.entries(seats).map(([name, quantity]) => [`Quantity for ${name}`, `${quantity}`] as const)
  return Object.fromEntries(typed.filter(([label, quantity]) => fields.has(label) && quantity !== '0'))
}

/**
 * One person with a browser without JavaScript, who presses the same button of the same page again when no answer comes, as the
 * site says is safe, and who gives up only after two minutes without one (then it throws).
 */
export const startJourney = ({ site, slug, fate, wishes, namesAttendee, answerWithinMs }: JourneyOptions): Journey => {
  const browser = new PlainBrowser(site, answerWithinMs)
  const acknowledged = { orderIds: new Set<string>(), confirmed: new Set<string>(), attendees: new Map<string, string>() }
  const unanswered: string[] = []
  let hasOrdered = false
  let waitsAt: Page | undefined

  const note = (page: Page): Page => {
    const orderId = orderIn(page.address)
    if (orderId && page.heading !== 'Find your order') acknowledged.orderIds.add(orderId)
    if (orderId && page.heading === 'Thank you') acknowledged.confirmed.add(orderId)
    return page
  }

  const untilAnswered = async (ask: () => Promise<Page>): Promise<Page> => {
    const deadline = Date.now() + patienceMs
    for (;;) {
      const page = await ask().catch((error: Error) => error)
      if (!(page instanceof Error) && !isSorry(page)) return note(page)
      const instead = page instanceof Error ? page.message : `${page.status} ${page.heading} at ${page.address}`
      unanswered.push(instead)
      if (Date.now() > deadline) throw new Error(`no answer for ${patienceMs / 1000} seconds, at last: ${instead}`)
      await pause(200)
    }
  }
  const open = (address: string) => untilAnswered(() => browser.open(address))
  const press = (page: Page, button: string, typed: Record<string, string> = {}) =>
    untilAnswered(() => browser.press(page, button, typed))

  const addressOf = (page: Page): string => `/${slug}/orders/${orderIn(page.address)}`

  const untilReserved = async (seen: Page): Promise<Page> => {
    const deadline = Date.now() + patienceMs
    let page = seen
    while (page.html.includes('Reserving your seats') && Date.now() < deadline) {
      await pause(300)
      page = await open(page.address)
    }
    return page
  }

  /** The page that the order led to; undefined where nothing is left to order. */
  const order = async (): Promise<Page | undefined> => {
    const choosing = await open(`/${slug}/register`)
    const typed = offered(choosing, wishes.first)
    if (Object.keys(typed).length === 0) return undefined
    hasOrdered = true
    return untilReserved(await press(choosing, 'Order seats', typed))
  }

  const changeSeats = async (ordered: Page): Promise<Page> => {
    const changing = await open(`${addressOf(ordered)}/register`)
    const typed = offered(changing, wishes.afterwards)
    if (changing.heading !== 'Change your seats' || Object.keys(typed).length === 0) return changing
    return untilReserved(await press(changing, 'Order seats', typed))
  }

  /** From what is seen of the order to the payment processor's page; undefined where there is nothing to pay, which completes what is free. */
  const checkOut = async (seen: Page, order: string): Promise<Page | undefined> => {
    const checkout = seen.heading === 'Checkout' ? seen : await open(`${order}/checkout`)
    if (checkout.heading !== 'Checkout') return undefined
    const details = { 'First name': 'Ada', 'Last name': 'Byron', Email: 'ada@example.org' }
    const button = checkout.html.includes('Complete registration') ? 'Complete registration' : 'Proceed to payment'
    const paying = await press(checkout, button, details)
    return paying.heading === 'Payment processor' ? paying : undefined
  }

  const pay = async (ordered: Page): Promise<void> => {
    const paying = await checkOut(ordered, addressOf(ordered))
    if (!paying) return
    if (fate === 'is rejected and pays') {
      const again = await checkOut(await press(paying, 'Reject payment'), addressOf(ordered))
      if (again) await press(again, 'Accept payment')
    } else if (fate === 'pays after the hold' || fate === 'pays after the deadline') waitsAt = paying
    else await press(paying, 'Accept payment')
  }

  /** Who is shown a confirmation names an attendee for one seat, the last; the seats follow the confirmation in a moment. */
  const nameAttendee = async (address: string): Promise<void> => {
    const orderId = orderIn(address) ?? ''
    if (!acknowledged.confirmed.has(orderId)) await open(address)
    if (!acknowledged.confirmed.has(orderId)) return
    const deadline = Date.now() + patienceMs
    let naming = await open(`${address}/seats`)
    for (; naming.heading !== 'Assign seats' && Date.now() < deadline; naming = await open(`${address}/seats`)) await pause(300)
    const email = `grace-${orderId}@example.org`
    const saved = await press(naming, 'Save assignments', { 'First name': 'Grace', 'Last name': 'Hopper', Email: email })
    if (saved.html.includes('Your seat assignments are saved.')) acknowledged.attendees.set(orderId, email)
  }

  return {
    fate,
    acknowledged,
    unanswered: () => unanswered,
    hasOrdered: () => hasOrdered,
    begin: async () => {
      const ordered = await order()
      if (!ordered || fate === 'leaves') return
      await pay(fate === 'changes and pays' ? await changeSeats(ordered) : ordered)
      if (namesAttendee) await nameAttendee(addressOf(ordered))
    },
    payLate: async () => {
      if (waitsAt) await press(waitsAt, 'Accept payment')
      waitsAt = undefined
    },
  }
}
