import { setTimeout as pause } from 'node:timers/promises'
import { formWith } from '../load/page.ts'
import { Registrant, type Visit } from '../load/registrant.ts'

/** A repeatable source of chance (mulberry32 by Tommy Ettinger): numbers from 0 up to 1. */
export const chance = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export type CrowdOptions = Readonly<{ site: string; slug: string; seatTypes: readonly string[]; size: number; seed: number }>

/** How everybody's order ended, by the page they stood on, and every answer that was an error of ours. */
export type CrowdReport = Readonly<{ pages: Readonly<Record<string, number>>; errors: readonly string[] }>

const pick = (next: () => number, seatTypes: readonly string[]): Record<string, number> => {
  const wish = Object.fromEntries(seatTypes.map(name => [name, Math.floor(next() * 3)]))
  if (Object.values(wish).every(quantity => quantity === 0)) wish[seatTypes[0] ?? ''] = 1
  return wish
}

const patienceMs = 30_000

/** Looks at the order again and again, as the page itself does, until its seats are known. */
const untilReserved = async (registrant: Registrant, seen: Visit): Promise<Visit> => {
  const deadline = Date.now() + patienceMs
  let page = seen
  while (page.html.includes('Reserving your seats') && Date.now() < deadline) {
    await pause(500)
    page = await registrant.open(page.address)
  }
  return page
}

/** One person: orders, takes what there is, and then pays, is rejected, or leaves. */
const visit = async (registrant: Registrant, slug: string, wish: Record<string, number>, mood: number): Promise<Visit> => {
  const choosing = await registrant.open(`/${slug}/register`)
  const fields = choosing.html.includes('Order seats') ? formWith(choosing.html, 'Order seats').fields : new Map()
  const wanted = Object.entries(wish).map(([name, quantity]) => [`Quantity for ${name}`, `${quantity}`] as const)
  const typed = Object.fromEntries(wanted.filter(([label, quantity]) => quantity !== '0' && fields.has(label)))
  if (Object.keys(typed).length === 0) return choosing
  const ordered = await untilReserved(registrant, await registrant.submit(choosing, 'Order seats', typed))
  if (mood < 0.2) return ordered
  const address = ordered.address.replace(/\/(register|checkout)$/, '')
  const checkout = await registrant.open(`${address}/checkout`)
  if (checkout.heading !== 'Checkout') return checkout
  const paying = await registrant.checkOut(checkout)
  if (paying.heading !== 'Payment processor') return paying
  return registrant.submit(paying, mood < 0.35 ? 'Reject payment' : 'Accept payment')
}

/** Everybody at once. */
export const letCrowdIn = async ({ site, slug, seatTypes, size, seed }: CrowdOptions): Promise<CrowdReport> => {
  const next = chance(seed)
  const errors: string[] = []
  const pages: Record<string, number> = {}
  const people = Array.from({ length: size }, () => ({
    registrant: new Registrant(site),
    wish: pick(next, seatTypes),
    mood: next(),
  }))
  await Promise.all(
    people.map(async ({ registrant, wish, mood }) => {
      const end = await visit(registrant, slug, wish, mood).catch((error: Error) => {
        errors.push(error.message)
        return undefined
      })
      if (!end) return
      if (end.status >= 500) errors.push(`${end.status} at ${end.address}`)
      pages[end.heading] = (pages[end.heading] ?? 0) + 1
    }),
  )
  return { pages, errors }
}
