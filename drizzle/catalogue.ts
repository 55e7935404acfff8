import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import {
  type ConferenceForm,
  conferenceForm,
  type SeatTypeForm,
  sameSeatTypeName,
  seatTypeForm,
} from '#domain/conference-management/conference'
import { describeBrokenJson } from './broken-json.ts'

export type Path = readonly PropertyKey[]
/** `given` is what the file says, for updates that leave the rest as it is. */
type CatalogueSeatType = Readonly<{ path: Path; given: object; form: SeatTypeForm }>
export type CatalogueConference = Readonly<{
  path: Path
  given: object
  form: ConferenceForm
  published: boolean | undefined
  seatTypes: readonly CatalogueSeatType[]
}>

/** `seatTypes[1].price` for ['seatTypes', 1, 'price']. */
const pathText = (path: Path): string =>
  path.map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index > 0 ? '.' : ''}${String(step)}`)).join('')

export const sentenceAt = (path: Path, sentence: string): string =>
  path.length > 0 ? `${pathText(path)}: ${sentence}` : sentence

/** What is wrong with a file: sentences for a person, each with the place in the file. */
export class CatalogueError extends Error {
  override name = 'CatalogueError'

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'))
  }
}

const readText = async (file: string): Promise<string> => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file))
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new CatalogueError(['There is no such file.'])
    if (code === 'EISDIR') throw new CatalogueError(['This is a folder, not a file.'])
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') throw new CatalogueError(['The file is not written in UTF-8.'])
    throw new CatalogueError([`The file cannot be read: ${message}.`])
  }
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new CatalogueError([describeBrokenJson(text)])
  }
}

const anything = z.unknown().optional()

const shapeError =
  (what: string, fields: readonly string[]) =>
  ({ code }: { code: string }): string =>
    code === 'unrecognized_keys'
      ? `There is no such field here. There are: ${fields.join(', ')}.`
      : `This must be ${what} in { }.`

/** The names of the fields, and the types that are JSON's own. What the fields may hold is the business's to say. */
const seatTypeShape = z.strictObject(
  {
    name: anything,
    description: anything,
    price: anything.refine(price => typeof price !== 'number', 'The Price field must be text in quotes, such as "12.50".'),
    quota: z.number('The Quota field must be a number.').optional(),
  },
  { error: shapeError('a seat type', ['name', 'description', 'price', 'quota']) },
)

const conferenceFields = Object.keys(conferenceForm.shape)

const conferenceShape = z.strictObject(
  {
    ...Object.fromEntries(conferenceFields.map(field => [field, anything])),
    holdMinutes: z.number('The Hold seats for (minutes) field must be a number.').optional(),
    published: z.boolean('This must be true or false.').optional(),
    seatTypes: z.array(seatTypeShape, 'This must be a list of seat types in [ ].').default([]),
  },
  { error: shapeError('a conference', [...conferenceFields, 'published', 'seatTypes']) },
)

type Problem = Readonly<{ path: Path; sentence: string }>

const problemsOf = (path: Path, { error }: { error?: z.ZodError | undefined }): Problem[] =>
  (error?.issues ?? []).flatMap(issue => {
    const places = issue.code === 'unrecognized_keys' ? issue.keys.map(key => [...issue.path, key]) : [issue.path]
    return places.map(place => ({ path: [...path, ...place], sentence: issue.message }))
  })

/** Of what is said about one place, the first. */
const refuse = (problems: readonly Problem[]): void => {
  const sentences = new Map<string, string>()
  for (const { path, sentence } of problems) {
    const place = pathText(path)
    if (!sentences.has(place)) sentences.set(place, sentenceAt(path, sentence))
  }
  if (sentences.size > 0) throw new CatalogueError([...sentences.values()])
}

/** All but the first of those that are the same. */
const repeated = <Item>(items: readonly Item[], same: (one: Item, other: Item) => boolean): Item[] =>
  items.filter((item, index) => items.findIndex(other => same(item, other)) < index)

/** Prices can be read as soon as the currency can, whatever is wrong elsewhere. */
const pricedIn = z.object({ currency: conferenceForm.shape.currency })

type Read = Readonly<{ problems: Problem[]; conference?: CatalogueConference }>

const readConference = (path: Path, given: unknown): Read => {
  const shape = conferenceShape.safeParse(given)
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return { problems: problemsOf(path, shape) }
  const form = conferenceForm.safeParse(given)
  const problems = [...problemsOf(path, shape), ...problemsOf(path, form)]
  const priced = pricedIn.safeParse(given)
  const seatTypes: CatalogueSeatType[] = []
  if (shape.success && priced.success)
    for (const [index, seatType] of shape.data.seatTypes.entries()) {
      const place = [...path, 'seatTypes', index]
      const seatTypeAsked = seatTypeForm(priced.data.currency).safeParse(seatType)
      problems.push(...problemsOf(place, seatTypeAsked))
      if (seatTypeAsked.success) seatTypes.push({ path: place, given: seatType, form: seatTypeAsked.data })
    }
  for (const twice of repeated(seatTypes, (one, other) => sameSeatTypeName(one.form.name, other.form.name)))
    problems.push({ path: [...twice.path, 'name'], sentence: 'This conference names that seat type twice.' })
  if (!shape.success || !form.success) return { problems }
  return { problems, conference: { path, given, form: form.data, published: shape.data.published, seatTypes } }
}

/** The conferences of a file: it holds one, or a list of them. Throws CatalogueError with all that is wrong. */
export const readCatalogue = async (file: string): Promise<CatalogueConference[]> => {
  const json = parseJson(await readText(file))
  const read = Array.isArray(json) ? json.map((given, index) => readConference([index], given)) : [readConference([], json)]
  const conferences = read.flatMap(({ conference }) => conference ?? [])
  const problems = read.flatMap(each => each.problems)
  for (const twice of repeated(conferences, (one, other) => one.form.slug === other.form.slug))
    problems.push({ path: [...twice.path, 'slug'], sentence: 'Another conference of this file has that slug.' })
  if (read.length === 0) problems.push({ path: [], sentence: 'There is no conference in this file.' })
  refuse(problems)
  return conferences
}
