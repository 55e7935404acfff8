import { randomUUID } from 'node:crypto'
import { type ConferenceForm, conferenceStream, type SeatTypeForm } from '#domain/conference-management/conference'
import { createConference } from '../conferences.ts'
import { sql, type Tx } from '../db.ts'

/** A conference as an owner might type it, its slug its own. */
export const aConference = (changed: Partial<ConferenceForm> = {}): ConferenceForm => ({
  slug: `engines-${randomUUID().slice(0, 8)}`,
  ownerName: 'Ada Byron',
  ownerEmail: 'ada@example.org',
  name: 'Engines 2027',
  tagline: 'Numbers at work',
  description: 'A day about machines.',
  location: 'London',
  timeZone: 'Europe/London',
  currency: 'USD',
  startsAt: '2027-03-10T09:00',
  endsAt: '2027-03-10T17:00',
  holdMinutes: 15,
  paymentProcessor: 'simulated',
  ...changed,
})

export const aSeatType = (changed: Partial<SeatTypeForm> = {}): SeatTypeForm => ({
  name: 'General',
  description: 'All talks',
  priceMinor: 19_900,
  currency: 'USD',
  quota: 100,
  ...changed,
})

export const write = <Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> =>
  sql().begin(work) as unknown as Promise<Result>

export const aCreatedConference = (changed: Partial<ConferenceForm> = {}) =>
  write(tx => createConference(tx, aConference(changed), 'owner'))

type Announced = Readonly<{ type: string; data: Record<string, unknown>; actor: string }>

/** What a conference's stream says from the version after `version` on. */
export const announcedSince = async (conferenceId: string, version = 0): Promise<Announced[]> => [
  ...(await sql()<Announced[]>`
    select type, data, metadata->>'actor' as actor from events
    where stream = ${conferenceStream(conferenceId)} and version > ${version} order by version`),
]

/** Everything that is stored about conferences, to see that nothing changed. */
export const everythingStored = async (): Promise<unknown> => [
  await sql()`select * from management.slugs order by slug`,
  await sql()`select * from management.conferences order by id`,
  await sql()`select * from management.seat_types order by id`,
  await sql()`select stream, version, type, data from events order by position`,
  await sql()`select count(*) from outbox`,
]
