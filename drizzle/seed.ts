import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { conferenceForm, sameSeatTypeName, seatTypeForm } from '#domain/conference-management/conference'
import { Refusal } from '#domain/refusal'
import { type CatalogueConference, CatalogueError, type Path, readCatalogue, sentenceAt } from './catalogue.ts'
import { createConference, publishConference, unpublishConference, updateConference } from './conferences.ts'
import { sql, type Tx } from './db.ts'
import { withLocalDatabase } from './embedded.ts'
import { listManagedSeatTypes, lockConference } from './managed-conference.ts'
import { MigrationError, migrate } from './migrate.ts'
import { addSeatType, changeSeatType } from './seat-types.ts'
import { environment, SettingsError, settings } from './settings.ts'

/** `accessCode` only where the conference was created. */
export type LoadedConference = Readonly<{
  outcome: 'created' | 'updated' | 'unchanged'
  slug: string
  ownerEmail: string
  seatTypes: readonly string[]
  published: boolean
  accessCode?: string
}>

export type LoadedFile = Readonly<{ file: string; conferences: readonly LoadedConference[]; problems: readonly string[] }>

/** What the business refuses is said with the place in the file that asked for it. */
const askedAt = async <Result>(path: Path, work: Promise<Result>): Promise<Result> => {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new CatalogueError([sentenceAt(error.field ? [...path, error.field] : path, error.message)])
  }
}

const findOrCreate = async (
  tx: Tx,
  { path, form }: CatalogueConference,
): Promise<{ conferenceId: string; accessCode?: string }> => {
  const [found] = await tx<{ conferenceId: string }[]>`
    select conference_id as "conferenceId" from management.slugs where slug = ${form.slug}`
  return found ?? askedAt(path, createConference(tx, form, 'catalogue'))
}

/** Whether anything changed. What the file does not say stays as it is, seat types that it does not name among them. */
const update = async (tx: Tx, conferenceId: string, { path, given, form }: CatalogueConference): Promise<boolean> => {
  const conference = await lockConference(tx, conferenceId)
  if (conference.ownerEmail !== form.ownerEmail)
    throw new CatalogueError([sentenceAt([...path, 'slug'], 'That slug is already in use by another owner.')])
  const { tagline, holdMinutes, paymentProcessor, version } = conference
  const changes = conferenceForm.parse({ tagline, holdMinutes, paymentProcessor, ...given })
  return askedAt(path, updateConference(tx, conferenceId, version, changes, 'catalogue'))
}

/** Whether anything changed. */
const loadSeatTypes = async (tx: Tx, conferenceId: string, conference: CatalogueConference): Promise<boolean> => {
  const present = await listManagedSeatTypes(tx, conferenceId)
  let changed = false
  for (const { path, given, form } of conference.seatTypes) {
    const known = present.find(seatType => sameSeatTypeName(seatType.name, form.name))
    const asked = seatTypeForm(conference.form.currency).parse({ description: known?.description, ...given })
    const work: Promise<unknown> = known
      ? changeSeatType(tx, conferenceId, known.seatTypeId, known.version, asked, 'catalogue')
      : addSeatType(tx, conferenceId, asked, 'catalogue')
    if ((await askedAt(path, work)) !== false) changed = true
  }
  return changed
}

/** Whether anything changed. A file that says nothing about it leaves the conference as published as it is. */
const loadPublished = async (tx: Tx, conferenceId: string, published: boolean | undefined): Promise<boolean> => {
  if (published === undefined) return false
  return published ? publishConference(tx, conferenceId, 'catalogue') : unpublishConference(tx, conferenceId, 'catalogue')
}

const load = async (tx: Tx, wanted: CatalogueConference): Promise<LoadedConference> => {
  const { conferenceId, accessCode } = await findOrCreate(tx, wanted)
  const changes = [
    await update(tx, conferenceId, wanted),
    await loadSeatTypes(tx, conferenceId, wanted),
    await loadPublished(tx, conferenceId, wanted.published),
  ]
  const outcome = accessCode ? 'created' : changes.includes(true) ? 'updated' : 'unchanged'
  const { slug, ownerEmail, published } = await lockConference(tx, conferenceId)
  const seatTypes = (await listManagedSeatTypes(tx, conferenceId)).map(({ name }) => name)
  return { outcome, slug, ownerEmail, seatTypes, published, accessCode }
}

const loadFile = async (file: string): Promise<LoadedFile> => {
  try {
    const wanted = await readCatalogue(file)
    const conferences = await sql().begin(async tx => {
      const loaded: LoadedConference[] = []
      for (const conference of wanted) loaded.push(await load(tx, conference))
      return loaded
    })
    return { file, conferences, problems: [] }
  } catch (error) {
    if (!(error instanceof CatalogueError)) throw error
    return { file, conferences: [], problems: error.problems.map(problem => `${file}: ${problem}`) }
  }
}

/**
 * Creates or updates the conferences of each file, through the writes that the management pages use. A file is one transaction:
 * nothing is stored from one with a problem, and the others still load. Loaded again, a file changes nothing. Nobody is rung:
 * the workers' sweep finds the announcements within a second.
 */
export const loadCatalogue = async (files: readonly string[]): Promise<LoadedFile[]> => {
  const loaded: LoadedFile[] = []
  for (const file of files) loaded.push(await loadFile(file))
  return loaded
}

/** The conferences that come with the system, as paths from the present folder. */
export const sampleFiles = (): string[] => {
  const folder = fileURLToPath(new URL('./samples/', import.meta.url))
  const names = readdirSync(folder).filter(name => name.endsWith('.json'))
  return names.sort().map(name => relative('.', join(folder, name)))
}

export const describeLoaded = ({ outcome, slug, seatTypes, published, ownerEmail, accessCode }: LoadedConference): string =>
  [
    `${outcome} ${slug} (${published ? 'published' : 'not published'})`,
    `seat types: ${seatTypes.join(', ') || 'none'}`,
    ...(accessCode ? [`owner: ${ownerEmail}`, `access code: ${accessCode}`] : []),
  ].join('; ')

const describeFailure = (error: unknown): unknown => {
  if (error instanceof SettingsError || error instanceof MigrationError) return error.message
  const { code, message } = error as { code?: string; message: string }
  if (code === '42P01' || code === '3F000') return 'The database has no tables yet: run npm run migrate first.'
  return code ? `The database cannot be used: ${message || code}` : error
}

const main = async (files: readonly string[]): Promise<void> => {
  const local = !environment().DATABASE_URL
  try {
    await withLocalDatabase(async () => {
      if (local) await migrate(settings().DATABASE_URL)
      for (const { conferences, problems } of await loadCatalogue(files.length > 0 ? files : sampleFiles())) {
        for (const conference of conferences) console.log(describeLoaded(conference))
        for (const problem of problems) console.error(problem)
        if (problems.length > 0) process.exitCode = 1
      }
    })
  } catch (error) {
    console.error(describeFailure(error))
    process.exitCode = 1
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2))
