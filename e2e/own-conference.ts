import { randomBytes } from 'node:crypto'
import { expect, test } from 'playwright/test'
import { PlainBrowser } from './plain/browser.ts'
import { findStage, type Stage } from './stages.ts'

/** The stage that the running spec visits. */
export const stage = (): Stage => findStage(test.info().project.name)

type SeatType = Readonly<{ name: string; price: string; quota: number; description?: string }>

/** What a catalogue file says about one conference. */
export type Catalogue = Readonly<{
  slug: string
  name: string
  published: boolean
  seatTypes: readonly SeatType[]
  tagline?: string
  description?: string
  location?: string
  currency?: string
  holdMinutes?: number
}>

const defaults = {
  ownerName: 'Spec Owners',
  ownerEmail: 'owner@specs.example',
  description: 'A day of talks.\nBring a friend.',
  location: 'Riverside Hall, Geneva',
  timeZone: 'Europe/Zurich',
  currency: 'USD',
  startsAt: '2027-09-01T09:00',
  endsAt: '2027-09-02T17:00',
}

/** Creates or updates conferences, and waits until the site shows what was asked. */
export const loadConferences = async (...catalogues: readonly Catalogue[]): Promise<void> => {
  const body = JSON.stringify(catalogues.map(catalogue => ({ ...defaults, ...catalogue })))
  const loaded = await fetch(stage().catalogueLoader, { method: 'POST', body })
  expect(await loaded.text()).toBe('')
  for (const { slug, published, seatTypes } of catalogues) {
    // A seat type is shown a moment before its seats are there.
    const offered = seatTypes.filter(({ quota }) => quota > 0)
    const isShown = async () => {
      const page = await new PlainBrowser(stage().url).open(`/${slug}/register`)
      if (!published) return page.status === 404
      const isThere = page.status === 200 && seatTypes.every(({ name }) => page.text.includes(name))
      if (!isThere || offered.length === 0) return isThere
      return (
        page.html.includes('Order seats') &&
        offered.every(({ name }) => page.form('Order seats').fields.has(`Quantity for ${name}`))
      )
    }
    await expect.poll(isShown, { message: `/${slug} as its catalogue says`, timeout: 15_000, intervals: [100] }).toBe(true)
  }
}

/** A slug that no other run of a spec has. */
export const newSlug = (theme: string): string => `${theme}-${randomBytes(4).toString('hex')}`

type Given = Pick<Catalogue, 'seatTypes'> & Partial<Catalogue>

/** A published conference for one spec alone, so that nobody else eats up its seats; to be loaded. */
export const newConference = (theme: string, given: Given): Catalogue => ({
  slug: newSlug(theme),
  name: `Conference about ${theme}`,
  published: true,
  ...given,
})

/** The same, loaded. */
export const openConference = async (theme: string, given: Given): Promise<Catalogue> => {
  const catalogue = newConference(theme, given)
  await loadConferences(catalogue)
  return catalogue
}
