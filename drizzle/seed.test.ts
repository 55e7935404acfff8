import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listAccessCodes, updateConference } from './conferences.ts'
import { sql } from './db.ts'
import { listManagedSeatTypes, lockConference } from './managed-conference.ts'
import { describeLoaded, loadCatalogue, sampleFiles } from './seed.ts'
import { announcedSince, everythingStored, write } from './testing/a-conference.ts'
import { useTestDatabase } from './testing/database.ts'

useTestDatabase()

const conference = (slug: string, changed: object = {}) => ({
  ownerName: 'Ada Byron',
  ownerEmail: 'ada@example.org',
  slug,
  name: 'Engines 2027',
  tagline: 'Numbers at work',
  description: 'A day about machines.',
  location: 'London',
  timeZone: 'Europe/London',
  currency: 'USD',
  startsAt: '2027-03-10T09:00',
  endsAt: '2027-03-10T17:00',
  published: true,
  seatTypes: [
    { name: 'General', description: 'All talks', price: '199.00', quota: 100 },
    { name: 'Dinner', description: 'Three courses', price: '50.50', quota: 20 },
  ],
  ...changed,
})

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seed-'))
})
afterAll(() => rm(folder, { recursive: true }))

const fileWith = async (name: string, content: unknown) => {
  const file = join(folder, name)
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}
const load = async (content: unknown) => {
  const file = await fileWith('file.json', content)
  const [loaded] = await loadCatalogue([file])
  return { conferences: loaded?.conferences ?? [], problems: loaded?.problems.map(each => each.replace(file, 'file.json')) }
}
const idOf = async (slug: string): Promise<string> => {
  const [row] = await sql()`select conference_id as id from management.slugs where slug = ${slug}`
  return String(row?.id)
}
const conferenceOf = async (slug: string) => {
  const conferenceId = await idOf(slug)
  return write(tx => lockConference(tx, conferenceId))
}

describe('loading a file for the first time', () => {
  it('creates the conference by the writes of conference management, with their announcements', async () => {
    const { conferences, problems } = await load(conference('created'))
    expect(problems).toEqual([])
    const codes = await listAccessCodes(sql())
    expect(conferences).toEqual([
      {
        outcome: 'created',
        slug: 'created',
        ownerEmail: 'ada@example.org',
        seatTypes: ['General', 'Dinner'],
        published: true,
        accessCode: codes.find(({ slug }) => slug === 'created')?.accessCode,
      },
    ])
    const announced = await announcedSince(await idOf('created'))
    expect(announced.map(({ type, data }) => [type, data.name, data.priceMinor, data.quota])).toEqual([
      ['ConferenceCreated', 'Engines 2027', undefined, undefined],
      ['SeatDrafted', 'General', 19_900, 100],
      ['SeatDrafted', 'Dinner', 5_050, 20],
      ['SeatCreated', 'General', 19_900, 100],
      ['SeatCreated', 'Dinner', 5_050, 20],
      ['ConferencePublished', undefined, undefined, undefined],
    ])
    expect(new Set(announced.map(({ actor }) => actor))).toEqual(new Set(['catalogue']))
  })

  it('leaves a conference unpublished that does not ask for more', async () => {
    const { conferences } = await load([
      conference('draft-a', { published: false }),
      conference('draft-b', { published: undefined }),
    ])
    expect(conferences.map(({ published }) => published)).toEqual([false, false])
  })
})

describe('loading a file again', () => {
  it('changes nothing and announces nothing when it says the same', async () => {
    await load(conference('again'))
    const before = await everythingStored()
    const { conferences } = await load(conference('again'))
    expect(conferences).toMatchObject([{ outcome: 'unchanged', slug: 'again' }])
    expect(conferences[0]?.accessCode).toBeUndefined()
    expect(await everythingStored()).toEqual(before)
  })

  it('matches seat types by name, adds new ones, and keeps those it no longer names', async () => {
    await load(conference('matched'))
    const seatTypes = [
      { name: 'general', price: '210', quota: 90 },
      { name: 'Workshop', price: '500', quota: 5 },
    ]
    const { conferences } = await load(conference('matched', { name: 'Engines, renamed', seatTypes }))
    expect(conferences).toMatchObject([{ outcome: 'updated', seatTypes: ['general', 'Dinner', 'Workshop'] }])
    const announced = await announcedSince(await idOf('matched'), 6)
    expect(announced.map(({ type, data }) => [type, data.name, data.description, data.priceMinor, data.quota])).toEqual([
      ['ConferenceUpdated', 'Engines, renamed', 'A day about machines.', undefined, undefined],
      ['SeatUpdated', 'general', 'All talks', 21_000, 90],
      ['SeatCreated', 'Workshop', '', 50_000, 5],
    ])
  })

  it('keeps what the file does not speak of as the owner left it', async () => {
    const { tagline: _, published: __, ...silent } = conference('silent')
    await load(conference('silent'))
    const { conferenceId, version, slug: ___, ownerEmail: ____, ...before } = await conferenceOf('silent')
    const changes = { ...before, tagline: 'Changed by the owner', holdMinutes: 30, paymentProcessor: 'simulated' as const }
    await write(tx => updateConference(tx, conferenceId, version, changes, 'owner'))
    expect((await load(silent)).conferences).toMatchObject([{ outcome: 'unchanged' }])
    expect(await conferenceOf('silent')).toMatchObject({ tagline: 'Changed by the owner', holdMinutes: 30, published: true })
  })

  it('unpublishes only when told so, and publishes again', async () => {
    await load(conference('hidden'))
    expect((await load(conference('hidden', { published: undefined }))).conferences).toMatchObject([{ published: true }])
    expect((await load(conference('hidden', { published: false }))).conferences).toMatchObject([
      { outcome: 'updated', published: false },
    ])
    expect((await load(conference('hidden'))).conferences).toMatchObject([{ outcome: 'updated', published: true }])
    const announced = await announcedSince(await idOf('hidden'), 6)
    expect(announced.map(({ type }) => type)).toEqual(['ConferenceUnpublished', 'ConferencePublished'])
  })

  it('knows its owner whatever the capitals of the e-mail', async () => {
    await load(conference('capitals'))
    expect((await load(conference('capitals', { ownerEmail: 'ADA@Example.org' }))).conferences).toMatchObject([
      { outcome: 'unchanged' },
    ])
  })
})

describe('a refused file', () => {
  it.each([
    ['a slug of another owner', { ownerEmail: 'eve@example.org' }, 'slug: That slug is already in use by another owner.'],
    [
      'another currency for a published conference',
      { currency: 'EUR' },
      'currency: The currency stays USD: it is fixed once a conference was published.',
    ],
    ['a field nobody knows', { titel: 'Engines' }, 'titel: There is no such field here.'],
    [
      'a bad price',
      { seatTypes: [{ name: 'General', price: '1.234', quota: 1 }] },
      'seatTypes[0].price: A price in USD has at most 2 digits after the point.',
    ],
  ])('with %s stores nothing, not even its good conferences', async (_, change, sentence) => {
    await load(conference('taken'))
    const before = await everythingStored()
    const { conferences, problems } = await load([conference('good'), conference('taken', change)])
    expect(conferences).toEqual([])
    expect(problems).toEqual([expect.stringContaining(`file.json: [1].${sentence}`)])
    expect(await everythingStored()).toEqual(before)
  })

  it('that would leave a draft with an impossible price names the currency', async () => {
    await load(conference('repriced', { published: false }))
    expect((await load(conference('repriced', { published: false, currency: 'KRW', seatTypes: [] }))).problems).toEqual([
      'file.json: currency: The price of Dinner, 50.50, cannot be a price in KRW. Change that price first.',
    ])
    expect((await listManagedSeatTypes(sql(), await idOf('repriced')))[0]?.priceMinor).toBe(19_900)
  })

  it('does not keep the files beside it from loading', async () => {
    const bad = await fileWith('bad.json', '{\n  "slug": oops\n}')
    const good = await fileWith('good.json', conference('beside'))
    const none = join(folder, 'none.json')
    expect(await loadCatalogue([bad, good, none])).toMatchObject([
      { file: bad, conferences: [], problems: [`${bad}: This is not JSON from line 2, column 11 on.`] },
      { file: good, conferences: [{ outcome: 'created', slug: 'beside' }], problems: [] },
      { file: none, conferences: [], problems: [`${none}: There is no such file.`] },
    ])
  })
})

describe('the samples', () => {
  it('load, and say so in one line each', async () => {
    const loaded = (await loadCatalogue(sampleFiles())).flatMap(({ conferences, problems }) => [
      ...conferences.map(each => describeLoaded(each).replace(each.accessCode ?? 'none', 'CODE')),
      ...problems,
    ])
    expect(loaded).toEqual([
      'created contoso-2026 (published); seat types: General admission, CQRS Workshop, Additional cocktail party; owner: owner@contoso.example; access code: CODE',
      'created euro-summit-2027 (published); seat types: Business, Individual, Education, Tutorial day, Community evening; owner: owner@eurosummit.example; access code: CODE',
      'created seoul-es-2027 (published); seat types: 전체 콘퍼런스, 웰컴 세션, 워크숍; owner: owner@seoul-es.example; access code: CODE',
    ])
    const seats = await listManagedSeatTypes(sql(), await idOf('seoul-es-2027'))
    expect(seats.map(({ priceMinor, quota }) => [priceMinor, quota])).toEqual([
      [55_000, 5],
      [0, 1],
      [120_000, 3],
    ])
  })
})

describe('the command', () => {
  const seed = (...files: string[]) =>
    new Promise<{ code: number; out: string; wrong: string }>(resolve => {
      execFile(process.execPath, ['--import', 'tsx', 'drizzle/seed.ts', ...files], (error, out, wrong) =>
        resolve({ code: error ? Number(error.code) : 0, out, wrong }),
      )
    })

  it('prints what it did, and ends with 1 when a file was refused', async () => {
    const bad = await fileWith(
      'contoso.json',
      conference('command-bad', { seatTypes: [{ name: 'General', price: '1.005', quota: 1 }] }),
    )
    const good = await fileWith('engines.json', conference('command-good'))
    const refused = await seed(bad, good)
    expect(refused.wrong).toBe(`${bad}: seatTypes[0].price: A price in USD has at most 2 digits after the point.\n`)
    expect(refused.out).toMatch(
      /^created command-good \(published\); seat types: General, Dinner; owner: ada@example\.org; access code: \w{5}\n$/,
    )
    expect(refused.code).toBe(1)
    expect(await seed(good)).toEqual({
      code: 0,
      out: 'unchanged command-good (published); seat types: General, Dinner\n',
      wrong: '',
    })
  })
})
