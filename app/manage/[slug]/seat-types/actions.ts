'use server'

import { seatTypeForm } from '#domain/conference-management/conference'
import { Refusal } from '#domain/refusal'
import type { ManagedConference } from '#drizzle/managed-conference'
import { listSeatTypesWithSales } from '#drizzle/queries/managed-seat-types'
import { addSeatType, changeSeatType, deleteSeatType } from '#drizzle/seat-types'
import { isId, problemsOf, refused, type Typed } from '../../../_ui/form-input.ts'
import type { FormState } from '../../../_ui/form-state.ts'
import { answerOwner, versionIn, write } from '../answer-owner.ts'

const address = ({ slug }: ManagedConference, saved: 'added' | 'changed' | 'deleted') =>
  `/manage/${slug}/seat-types?saved=${saved}`

const gone: FormState['problems'] = [{ message: 'This conference has no such seat type any more.' }]

/** Whether there is a seat type exactly as this form wants one: then the form was sent twice. */
const isThere = async (conferenceId: string, form: Readonly<{ name: string; priceMinor: number; quota: number }>) => {
  const seatTypes = await listSeatTypesWithSales(conferenceId)
  return seatTypes.some(each => each.name === form.name && each.priceMinor === form.priceMinor && each.quota === form.quota)
}

export const addSeats = async (_state: unknown, form: unknown): Promise<FormState> =>
  answerOwner(form, async (conference, typed) => {
    const { conferenceId, currency } = conference
    const seatType = seatTypeForm(currency).safeParse(typed)
    if (!seatType.success) return refused(typed, problemsOf(seatType.error))
    try {
      await write(conferenceId, tx => addSeatType(tx, conferenceId, seatType.data, 'owner'))
    } catch (error) {
      if (!(error instanceof Refusal && (await isThere(conferenceId, seatType.data)))) throw error
    }
    return address(conference, 'added')
  })

const change = async (conference: ManagedConference, typed: Typed): Promise<string | FormState> => {
  const { conferenceId, currency } = conference
  const { seatTypeId } = typed
  const seatType = seatTypeForm(currency).safeParse(typed)
  if (!seatType.success) return refused(typed, problemsOf(seatType.error))
  if (!isId(seatTypeId)) return refused(typed, gone)
  await write(conferenceId, tx => changeSeatType(tx, conferenceId, seatTypeId, versionIn(typed), seatType.data, 'owner'))
  return address(conference, 'changed')
}

export const changeSeats = async (_state: unknown, form: unknown): Promise<FormState> => answerOwner(form, change)

export const deleteSeats = async (_state: unknown, form: unknown): Promise<FormState> =>
  answerOwner(form, async (conference, typed) => {
    const { seatTypeId } = typed
    if (!isId(seatTypeId)) return refused(typed, gone)
    await write(conference.conferenceId, tx => deleteSeatType(tx, conference.conferenceId, seatTypeId, 'owner'))
    return address(conference, 'deleted')
  })
