import { randomUUID } from 'node:crypto'
import {
  type ConferenceChanges,
  type ConferenceForm,
  priceInCurrency,
  refuseNewCurrency,
} from '#domain/conference-management/conference'
import type { ConferenceEvent } from '#domain/conference-management/events'
import { shardOf } from '#domain/event-store'
import { Refusal } from '#domain/refusal'
import { now } from './clock.ts'
import { hashAccessCode, newAccessCode, openCode, sealCode } from './codes.ts'
import type { Sql, Tx } from './db.ts'
import { writeMails } from './mails.ts'
import {
  type Actor,
  announce,
  changedMeanwhile,
  conferenceDetails,
  isSame,
  listManagedSeatTypes,
  lockConference,
  type ManagedConference,
  seatTypeDetails,
} from './managed-conference.ts'

type Owner = Readonly<{ ownerName: string; ownerEmail: string }>

const mailAccessCode = (tx: Tx, conferenceId: string, { ownerName, ownerEmail }: Owner, codeVersion: number): Promise<void> =>
  writeMails(tx, [
    {
      conferenceId,
      orderId: null,
      kind: 'accessCode',
      cause: `access-code-${conferenceId}@${codeVersion}`,
      recipient: ownerEmail,
      recipientName: ownerName,
      facts: { codeVersion },
    },
  ])

export const slugTaken = () => new Refusal('That slug is already in use.', 'slug')

/** The access code is mailed to the owner. Plain it is given back this once, for the session that created the conference. */
export const createConference = async (
  tx: Tx,
  form: ConferenceForm,
  actor: Actor,
): Promise<{ conferenceId: string; accessCode: string }> => {
  const conferenceId = randomUUID()
  const taken = await tx`
    insert into management.slugs (slug, conference_id) values (${form.slug}, ${conferenceId}) on conflict do nothing returning slug`
  if (taken.length === 0) throw slugTaken()
  const accessCode = newAccessCode()
  await tx`
    insert into management.conferences (id, shard, slug, owner_name, owner_email, name, tagline, description, location, time_zone,
      currency, starts_at, ends_at, hold_minutes, payment_processor, published, was_ever_published, access_code_hash,
      sealed_access_code, code_version, version, created_at)
    values (${conferenceId}, ${shardOf(conferenceId)}, ${form.slug}, ${form.ownerName}, ${form.ownerEmail}, ${form.name},
      ${form.tagline}, ${form.description}, ${form.location}, ${form.timeZone}, ${form.currency}, ${form.startsAt},
      ${form.endsAt}, ${form.holdMinutes}, ${form.paymentProcessor}, false, false,
      ${await hashAccessCode(form.ownerEmail, accessCode)}, ${sealCode(accessCode)}, 1, 1, ${now().toISOString()})`
  const data = conferenceDetails({ conferenceId, ...form })
  await announce(tx, conferenceId, actor, [{ type: 'ConferenceCreated', data }])
  await mailAccessCode(tx, conferenceId, form, 1)
  return { conferenceId, accessCode }
}

/** A new currency keeps the numbers of the prices, each of which is announced as a change of its own. */
const reprice = async (tx: Tx, { conferenceId, currency }: ManagedConference, wanted: string): Promise<ConferenceEvent[]> => {
  const events: ConferenceEvent[] = []
  for (const seatType of await listManagedSeatTypes(tx, conferenceId)) {
    const priceMinor = priceInCurrency(seatType, currency, wanted)
    if (priceMinor === seatType.priceMinor) continue
    await tx`
      update management.seat_types set price_minor = ${priceMinor}, version = version + 1
      where id = ${seatType.seatTypeId} and shard = ${shardOf(conferenceId)}`
    events.push({ type: 'SeatDraftChanged', data: { ...seatTypeDetails(seatType), priceMinor } })
  }
  return events
}

/** Whether anything changed. Refused when the conference is no longer at `version`, unless it already is what is wanted. */
export const updateConference = async (
  tx: Tx,
  conferenceId: string,
  version: number,
  changes: ConferenceChanges,
  actor: Actor,
): Promise<boolean> => {
  const conference = await lockConference(tx, conferenceId)
  const before = conferenceDetails(conference)
  const after = conferenceDetails({ ...before, ...changes })
  if (isSame(before, after)) return false
  if (conference.version !== version) throw changedMeanwhile()
  refuseNewCurrency(conference.wasEverPublished, before.currency, after.currency)
  const repriced = before.currency === after.currency ? [] : await reprice(tx, conference, after.currency)
  await tx`
    update management.conferences set owner_name = ${after.ownerName}, name = ${after.name}, tagline = ${after.tagline},
      description = ${after.description}, location = ${after.location}, time_zone = ${after.timeZone},
      currency = ${after.currency}, starts_at = ${after.startsAt}, ends_at = ${after.endsAt},
      hold_minutes = ${after.holdMinutes}, payment_processor = ${after.paymentProcessor}, version = version + 1
    where id = ${conferenceId} and shard = ${shardOf(conferenceId)}`
  await announce(tx, conferenceId, actor, [{ type: 'ConferenceUpdated', data: after }, ...repriced])
  return true
}

/** The first time this announces the seat types, then the conference. Whether anything changed. */
export const publishConference = async (tx: Tx, conferenceId: string, actor: Actor): Promise<boolean> => {
  const { published, wasEverPublished } = await lockConference(tx, conferenceId)
  if (published) return false
  await tx`
    update management.conferences set published = true, was_ever_published = true, version = version + 1
    where id = ${conferenceId} and shard = ${shardOf(conferenceId)}`
  const seatTypes = wasEverPublished ? [] : await listManagedSeatTypes(tx, conferenceId)
  await announce(tx, conferenceId, actor, [
    ...seatTypes.map(seatType => ({ type: 'SeatCreated', data: seatTypeDetails(seatType) }) as const),
    { type: 'ConferencePublished', data: { conferenceId } },
  ])
  return true
}

/** Whether anything changed. */
export const unpublishConference = async (tx: Tx, conferenceId: string, actor: Actor): Promise<boolean> => {
  const { published } = await lockConference(tx, conferenceId)
  if (!published) return false
  await tx`
    update management.conferences set published = false, version = version + 1
    where id = ${conferenceId} and shard = ${shardOf(conferenceId)}`
  await announce(tx, conferenceId, actor, [{ type: 'ConferenceUnpublished', data: { conferenceId } }])
  return true
}

/**
 * The new code, which is mailed to the owner. The one before opens nothing any more, and the raised code version ends the sessions
 * that it opened.
 */
export const renewAccessCode = async (tx: Tx, conferenceId: string, actor: Actor): Promise<string> => {
  const owner = await lockConference(tx, conferenceId)
  const accessCode = newAccessCode()
  await tx`
    update management.conferences set access_code_hash = ${await hashAccessCode(owner.ownerEmail, accessCode)},
      sealed_access_code = ${sealCode(accessCode)}, code_version = code_version + 1
    where id = ${conferenceId} and shard = ${shardOf(conferenceId)}`
  await announce(tx, conferenceId, actor, [{ type: 'AccessCodeRenewed', data: { conferenceId } }])
  await mailAccessCode(tx, conferenceId, owner, owner.codeVersion + 1)
  return accessCode
}

export type AccessCode = Readonly<{ slug: string; name: string; ownerEmail: string; accessCode: string }>

/** For who runs the system, never for a page: the access codes of all conferences. */
export const listAccessCodes = async (tx: Tx | Sql): Promise<AccessCode[]> => {
  const rows = await tx<(Omit<AccessCode, 'accessCode'> & { sealed: string })[]>`
    select slug, name, owner_email as "ownerEmail", sealed_access_code as sealed from management.conferences order by created_at, slug`
  return rows.map(({ sealed, ...conference }) => ({ ...conference, accessCode: openCode(sealed) }))
}
