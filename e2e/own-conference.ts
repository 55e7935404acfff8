import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'playwright/test'
import { closePools } from '#drizzle/db'
import { loadCatalogue } from '#drizzle/seed'
import { provideSettings } from '#drizzle/settings'
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

/** What `npm run seed` does, in this process: starting one for each conference would take longer than most specs do. */
const loadFile = async (file: string, { databaseUrl, url, secrets }: Stage): Promise<void> => {
  provideSettings({
    ...secrets,
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    PUBLIC_URL: url,
    PAYMENT_PROCESSOR: 'simulated',
  })
  const problems = (await loadCatalogue([file])).flatMap(loaded => loaded.problems)
  await closePools()
  if (problems.length > 0) throw new Error(problems.join('\n'))
}

/** Creates or updates conferences, and waits until the site shows what was asked. */
export const loadConferences = async (...catalogues: readonly Catalogue[]): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'contoso-catalogue-'))
  const file = join(folder, 'catalogue.json')
  writeFileSync(file, JSON.stringify(catalogues.map(catalogue => ({ ...defaults, ...catalogue }))))
  await loadFile(file, stage())
  rmSync(folder, { recursive: true })
  for (const { slug, published, seatTypes } of catalogues) {
    const isShown = async () => {
      const page = await fetch(`${stage().url}/${slug}`)
      const html = await page.text()
      return published ? seatTypes.every(({ name }) => html.includes(name)) : page.status === 404
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
