'use server'

import { z } from 'zod'
import { emailField, textField } from '#domain/fields'
import { listManagedConferences } from '#drizzle/queries/managed-conference'
import { authenticate } from '../../_session/authenticate.ts'
import { grantConference } from '../../_session/session.ts'
import { answerForm } from '../../_ui/answer-form.ts'
import { problemsOf, refused, typedIn } from '../../_ui/form-input.ts'
import type { FormState } from '../../_ui/form-state.ts'

const schema = z.object({ email: emailField('Email'), code: textField('Access code', { atMost: 40 }) })

/** Opens every conference of that owner with that code. Wrong email and wrong code are answered alike. */
export const signIn = async (_state: unknown, form: unknown): Promise<FormState> => {
  const typed = typedIn(form)
  return answerForm(typed, async () => {
    const asked = schema.safeParse(typed)
    if (!asked.success) return refused(typed, problemsOf(asked.error))
    const found = await authenticate('conference', asked.data)
    if (!found) return refused(typed, [{ field: 'email', message: 'That email and access code do not match.' }])
    for (const { conferenceId, codeVersion } of found.conferences) await grantConference(conferenceId, codeVersion)
    const [conference, ...others] = await listManagedConferences(found.conferences.map(({ conferenceId }) => conferenceId))
    return conference && others.length === 0 ? `/manage/${conference.slug}` : '/manage'
  })
}
