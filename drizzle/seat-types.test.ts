import { describe, expect, it } from 'vitest'
import { publishConference, updateConference } from './conferences.ts'
import { sql } from './db.ts'
import { listManagedSeatTypes, lockConference } from './managed-conference.ts'
import { addSeatType, changeSeatType, deleteSeatType } from './seat-types.ts'
import { aCreatedConference, announcedSince, aSeatType, everythingStored, write } from './testing/a-conference.ts'
import { useTestDatabase } from './testing/database.ts'

useTestDatabase()

const { currency: _, ...general } = aSeatType()

/** A conference with one seat type, and how far its stream has come. */
const withSeatType = async (published: boolean) => {
  const { conferenceId } = await aCreatedConference()
  const seatTypeId = await write(tx => addSeatType(tx, conferenceId, aSeatType(), 'owner'))
  if (published) await write(tx => publishConference(tx, conferenceId, 'owner'))
  return { conferenceId, seatTypeId, head: published ? 4 : 2 }
}

describe('before the first publication', () => {
  it('seat types are drafted, changed and deleted for the history alone', async () => {
    const { conferenceId, seatTypeId } = await withSeatType(false)
    await write(tx => changeSeatType(tx, conferenceId, seatTypeId, 1, aSeatType({ quota: 5 }), 'owner'))
    expect(await write(tx => deleteSeatType(tx, conferenceId, seatTypeId, 'owner'))).toBe(true)
    const data = { conferenceId, seatTypeId, ...general, ordinal: 1 }
    expect(await announcedSince(conferenceId, 1)).toEqual([
      { type: 'SeatDrafted', data, actor: 'owner' },
      { type: 'SeatDraftChanged', data: { ...data, quota: 5 }, actor: 'owner' },
      { type: 'SeatDraftDeleted', data: { conferenceId, seatTypeId, name: 'General' }, actor: 'owner' },
    ])
    expect(await listManagedSeatTypes(sql(), conferenceId)).toEqual([])
  })

  it('a seat type that is gone is not deleted again; one of another conference, or no id at all, is refused', async () => {
    const { conferenceId, seatTypeId } = await withSeatType(false)
    const other = await withSeatType(false)
    await write(tx => deleteSeatType(tx, conferenceId, seatTypeId, 'owner'))
    const before = await everythingStored()
    expect(await write(tx => deleteSeatType(tx, conferenceId, seatTypeId, 'owner'))).toBe(false)
    for (const id of [other.seatTypeId, 'nothing', '\u0000'])
      await expect(write(tx => deleteSeatType(tx, conferenceId, id, 'owner'))).rejects.toMatchObject({
        name: 'Refusal',
        message: 'This conference has no such seat type.',
      })
    expect(await everythingStored()).toEqual(before)
  })
})

describe('once published', () => {
  it('a seat type is announced at once, after those before it', async () => {
    const { conferenceId, head } = await withSeatType(true)
    const seatTypeId = await write(tx => addSeatType(tx, conferenceId, aSeatType({ name: 'Dinner' }), 'owner'))
    expect(await announcedSince(conferenceId, head)).toEqual([
      { type: 'SeatCreated', data: { conferenceId, seatTypeId, ...general, name: 'Dinner', ordinal: 2 }, actor: 'owner' },
    ])
  })

  it('a changed seat type is announced and raises its own version, not that of the conference', async () => {
    const { conferenceId, seatTypeId, head } = await withSeatType(true)
    const { version } = await write(tx => lockConference(tx, conferenceId))
    const changed = aSeatType({ name: 'Everything', description: '', priceMinor: 0, quota: 0 })
    expect(await write(tx => changeSeatType(tx, conferenceId, seatTypeId, 1, changed, 'owner'))).toBe(true)
    const { currency: _, ...details } = changed
    expect(await announcedSince(conferenceId, head)).toEqual([
      { type: 'SeatUpdated', data: { conferenceId, seatTypeId, ...details, ordinal: 1 }, actor: 'owner' },
    ])
    expect(await listManagedSeatTypes(sql(), conferenceId)).toEqual([
      { conferenceId, seatTypeId, ...details, ordinal: 1, version: 2 },
    ])
    expect((await write(tx => lockConference(tx, conferenceId))).version).toBe(version)
  })

  it('a seat type is never deleted', async () => {
    const { conferenceId, seatTypeId } = await withSeatType(true)
    await expect(write(tx => deleteSeatType(tx, conferenceId, seatTypeId, 'owner'))).rejects.toMatchObject({
      name: 'Refusal',
      message: 'A seat type cannot be deleted once the conference was published. Set its quota to 0 instead.',
    })
  })
})

describe('changing a seat type', () => {
  it('announces nothing when nothing changed, even from an old form', async () => {
    const { conferenceId, seatTypeId } = await withSeatType(true)
    const before = await everythingStored()
    expect(await write(tx => changeSeatType(tx, conferenceId, seatTypeId, 9, aSeatType(), 'owner'))).toBe(false)
    expect(await everythingStored()).toEqual(before)
  })

  it('refuses a form that has not seen the last change', async () => {
    const { conferenceId, seatTypeId } = await withSeatType(true)
    await write(tx => changeSeatType(tx, conferenceId, seatTypeId, 1, aSeatType({ quota: 20 }), 'owner'))
    await expect(write(tx => changeSeatType(tx, conferenceId, seatTypeId, 1, aSeatType({ quota: 50 }), 'owner'))).rejects.toThrow(
      'Someone changed this meanwhile.',
    )
  })

  it('refuses a price that was typed in a currency the conference no longer has', async () => {
    const { conferenceId, seatTypeId } = await withSeatType(false)
    const { ownerName, name, tagline, description, location, timeZone, startsAt, endsAt, holdMinutes } = await write(tx =>
      lockConference(tx, conferenceId),
    )
    const rest = { ownerName, name, tagline, description, location, timeZone, startsAt, endsAt, holdMinutes }
    await write(tx => updateConference(tx, conferenceId, 1, { ...rest, paymentProcessor: 'simulated', currency: 'KRW' }, 'owner'))
    for (const attempt of [
      () => write(tx => changeSeatType(tx, conferenceId, seatTypeId, 2, aSeatType(), 'owner')),
      () => write(tx => addSeatType(tx, conferenceId, aSeatType({ name: 'Dinner' }), 'owner')),
    ])
      await expect(attempt()).rejects.toThrow('Someone changed this meanwhile.')
  })

  it('refuses one that the conference does not have', async () => {
    const { conferenceId } = await withSeatType(true)
    const other = await withSeatType(true)
    for (const id of [other.seatTypeId, '\u0000'])
      await expect(write(tx => changeSeatType(tx, conferenceId, id, 1, aSeatType(), 'owner'))).rejects.toMatchObject({
        name: 'Refusal',
        message: 'This conference has no such seat type any more.',
      })
  })
})

it('two seat types of a conference never have the same name', async () => {
  const { conferenceId, seatTypeId } = await withSeatType(true)
  const dinnerId = await write(tx => addSeatType(tx, conferenceId, aSeatType({ name: 'Dinner' }), 'owner'))
  for (const attempt of [
    () => write(tx => addSeatType(tx, conferenceId, aSeatType({ name: 'general' }), 'owner')),
    () => write(tx => changeSeatType(tx, conferenceId, dinnerId, 1, aSeatType(), 'owner')),
  ])
    await expect(attempt()).rejects.toMatchObject({ message: 'There is a seat type of that name already.', field: 'name' })
  expect(await write(tx => changeSeatType(tx, conferenceId, seatTypeId, 1, aSeatType({ name: 'GENERAL' }), 'owner'))).toBe(true)
})

it('changes made at the same time queue up in the stream', async () => {
  const { conferenceId } = await withSeatType(true)
  await Promise.all(
    Array.from({ length: 8 }, (_, n) => write(tx => addSeatType(tx, conferenceId, aSeatType({ name: `Hall ${n}` }), 'owner'))),
  )
  const seatTypes = await listManagedSeatTypes(sql(), conferenceId)
  expect(seatTypes.map(({ ordinal }) => ordinal)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
})
