import { randomUUID } from 'node:crypto'
import { conferenceStream, refuseDeletion, type SeatTypeForm, sameSeatTypeName } from '#domain/conference-management/conference'
import { shardOf } from '#domain/event-store'
import { Refusal } from '#domain/refusal'
import type { Tx } from './db.ts'
import { eventStore } from './event-store.ts'
import {
  type Actor,
  announce,
  changedMeanwhile,
  isSame,
  listManagedSeatTypes,
  lockConference,
  type ManagedSeatType,
  seatTypeDetails,
} from './managed-conference.ts'

const refuseSameName = (seatTypes: readonly ManagedSeatType[], name: string, exceptId?: string) => {
  if (seatTypes.some(seatType => seatType.seatTypeId !== exceptId && sameSeatTypeName(seatType.name, name)))
    throw new Refusal('There is a seat type of that name already.', 'name')
}

/** Gives the new seat type's id. */
export const addSeatType = async (tx: Tx, conferenceId: string, form: SeatTypeForm, actor: Actor): Promise<string> => {
  const { currency, wasEverPublished } = await lockConference(tx, conferenceId)
  if (form.currency !== currency) throw changedMeanwhile()
  const seatTypes = await listManagedSeatTypes(tx, conferenceId)
  refuseSameName(seatTypes, form.name)
  const ordinal = 1 + Math.max(0, ...seatTypes.map(seatType => seatType.ordinal))
  const seatTypeId = randomUUID()
  const { name, description, priceMinor, quota } = form
  await tx`
    insert into management.seat_types (id, shard, conference_id, name, description, price_minor, quota, ordinal, version)
    values (${seatTypeId}, ${shardOf(conferenceId)}, ${conferenceId}, ${name}, ${description}, ${priceMinor}, ${quota}, ${ordinal}, 1)`
  const data = { conferenceId, seatTypeId, name, description, priceMinor, quota, ordinal }
  await announce(tx, conferenceId, actor, [{ type: wasEverPublished ? 'SeatCreated' : 'SeatDrafted', data }])
  return seatTypeId
}

/** Whether anything changed. Refused when the seat type is no longer at `version`, unless it already is what is wanted. */
export const changeSeatType = async (
  tx: Tx,
  conferenceId: string,
  seatTypeId: string,
  version: number,
  form: SeatTypeForm,
  actor: Actor,
): Promise<boolean> => {
  const { currency, wasEverPublished } = await lockConference(tx, conferenceId)
  if (form.currency !== currency) throw changedMeanwhile()
  const seatTypes = await listManagedSeatTypes(tx, conferenceId)
  const seatType = seatTypes.find(each => each.seatTypeId === seatTypeId)
  if (!seatType) throw new Refusal('This conference has no such seat type any more.')
  const before = seatTypeDetails(seatType)
  const after = seatTypeDetails({ ...before, ...form })
  if (isSame(before, after)) return false
  if (seatType.version !== version) throw changedMeanwhile()
  refuseSameName(seatTypes, after.name, seatTypeId)
  await tx`
    update management.seat_types set name = ${after.name}, description = ${after.description}, price_minor = ${after.priceMinor},
      quota = ${after.quota}, version = version + 1
    where id = ${seatTypeId} and shard = ${shardOf(conferenceId)}`
  await announce(tx, conferenceId, actor, [{ type: wasEverPublished ? 'SeatUpdated' : 'SeatDraftChanged', data: after }])
  return true
}

const wasDeleted = async (tx: Tx, conferenceId: string, seatTypeId: string): Promise<boolean> => {
  const { events } = await eventStore(tx).load(conferenceStream(conferenceId))
  return events.some(({ type, data }) => type === 'SeatDraftDeleted' && data.seatTypeId === seatTypeId)
}

/** Only before the first publication. False: it was deleted already. What never was of this conference is refused. */
export const deleteSeatType = async (tx: Tx, conferenceId: string, seatTypeId: string, actor: Actor): Promise<boolean> => {
  const { wasEverPublished } = await lockConference(tx, conferenceId)
  refuseDeletion(wasEverPublished)
  const seatType = (await listManagedSeatTypes(tx, conferenceId)).find(each => each.seatTypeId === seatTypeId)
  if (!seatType) {
    if (await wasDeleted(tx, conferenceId, seatTypeId)) return false
    throw new Refusal('This conference has no such seat type.')
  }
  const { name } = seatType
  await tx`delete from management.seat_types where id = ${seatTypeId} and shard = ${shardOf(conferenceId)}`
  await announce(tx, conferenceId, actor, [{ type: 'SeatDraftDeleted', data: { conferenceId, seatTypeId, name } }])
  return true
}
