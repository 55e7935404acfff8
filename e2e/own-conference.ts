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

/** Whether the site says of the conference what its catalogue does, and offers the seats of one that is new. */
const isAsItSays = async ({ slug, published, seatTypes }: Catalogue, isNew: boolean): Promise<boolean> => {
  const page = await new PlainBrowser(stage().url).open(`/${slug}/register`)
  if (!published) return page.status === 404
  const isNamed = page.status === 200 && seatTypes.every(({ name }) => page.text.includes(name))
  const offered = seatTypes.filter(({ quota }) => isNew && quota > 0)
  if (!isNamed || offered.length === 0) return isNamed
  // A seat type is shown a moment before its seats are there.
  if (!page.html.includes('Order seats')) return false
  const { fields } = page.form('Order seats')
  return offered.every(({ name }) => fields.has(`Quantity for ${name}`))
}

/** Creates or updates conferences, and waits until the site shows what was asked. */
export const loadConferences = async (...catalogues: readonly Catalogue[]): Promise<void> => {
  const before = await Promise.all(catalogues.map(({ slug }) => fetch(`${stage().url}/${slug}`)))
  const body = JSON.stringify(catalogues.map(catalogue => ({ ...defaults, ...catalogue })))
  const loaded = await fetch(stage().catalogueLoader, { method: 'POST', body })
  expect(await loaded.text()).toBe('')
  for (const [index, catalogue] of catalogues.entries()) {
    const isShown = () => isAsItSays(catalogue, before[index]?.status === 404)
    const message = `/${catalogue.slug} as its catalogue says`
    await expect.poll(isShown, { message, timeout: 15_000, intervals: [100] }).toBe(true)
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
