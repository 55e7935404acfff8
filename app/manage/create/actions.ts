'use server'

import { conferenceForm, slugField } from '#domain/conference-management/conference'
import { shardOf } from '#domain/event-store'
import { type Creation, createConferenceOnce } from '#drizzle/conference-creation'
import { slugTaken } from '#drizzle/conferences'
import { getConferenceId } from '#drizzle/queries/conference-id'
import { getManagedConference } from '#drizzle/queries/managed-conference'
import { ring } from '#workers/runtime'
import { rememberOwner } from '../../_session/authenticate.ts'
import { grantConference } from '../../_session/session.ts'
import { answerForm } from '../../_ui/answer-form.ts'
import { isCommandId } from '../../_ui/command-id.ts'
import { problemsOf, refused, type Typed, typedIn } from '../../_ui/form-input.ts'
import type { FormProblem, FormState } from '../../_ui/form-state.ts'

/** The access code that a conference begins with: this grant ends, like all others, when a new one is made. */
const firstCode = 1

/** Opens the conference for this browser, which strangers cannot lock out from then on. */
const openFor = async (conferenceId: string): Promise<void> => {
  await grantConference(conferenceId, firstCode)
  const conference = await getManagedConference(conferenceId)
  if (conference) await rememberOwner(conferenceId, conference.ownerEmail)
}

/** What only a look at the other conferences can tell; said at once with what else is wrong. */
const problemsAmongOthers = async (typed: Typed): Promise<FormProblem[]> => {
  const slug = slugField.safeParse(typed.slug)
  if (!slug.success || !(await getConferenceId(slug.data))) return []
  const { field, message } = slugTaken()
  return [{ field, message }]
}

/** Anybody may create a conference; who presents the command id that created it may manage it. */
export const createConference = async (_state: unknown, form: unknown): Promise<FormState> => {
  const typed = typedIn(form)
  const create = async (): Promise<string | FormState> => {
    const { commandId } = typed
    if (!isCommandId(commandId)) return refused(typed, [{ message: 'This form is incomplete. Please reload the page.' }])
    const conference = conferenceForm.safeParse(typed)
    if (!conference.success) return refused(typed, [...problemsOf(conference.error), ...(await problemsAmongOthers(typed))])
    const { conferenceId, slug } = await createConferenceOnce(commandId, conference.data)
    await openFor(conferenceId)
    await ring(shardOf(conferenceId))
    return `/manage/${slug}?saved=created`
  }
  return answerForm(typed, create, async outcome => {
    const { conferenceId, slug } = outcome as Creation
    await openFor(conferenceId)
    return `/manage/${slug}/edit?created=already`
  })
}
