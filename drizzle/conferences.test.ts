import { describe, expect, it } from 'vitest'
import { shardOf } from '#domain/event-store'
import { hashAccessCode } from './codes.ts'
import {
  createConference,
  listAccessCodes,
  publishConference,
  renewAccessCode,
  unpublishConference,
  updateConference,
} from './conferences.ts'
import { sql } from './db.ts'
import { listManagedSeatTypes, lockConference } from './managed-conference.ts'
import { addSeatType } from './seat-types.ts'
import { aConference, aCreatedConference, announcedSince, aSeatType, everythingStored, write } from './testing/a-conference.ts'
import { useTestDatabase } from './testing/database.ts'

useTestDatabase()

const conferenceOf = (conferenceId: string) => write(tx => lockConference(tx, conferenceId))
const { slug: _, ownerEmail: __, ...typed } = aConference()

describe('creating a conference', () => {
  it('stores it unpublished and announces all that others may know', async () => {
    const form = aConference({ holdMinutes: 30 })
    const { conferenceId } = await write(tx => createConference(tx, form, 'owner'))
    const { ownerEmail, ...announced } = form
    expect(await announcedSince(conferenceId)).toEqual([
      { type: 'ConferenceCreated', data: { conferenceId, ...announced }, actor: 'owner' },
    ])
    expect(await conferenceOf(conferenceId)).toEqual({
      conferenceId,
      ...announced,
      ownerEmail,
      published: false,
      wasEverPublished: false,
      codeVersion: 1,
      version: 1,
    })
  })

  it('puts it, its seat types and its stream into the shard of its id', async () => {
    const { conferenceId } = await aCreatedConference()
    await write(tx => addSeatType(tx, conferenceId, aSeatType(), 'owner'))
    const shards = await sql()`
      select shard from management.conferences where id = ${conferenceId}
      union all select shard from management.seat_types where conference_id = ${conferenceId}
      union all select shard from events where conference_id = ${conferenceId}`
    expect(shards.map(({ shard }) => shard)).toEqual(Array(4).fill(shardOf(conferenceId)))
  })

  it('keeps its access code only hashed and sealed', async () => {
    const form = aConference({ slug: 'sealed', ownerEmail: 'sealed@example.org' })
    const { conferenceId, accessCode } = await write(tx => createConference(tx, form, 'owner'))
    const [row] = await sql()<{ hash: string; whole: string }[]>`
      select access_code_hash as hash, c::text as whole from management.conferences c where id = ${conferenceId}`
    expect(row?.hash).toBe(await hashAccessCode('sealed@example.org', accessCode))
    expect(row?.whole).not.toContain(accessCode)
    expect(JSON.stringify(await announcedSince(conferenceId))).not.toContain(accessCode)
    expect(await listAccessCodes(sql())).toContainEqual({
      slug: 'sealed',
      name: 'Engines 2027',
      ownerEmail: 'sealed@example.org',
      accessCode,
    })
  })

  it('refuses a slug that is in use, and stores nothing', async () => {
    const form = aConference()
    await write(tx => createConference(tx, form, 'owner'))
    const before = await everythingStored()
    await expect(write(tx => createConference(tx, { ...form, ownerEmail: 'else@example.org' }, 'owner'))).rejects.toMatchObject({
      name: 'Refusal',
      message: 'That slug is already in use.',
      field: 'slug',
    })
    expect(await everythingStored()).toEqual(before)
  })

  it('gives a slug that many want at once to one of them', async () => {
    const form = aConference()
    const tries = await Promise.allSettled(Array.from({ length: 6 }, () => write(tx => createConference(tx, form, 'owner'))))
    expect(tries.filter(each => each.status === 'fulfilled')).toHaveLength(1)
    expect(tries.flatMap(each => (each.status === 'rejected' ? [String(each.reason.message)] : []))).toEqual(
      Array(5).fill('That slug is already in use.'),
    )
  })
})

describe('changing a conference', () => {
  it('announces how it is now and raises its version', async () => {
    const { conferenceId } = await aCreatedConference()
    const { slug } = await conferenceOf(conferenceId)
    const changes = { ...typed, name: 'Engines and more', ownerName: 'Charles', holdMinutes: 45, endsAt: '2027-03-11T12:00' }
    expect(await write(tx => updateConference(tx, conferenceId, 1, changes, 'owner'))).toBe(true)
    expect(await announcedSince(conferenceId, 1)).toEqual([
      { type: 'ConferenceUpdated', data: { conferenceId, slug, ...changes }, actor: 'owner' },
    ])
    expect(await conferenceOf(conferenceId)).toMatchObject({ ...changes, slug, ownerEmail: 'ada@example.org', version: 2 })
  })

  it('announces nothing and keeps the version when nothing changed, even from an old form', async () => {
    const { conferenceId } = await aCreatedConference()
    const before = await everythingStored()
    expect(await write(tx => updateConference(tx, conferenceId, 7, typed, 'owner'))).toBe(false)
    expect(await everythingStored()).toEqual(before)
  })

  it('refuses a form that has not seen the last change', async () => {
    const { conferenceId } = await aCreatedConference()
    await write(tx => updateConference(tx, conferenceId, 1, { ...typed, name: 'First' }, 'owner'))
    await expect(write(tx => updateConference(tx, conferenceId, 1, { ...typed, name: 'Second' }, 'owner'))).rejects.toThrow(
      'Someone changed this meanwhile. Open the page again to see what it says now, then make your change.',
    )
    expect(await conferenceOf(conferenceId)).toMatchObject({ name: 'First', version: 2 })
  })

  it('lets one of many edits of the same version through', async () => {
    const { conferenceId } = await aCreatedConference()
    const edits = Array.from({ length: 6 }, (_, n) =>
      write(tx => updateConference(tx, conferenceId, 1, { ...typed, name: `Edit ${n}` }, 'owner')),
    )
    expect((await Promise.allSettled(edits)).filter(edit => edit.status === 'fulfilled')).toHaveLength(1)
    expect(await announcedSince(conferenceId)).toHaveLength(2)
  })

  it('keeps the numbers of the prices when a draft gets another currency', async () => {
    const { conferenceId } = await aCreatedConference()
    const seatTypeId = await write(tx => addSeatType(tx, conferenceId, aSeatType(), 'owner'))
    await write(tx => addSeatType(tx, conferenceId, aSeatType({ name: 'Free', priceMinor: 0 }), 'owner'))
    await write(tx => updateConference(tx, conferenceId, 1, { ...typed, currency: 'KRW' }, 'owner'))
    expect(await announcedSince(conferenceId, 3)).toMatchObject([
      { type: 'ConferenceUpdated', data: { currency: 'KRW' } },
      { type: 'SeatDraftChanged', data: { seatTypeId, priceMinor: 199, name: 'General' } },
    ])
    expect(await listManagedSeatTypes(sql(), conferenceId)).toMatchObject([
      { priceMinor: 199, version: 2 },
      { priceMinor: 0, version: 1 },
    ])
  })

  it('refuses another currency once published', async () => {
    const { conferenceId } = await aCreatedConference()
    await write(tx => publishConference(tx, conferenceId, 'owner'))
    await write(tx => unpublishConference(tx, conferenceId, 'owner'))
    await expect(
      write(tx => updateConference(tx, conferenceId, 3, { ...typed, currency: 'EUR' }, 'owner')),
    ).rejects.toMatchObject({
      message: 'The currency stays USD: it is fixed once a conference was published.',
      field: 'currency',
    })
  })

  it('refuses a conference that is not there', async () => {
    await expect(
      write(tx => updateConference(tx, '00000000-0000-4000-8000-000000000000', 1, typed, 'owner')),
    ).rejects.toMatchObject({ name: 'Refusal', message: 'This conference does not exist.' })
  })
})

describe('publishing', () => {
  it('announces every seat type, then the conference, and the second time the conference alone', async () => {
    const { conferenceId } = await aCreatedConference()
    const first = await write(tx => addSeatType(tx, conferenceId, aSeatType(), 'owner'))
    const second = await write(tx => addSeatType(tx, conferenceId, aSeatType({ name: 'Dinner', quota: 7 }), 'owner'))
    expect(await write(tx => publishConference(tx, conferenceId, 'catalogue'))).toBe(true)
    const { currency: _, ...seats } = aSeatType()
    expect(await announcedSince(conferenceId, 3)).toEqual([
      { type: 'SeatCreated', data: { conferenceId, seatTypeId: first, ...seats, ordinal: 1 }, actor: 'catalogue' },
      {
        type: 'SeatCreated',
        data: { conferenceId, seatTypeId: second, ...seats, name: 'Dinner', quota: 7, ordinal: 2 },
        actor: 'catalogue',
      },
      { type: 'ConferencePublished', data: { conferenceId }, actor: 'catalogue' },
    ])
    await write(tx => unpublishConference(tx, conferenceId, 'owner'))
    await write(tx => publishConference(tx, conferenceId, 'owner'))
    expect((await announcedSince(conferenceId, 6)).map(({ type }) => type)).toEqual([
      'ConferenceUnpublished',
      'ConferencePublished',
    ])
    expect(await conferenceOf(conferenceId)).toMatchObject({ published: true, wasEverPublished: true })
  })

  it('and unpublishing twice is like once', async () => {
    const { conferenceId } = await aCreatedConference()
    expect(await write(tx => unpublishConference(tx, conferenceId, 'owner'))).toBe(false)
    await write(tx => publishConference(tx, conferenceId, 'owner'))
    const before = await everythingStored()
    expect(await write(tx => publishConference(tx, conferenceId, 'owner'))).toBe(false)
    expect(await everythingStored()).toEqual(before)
    expect(await write(tx => unpublishConference(tx, conferenceId, 'owner'))).toBe(true)
    expect(await conferenceOf(conferenceId)).toMatchObject({ published: false, wasEverPublished: true })
  })
})

it('a new access code replaces the old one, raises the code version and is no secret of the log', async () => {
  const { conferenceId, accessCode } = await aCreatedConference({ slug: 'renewed' })
  const renewed = await write(tx => renewAccessCode(tx, conferenceId, 'owner'))
  expect(renewed).not.toBe(accessCode)
  expect(await conferenceOf(conferenceId)).toMatchObject({ codeVersion: 2, version: 1 })
  const codes = await listAccessCodes(sql())
  expect(codes.find(({ slug }) => slug === 'renewed')?.accessCode).toBe(renewed)
  expect(await announcedSince(conferenceId, 1)).toEqual([{ type: 'AccessCodeRenewed', data: { conferenceId }, actor: 'owner' }])
  const [row] = await sql()`select access_code_hash as hash from management.conferences where id = ${conferenceId}`
  expect(row?.hash).toBe(await hashAccessCode('ada@example.org', renewed))
})
