import { redirect } from 'next/navigation'
import { cache } from 'react'
import type { ManagedConference } from '#drizzle/managed-conference'
import { getConferenceId } from '#drizzle/queries/conference-id'
import { getManagedConference } from '#drizzle/queries/managed-conference'
import { mayManage } from '../../_session/session.ts'

export const signInAddress = '/manage/login'

/** The conference with this slug when this browser may manage it; undefined for every other slug, existing or not. */
export const findManaged = cache(async (slug: unknown): Promise<ManagedConference | undefined> => {
  const conferenceId = typeof slug === 'string' ? await getConferenceId(slug) : undefined
  return conferenceId && (await mayManage(conferenceId)) ? getManagedConference(conferenceId) : undefined
})

/** The same for a page: whoever may not see it is sent to sign in, which does not tell whether it exists. */
export const openManaged = async (slug: string): Promise<ManagedConference> =>
  (await findManaged(slug)) ?? redirect(signInAddress)
