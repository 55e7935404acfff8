import { beforeAll, describe, expect, it } from 'vitest'
import { publishConference, renewAccessCode, unpublishConference, updateConference } from '#drizzle/conferences'
import { listManagedSeatTypes } from '#drizzle/managed-conference'
import { listHistory } from '#drizzle/queries/conference-history'
import { addSeatType, changeSeatType, deleteSeatType } from '#drizzle/seat-types'
import { aConference, aCreatedConference, aSeatType, write } from '#drizzle/testing/a-conference'
import { useTestDatabase } from '#drizzle/testing/database'
import { drain } from '../runtime.ts'

useTestDatabase()

const form = aConference({ currency: 'USD' })
let conferenceId: string

const { ownerEmail: _email, slug: _slug, ...editable } = form
const edit = (version: number, changes: Partial<typeof editable>) =>
  write(tx => updateConference(tx, conferenceId, version, { ...editable, ...changes }, 'owner'))
const changeSeats = (seatTypeId: string, version: number, changes: Parameters<typeof aSeatType>[0]) =>
  write(tx => changeSeatType(tx, conferenceId, seatTypeId, version, aSeatType(changes), 'owner'))

/** The latest change first, after the projection has caught up. */
const changes = async () => {
  await drain(10_000)
  return (await listHistory(conferenceId, 1)).changes
}
const latest = async () => (await changes())[0]

describe('the history of a conference', () => {
  let general: string

  beforeAll(async () => {
    conferenceId = (await aCreatedConference(form)).conferenceId
  })

  it('begins with everything the conference says, and nothing before', async () => {
    expect(await latest()).toMatchObject({
      ...{
        version: 1,
        type: 'ConferenceCreated',
        subject: 'conference',
        subjectName: 'Engines 2027',
        actor: 'owner',
        before: {},
      },
      after: { name: 'Engines 2027', slug: form.slug, location: 'London', holdMinutes: 15, published: false },
    })
  })

  it('has only the fields that changed, as they were and as they are', async () => {
    await edit(1, { name: 'Engines & Looms', location: 'Leeds' })
    expect(await latest()).toMatchObject({
      before: { name: 'Engines 2027', location: 'London' },
      after: { name: 'Engines & Looms', location: 'Leeds' },
    })
    expect(Object.keys((await latest())?.after ?? {}).sort()).toEqual(['location', 'name'])
  })

  it('knows seat types by name, and prices with the currency they had', async () => {
    general = await write(tx => addSeatType(tx, conferenceId, aSeatType({ priceMinor: 19_900 }), 'owner'))
    expect(await latest()).toMatchObject({
      ...{ type: 'SeatDrafted', subject: 'seatType', subjectName: 'General', before: {} },
      after: { name: 'General', price: { minor: 19_900, currency: 'USD' }, quota: 100 },
    })
    await edit(2, { name: 'Engines & Looms', location: 'Leeds', currency: 'KRW' })
    const [repriced, updated] = await changes()
    expect(updated).toMatchObject({ before: { currency: 'USD' }, after: { currency: 'KRW' } })
    expect(repriced).toMatchObject({
      subjectName: 'General',
      before: { price: { minor: 19_900, currency: 'USD' } },
      after: { price: { minor: 199, currency: 'KRW' } },
    })
  })

  it('keeps what a deleted draft had said', async () => {
    const mistake = await write(tx => addSeatType(tx, conferenceId, aSeatType({ name: 'Mistake', currency: 'KRW' }), 'owner'))
    await write(tx => deleteSeatType(tx, conferenceId, mistake, 'owner'))
    expect(await latest()).toMatchObject({
      ...{ type: 'SeatDraftDeleted', subjectName: 'Mistake', after: {} },
      before: { name: 'Mistake', quota: 100 },
    })
  })

  it('shows publishing, and that the seat types announced with it say what they said before', async () => {
    await write(tx => publishConference(tx, conferenceId, 'owner'))
    const [published, announced] = await changes()
    expect(published).toMatchObject({ before: { published: false }, after: { published: true } })
    expect(announced).toMatchObject({ type: 'SeatCreated', subjectName: 'General', before: {}, after: {} })
    await write(tx => unpublishConference(tx, conferenceId, 'owner'))
    expect(await latest()).toMatchObject({ before: { published: true }, after: { published: false } })
  })

  it('compares a quota with the quota before it, over many changes', async () => {
    const [seatType] = await write(tx => listManagedSeatTypes(tx, conferenceId))
    const version = seatType?.version ?? 0
    await changeSeats(general, version, { priceMinor: 199, currency: 'KRW', quota: 20 })
    await drain(10_000)
    await changeSeats(general, version + 1, { priceMinor: 199, currency: 'KRW', quota: 50 })
    const [second, first] = await changes()
    expect([first?.before, first?.after]).toEqual([{ quota: 100 }, { quota: 20 }])
    expect([second?.before, second?.after]).toEqual([{ quota: 20 }, { quota: 50 }])
  })

  it('tells of a new access code and nothing about it', async () => {
    const code = await write(tx => renewAccessCode(tx, conferenceId, 'owner'))
    expect(await latest()).toMatchObject({ type: 'AccessCodeRenewed', before: {}, after: {} })
    expect(JSON.stringify(await changes())).not.toContain(code)
  })

  it('is read in pages, the latest first, and belongs to its conference alone', async () => {
    const { changes: firstPage, total } = await listHistory(conferenceId, 1)
    expect(firstPage.map(({ version }) => version)).toEqual(Array.from({ length: total }, (_, index) => total - index))
    expect((await listHistory(conferenceId, 2)).changes).toEqual([])
    const other = await aCreatedConference()
    await drain(10_000)
    expect((await listHistory(other.conferenceId, 1)).total).toBe(1)
  })
})
