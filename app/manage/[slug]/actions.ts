'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { openCode } from '#drizzle/codes'
import { publishConference, renewAccessCode, unpublishConference } from '#drizzle/conferences'
import { sql } from '#drizzle/db'
import { lockConference } from '#drizzle/managed-conference'
import { getSealedAccessCode } from '#drizzle/queries/managed-conference'
import { signOut as endSession, grantConference } from '../../_session/session.ts'
import { answerForm } from '../../_ui/answer-form.ts'
import { typedIn } from '../../_ui/form-input.ts'
import type { FormState } from '../../_ui/form-state.ts'
import { answerOwner, show, versionIn, write } from './answer-owner.ts'
import { findManaged, signInAddress } from './open-managed.ts'

export const publish = async (_state: unknown, form: unknown): Promise<FormState> =>
  answerOwner(form, async ({ conferenceId, slug }) => {
    await write(conferenceId, tx => publishConference(tx, conferenceId, 'owner'))
    return `/manage/${slug}?saved=published`
  })

export const unpublish = async (_state: unknown, form: unknown): Promise<FormState> =>
  answerOwner(form, async ({ conferenceId, slug }) => {
    await write(conferenceId, tx => unpublishConference(tx, conferenceId, 'owner'))
    return `/manage/${slug}?saved=unpublished`
  })

/**
 * Makes a new access code, which ends every session that the old one opened but the one that asked. A second press of the same
 * button finds another code than it wanted to replace, and changes nothing; it opens nothing either, since it may have come from
 * a session that the first one ended.
 */
const renewOnce = (conferenceId: string, codeVersion: number): Promise<void> =>
  sql().begin(async tx => {
    if ((await lockConference(tx, conferenceId)).codeVersion !== codeVersion) return
    await renewAccessCode(tx, conferenceId, 'owner')
    await grantConference(conferenceId, codeVersion + 1, tx)
  })

export const renewCode = async (_state: unknown, form: unknown): Promise<FormState> =>
  answerOwner(form, async ({ conferenceId, slug }, typed) => {
    const codeVersion = versionIn(typed)
    await renewOnce(conferenceId, codeVersion)
    await show(conferenceId)
    return `/manage/${slug}?saved=code-${codeVersion + 1}`
  })

/**
 * The access code, only when asked for and only to who may manage the conference: no page has it before. Whoever may not any more is
 * sent to sign in.
 */
export const showAccessCode = async (_state: unknown, form: unknown): Promise<string | undefined> => {
  const conference = await findManaged(typedIn(form).slug)
  if (!conference) redirect(signInAddress)
  const sealed = await getSealedAccessCode(conference.conferenceId)
  return sealed && openCode(sealed)
}

/** Ends everything that this browser may open: every conference and every order. */
export const signOut = async (_state: unknown, form: unknown): Promise<FormState> =>
  answerForm(typedIn(form), async () => {
    await endSession()
    // The pages that this tab keeps for its back button go too.
    revalidatePath('/', 'layout')
    return '/manage'
  })
