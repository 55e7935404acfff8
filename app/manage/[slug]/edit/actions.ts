'use server'

import { conferenceChanges } from '#domain/conference-management/conference'
import { updateConference } from '#drizzle/conferences'
import { problemsOf, refused } from '../../../_ui/form-input.ts'
import type { FormState } from '../../../_ui/form-state.ts'
import { answerOwner, versionIn, write } from '../answer-owner.ts'

export const editConference = async (_state: unknown, form: unknown): Promise<FormState> =>
  answerOwner(form, async ({ conferenceId, slug }, typed) => {
    const changes = conferenceChanges.safeParse(typed)
    if (!changes.success) return refused(typed, problemsOf(changes.error))
    await write(conferenceId, tx => updateConference(tx, conferenceId, versionIn(typed), changes.data, 'owner'))
    return `/manage/${slug}?saved=conference`
  })
