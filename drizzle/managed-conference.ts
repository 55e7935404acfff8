import { randomUUID } from 'node:crypto'
import { conferenceStream } from '#domain/conference-management/conference'
import type { ConferenceDetails, ConferenceEvent, SeatTypeDetails } from '#domain/conference-management/events'
import { shardOf } from '#domain/event-store'
import { Refusal } from '#domain/refusal'
import type { Sql, Tx } from './db.ts'
import { eventStore } from './event-store.ts'

/** By whom a conference is changed, as its history shows it. */
export type Actor = 'owner' | 'catalogue'

export type ManagedConference = ConferenceDetails &
  Readonly<{ ownerEmail: string; published: boolean; wasEverPublished: boolean; codeVersion: number; version: number }>

export type ManagedSeatType = SeatTypeDetails & Readonly<{ version: number }>

export const changedMeanwhile = () =>
  new Refusal('Someone changed this meanwhile. Open the page again to see what it says now, then make your change.')

/**
 * The conference as it is managed. Until the transaction ends nobody else can change it or its seat types: whatever is decided
 * on it is written in turn, and so are the versions of its stream. Throws Refusal when there is none.
 */
export const lockConference = async (tx: Tx, conferenceId: string): Promise<ManagedConference> => {
  const [conference] = await tx<ManagedConference[]>`
    select id as "conferenceId", slug, name, tagline, description, location, time_zone as "timeZone", currency,
      starts_at as "startsAt", ends_at as "endsAt", hold_minutes as "holdMinutes", payment_processor as "paymentProcessor",
      owner_name as "ownerName", owner_email as "ownerEmail", published, was_ever_published as "wasEverPublished",
      code_version as "codeVersion", version
    from management.conferences where id = ${conferenceId} and shard = ${shardOf(conferenceId)} for update`
  if (!conference) throw new Refusal('This conference does not exist.')
  return conference
}

/** In the order in which they were added. */
export const listManagedSeatTypes = async (tx: Tx | Sql, conferenceId: string): Promise<ManagedSeatType[]> => [
  ...(await tx<ManagedSeatType[]>`
    select conference_id as "conferenceId", id as "seatTypeId", name, description, price_minor as "priceMinor", quota, ordinal, version
    from management.seat_types where conference_id = ${conferenceId} and shard = ${shardOf(conferenceId)} order by ordinal`),
]

/** Appends what happened to the conference's stream, in the transaction that made it happen. Only under its lock. */
export const announce = async (tx: Tx, conferenceId: string, actor: Actor, events: readonly ConferenceEvent[]): Promise<void> => {
  const store = eventStore(tx)
  const stream = conferenceStream(conferenceId)
  const { version: expectedVersion } = await store.load(stream)
  const cause = randomUUID()
  const metadata = { correlationId: cause, causationId: cause, actor }
  await store.append([{ stream, expectedVersion, conferenceId, events, commands: [], metadata }])
}

/** What others are told, and what an edit is compared by: the row without what is not theirs. */
export const conferenceDetails = (conference: ConferenceDetails): ConferenceDetails => ({
  conferenceId: conference.conferenceId,
  slug: conference.slug,
  name: conference.name,
  tagline: conference.tagline,
  description: conference.description,
  location: conference.location,
  timeZone: conference.timeZone,
  currency: conference.currency,
  startsAt: conference.startsAt,
  endsAt: conference.endsAt,
  holdMinutes: conference.holdMinutes,
  paymentProcessor: conference.paymentProcessor,
  ownerName: conference.ownerName,
})

export const seatTypeDetails = (seatType: SeatTypeDetails): SeatTypeDetails => ({
  conferenceId: seatType.conferenceId,
  seatTypeId: seatType.seatTypeId,
  name: seatType.name,
  description: seatType.description,
  priceMinor: seatType.priceMinor,
  quota: seatType.quota,
  ordinal: seatType.ordinal,
})

export const isSame = <Details extends object>(one: Details, other: Details) =>
  Object.entries(one).every(([field, value]) => other[field as keyof Details] === value)
