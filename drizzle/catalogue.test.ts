import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CatalogueError, readCatalogue } from './catalogue.ts'

const general = { name: 'General', description: 'All talks', price: '199.00', quota: 100 }
const dinner = { name: 'Dinner', price: '50', quota: 20 }
const conference = {
  ownerName: 'Ada Byron',
  ownerEmail: 'ada@example.org',
  slug: 'engines-2027',
  name: 'Engines 2027',
  description: 'A day about machines.',
  location: 'London',
  timeZone: 'Europe/London',
  currency: 'USD',
  startsAt: '2027-03-10T09:00',
  endsAt: '2027-03-10T17:00',
  published: true,
  seatTypes: [general, dinner],
}

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'catalogue-'))
})
afterAll(() => rm(folder, { recursive: true }))

const readContent = async (content: string | Uint8Array) => {
  const file = join(folder, 'file.json')
  await writeFile(file, content)
  return readCatalogue(file)
}
const read = (content: unknown) => readContent(JSON.stringify(content))

/** The sentences with which a reading is refused. */
const refused = async (reading: Promise<unknown>): Promise<readonly string[]> => {
  const error = await reading.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (error instanceof CatalogueError) return error.problems
  throw error ?? new Error('It was read.')
}
const problems = (change: object) => refused(read({ ...conference, ...change }))

describe('a catalogue file', () => {
  it('holds a conference with its seat types, priced in its currency', async () => {
    const { published: _, seatTypes: __, ...fields } = conference
    expect(await read(conference)).toMatchObject([
      {
        form: { ...fields, tagline: '', holdMinutes: 15, paymentProcessor: 'simulated' },
        published: true,
        seatTypes: [
          { form: { name: 'General', description: 'All talks', priceMinor: 19_900, quota: 100, currency: 'USD' } },
          { form: { name: 'Dinner', description: '', priceMinor: 5_000, quota: 20, currency: 'USD' } },
        ],
      },
    ])
  })

  it('or a list of them', async () => {
    const read2 = await read([conference, { ...conference, slug: 'engines-2028', published: undefined, seatTypes: undefined }])
    expect(read2.map(({ form, published, seatTypes }) => [form.slug, published, seatTypes.length])).toEqual([
      ['engines-2027', true, 2],
      ['engines-2028', undefined, 0],
    ])
  })

  it('may begin with a byte order mark', async () => {
    expect(await readContent(`\ufeff${JSON.stringify(conference)}`)).toHaveLength(1)
  })

  it('that is not there, is a folder, is not UTF-8 or not JSON is refused with the place', async () => {
    expect(await refused(readCatalogue(join(folder, 'none.json')))).toEqual(['There is no such file.'])
    expect(await refused(readCatalogue(folder))).toEqual(['This is a folder, not a file.'])
    expect(await refused(readContent(new Uint8Array([0x7b, 0xff, 0x7d])))).toEqual(['The file is not written in UTF-8.'])
    expect(await refused(readContent('{\n  "slug": "a",\n}'))).toEqual(['This is not JSON from line 3, column 1 on.'])
  })

  it.each([
    [[], 'There is no conference in this file.'],
    [5, 'This must be a conference in { }.'],
    [null, 'This must be a conference in { }.'],
    [[[conference]], '[0]: This must be a conference in { }.'],
  ])('that holds %j is refused', async (content, sentence) => {
    expect(await refused(read(content))).toEqual([sentence])
  })
})

describe('a conference in a catalogue file', () => {
  it.each([
    [{ currency: 'DOLLARS' }, 'currency: The Currency field must be the three-letter code of a currency, such as USD.'],
    [{ slug: 'manage' }, 'slug: That slug is kept for the site itself. Choose another one.'],
    [{ endsAt: '2027-03-09T09:00' }, 'endsAt: The end cannot be before the start.'],
    [{ name: undefined }, 'name: The Name field is required.'],
    [{ name: 5 }, 'name: The Name field must be text.'],
    [{ tagline: null }, 'tagline: The Tagline field must be text.'],
    [{ ownerName: 'a\u0000' }, 'ownerName: The Owner name field contains a character that cannot be stored.'],
    [{ holdMinutes: '15' }, 'holdMinutes: The Hold seats for (minutes) field must be a number.'],
    [{ holdMinutes: true }, 'holdMinutes: The Hold seats for (minutes) field must be a number.'],
    [{ holdMinutes: 90 }, 'holdMinutes: The Hold seats for (minutes) field must be a whole number from 5 to 60.'],
    [{ published: 'yes' }, 'published: This must be true or false.'],
    [{ seatTypes: general }, 'seatTypes: This must be a list of seat types in [ ].'],
    [{ seatTypes: ['General'] }, 'seatTypes[0]: This must be a seat type in { }.'],
  ])('is refused with %o', async (change, sentence) => {
    expect(await problems(change)).toEqual([sentence])
  })

  it('has no fields that nobody knows', async () => {
    expect(await problems({ titel: 'Engines', seattypes: [] })).toEqual(
      ['titel', 'seattypes'].map(
        field =>
          `${field}: There is no such field here. There are: ownerEmail, slug, ownerName, name, tagline, description, location, timeZone, currency, startsAt, endsAt, holdMinutes, paymentProcessor, published, seatTypes.`,
      ),
    )
  })

  it('is told everything at once', async () => {
    expect(await problems({ name: '', currency: 'KRW' })).toEqual([
      'name: The Name field is required.',
      'seatTypes[0].price: A price in KRW has no decimals.',
    ])
  })

  it('has a slug of its own in the file', async () => {
    expect(await refused(read([conference, conference]))).toEqual(['[1].slug: Another conference of this file has that slug.'])
  })
})

describe('a seat type in a catalogue file', () => {
  it.each([
    [{ price: '50.005' }, 'seatTypes[1].price: A price in USD has at most 2 digits after the point.'],
    [{ price: 50 }, 'seatTypes[1].price: The Price field must be text in quotes, such as "12.50".'],
    [{ price: undefined }, 'seatTypes[1].price: The Price field is required.'],
    [{ quota: '20' }, 'seatTypes[1].quota: The Quota field must be a number.'],
    [{ quota: 100_001 }, 'seatTypes[1].quota: The Quota field must be a whole number from 0 to 100,000.'],
    [{ quota: undefined }, 'seatTypes[1].quota: The Quota field is required.'],
    [{ name: 'D' }, 'seatTypes[1].name: The Name field must have at least 2 characters.'],
    [{ name: 'GENERAL' }, 'seatTypes[1].name: This conference names that seat type twice.'],
    [{ colour: 'red' }, 'seatTypes[1].colour: There is no such field here. There are: name, description, price, quota.'],
  ])('is refused with %o', async (change, sentence) => {
    expect(await problems({ seatTypes: [general, { ...dinner, ...change }] })).toEqual([sentence])
  })

  it('is found in a list of conferences', async () => {
    const other = { ...conference, slug: 'engines-2028', seatTypes: [{ ...general, price: 'free' }] }
    expect(await refused(read([conference, other]))).toEqual([
      '[1].seatTypes[0].price: Write the price with digits only, such as 12.50.',
    ])
  })
})
