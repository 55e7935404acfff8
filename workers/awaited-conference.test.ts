import { describe, expect, it } from 'vitest'
import type { ConferenceChanges } from '#domain/conference-management/conference'
import { publishConference, renewAccessCode, unpublishConference, updateConference } from '#drizzle/conferences'
import { sql, type Tx } from '#drizzle/db'
import { lockConference } from '#drizzle/managed-conference'
import { getConferenceProgress, waitForConference } from '#drizzle/queries/awaited-conference'
import { addSeatType, changeSeatType, deleteSeatType } from '#drizzle/seat-types'
import { aConference, aCreatedConference, aSeatType, write } from '#drizzle/testing/a-conference'
import { useTestDatabase } from '#drizzle/testing/database'
import { drain } from './runtime.ts'
import { aSellingConference } from './testing/a-selling-conference.ts'

useTestDatabase()

const isShown = async (conferenceId: string): Promise<boolean> =>
  (await waitForConference(conferenceId, () => true, 5_000))?.isShown ?? false

const edit = (conferenceId: string, changes: Partial<ConferenceChanges>) => async (tx: Tx) => {
  const { version } = await lockConference(tx, conferenceId)
  return updateConference(tx, conferenceId, version, { ...aConference(), ...changes }, 'owner')
}

describe('what an owner does', () => {
  it('is not taken for shown before the read tables say it, at any step', async () => {
    const { conferenceId } = await aCreatedConference()
    const seatTypeId = await write(tx => addSeatType(tx, conferenceId, aSeatType(), 'owner'))
    const dinner = await write(tx => addSeatType(tx, conferenceId, aSeatType({ name: 'Dinner' }), 'owner'))
    const steps: readonly (readonly [string, (tx: Tx) => Promise<unknown>])[] = [
      ['deleting a draft', tx => deleteSeatType(tx, conferenceId, dinner, 'owner')],
      ['publishing', tx => publishConference(tx, conferenceId, 'owner')],
      ['a quota', tx => changeSeatType(tx, conferenceId, seatTypeId, 1, aSeatType({ quota: 7 }), 'owner')],
      ['a price', tx => changeSeatType(tx, conferenceId, seatTypeId, 2, aSeatType({ quota: 7, priceMinor: 1 }), 'owner')],
      ['another seat type', tx => addSeatType(tx, conferenceId, aSeatType({ name: 'Party' }), 'owner')],
      ['other words', edit(conferenceId, { tagline: 'Other numbers at work' })],
      ['a new access code', tx => renewAccessCode(tx, conferenceId, 'owner')],
      ['unpublishing', tx => unpublishConference(tx, conferenceId, 'owner')],
    ]
    expect(await isShown(conferenceId), 'creating').toBe(false)
    await drain(10_000)
    expect(await isShown(conferenceId), 'creating, drained').toBe(true)
    for (const [step, work] of steps) {
      await write(work)
      expect(await isShown(conferenceId), step).toBe(false)
      await drain(10_000)
      expect(await isShown(conferenceId), `${step}, drained`).toBe(true)
    }
  })
})

describe('what the read tables say', () => {
  it.each([
    ['a name', 'update conferences set name = name || $2 where conference_id = $1'],
    ['whether it is published', 'update conferences set published = not published where conference_id = $1 and $2 <> name'],
    ['a quota', 'update seat_types set quota = quota + length($2) where conference_id = $1'],
    ['a seat type', 'delete from seat_types where conference_id = $1 and $2 <> name'],
    ['the history', 'delete from conference_history where conference_id = $1 and version = 3 + length($2)'],
  ])('must be what the owner made it say: %s', async (_what, change) => {
    const { conferenceId } = await aSellingConference({ quota: 5 })
    expect(await isShown(conferenceId)).toBe(true)
    await sql().unsafe(change, [conferenceId, '!'])
    expect(await isShown(conferenceId)).toBe(false)
  })
})

describe('the progress of an overview', () => {
  it('is another after each step of an order, and the same while nothing happens to this conference', async () => {
    const conference = await aSellingConference({ quota: 5 })
    const other = await aSellingConference({ quota: 5 })
    const seen = [await getConferenceProgress(conference.conferenceId)]
    const look = async () => {
      await conference.settle()
      seen.push(await getConferenceProgress(conference.conferenceId))
    }
    const orderId = await conference.place(2)
    await look()
    await conference.change(orderId, 3)
    await look()
    await conference.pay(orderId, 3)
    await look()
    await conference.pay(orderId, 3)
    await look()
    await write(edit(conference.conferenceId, { currency: 'USD', name: 'Another name' }))
    await look()
    expect(new Set(seen).size).toBe(seen.length)

    await other.place(1)
    await look()
    expect(seen.at(-1)).toBe(seen.at(-2))
  })
})
