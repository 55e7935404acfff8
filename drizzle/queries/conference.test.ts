import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '../db.ts'
import { slugs } from '../schema/conferences.ts'
import { conferences, seatTypes } from '../schema/read-models.ts'
import { useTestDatabase } from '../testing/database.ts'
import { getConference } from './conference.ts'
import { getConferenceId } from './conference-id.ts'
import { getConferenceVisibility } from './conference-visibility.ts'
import { listPublishedConferences } from './published-conferences.ts'

useTestDatabase()

const spring = 'a1111111-1111-4111-8111-111111111111'
const winter = '02222222-2222-4222-8222-222222222222'
const hidden = 'a3333333-3333-4333-8333-333333333333'

const conference = (conferenceId: string, slug: string, changed: Partial<typeof conferences.$inferInsert> = {}) => ({
  conferenceId,
  shard: Number.parseInt(conferenceId.charAt(0), 16),
  slug,
  name: slug.toUpperCase(),
  tagline: 'Numbers at work',
  description: '',
  location: 'London',
  timeZone: 'Europe/London',
  currency: 'USD',
  startsAt: '2027-03-10T09:00',
  endsAt: '2027-03-10T17:00',
  holdMinutes: 15,
  paymentProcessor: 'simulated',
  ownerName: 'Ada Byron',
  published: true,
  wasEverPublished: true,
  ...changed,
})

const seatType = (seatTypeId: string, conferenceId: string, ordinal: number, remaining: number) => ({
  seatTypeId,
  shard: Number.parseInt(conferenceId.charAt(0), 16),
  conferenceId,
  name: `Seat ${ordinal}`,
  description: '',
  priceMinor: 100,
  quota: 10,
  remaining,
  held: 0,
  sold: 0,
  ordinal,
})

beforeAll(async () => {
  await db()
    .insert(conferences)
    .values([
      conference(spring, 'spring'),
      conference(winter, 'winter', { startsAt: '2027-01-05T09:00' }),
      conference(hidden, 'hidden', { published: false }),
    ])
  await db()
    .insert(seatTypes)
    .values([seatType('first', spring, 2, -3), seatType('last', spring, 1, 7), seatType('other', hidden, 1, 5)])
  await db().insert(slugs).values({ slug: 'spring', conferenceId: spring })
})

describe('the home page', () => {
  it('lists what is published, of every shard, by its start', async () => {
    expect((await listPublishedConferences()).map(({ slug }) => slug)).toEqual(['winter', 'spring'])
  })
})

describe('a conference page', () => {
  it('has its own seat types in the order of its owner', async () => {
    const found = await getConference(spring)
    expect(found).toMatchObject({ slug: 'spring', published: true, timeZone: 'Europe/London' })
    expect(found?.seatTypes.map(({ seatTypeId, remaining }) => [seatTypeId, remaining])).toEqual([
      ['last', 7],
      ['first', -3],
    ])
  })

  it('has nothing for an id that no conference has', async () => {
    expect(await getConference('a9999999-9999-4999-8999-999999999999')).toBeUndefined()
  })

  it('is hidden when it is unpublished, not so its orders', async () => {
    expect(await getConferenceVisibility(hidden)).toEqual({ published: false, wasEverPublished: true })
    expect(await getConferenceVisibility('a9999999-9999-4999-8999-999999999999')).toBeUndefined()
  })
})

describe('a slug', () => {
  it('leads to its conference, also when asked again', async () => {
    expect(await getConferenceId('spring')).toBe(spring)
    expect(await getConferenceId('spring')).toBe(spring)
  })

  it('leads nowhere when it is unknown or cannot be a slug', async () => {
    for (const slug of ['nowhere', '', '../etc', 'SPRING', 'spring\0', "spring' or 1=1", 'x'.repeat(100_000)])
      expect(await getConferenceId(slug)).toBeUndefined()
  })

  it('is found as soon as it is taken, although it was asked for before', async () => {
    expect(await getConferenceId('winter')).toBeUndefined()
    await db().insert(slugs).values({ slug: 'winter', conferenceId: winter })
    expect(await getConferenceId('winter')).toBe(winter)
  })
})
