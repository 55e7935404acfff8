import { headers } from 'next/headers'
import { shardOf } from '#domain/event-store'
import { sql, type Tx } from '#drizzle/db'
import type { ManagedConference } from '#drizzle/managed-conference'
import { waitForConference } from '#drizzle/queries/awaited-conference'
import { ring } from '#workers/runtime'
import { answerForm } from '../../_ui/answer-form.ts'
import { refused, type Typed, typedIn } from '../../_ui/form-input.ts'
import type { FormState } from '../../_ui/form-state.ts'
import { findManaged, signInAddress } from './open-managed.ts'

/** How long a form waits until everybody can read what it changed. */
const patienceMs = 1_000

export const signedOut = {
  message: 'You are not signed in to this conference any more. Sign in to it in another tab, then press the button again.',
} as const

/** Without JavaScript the page would come again with the answer, but it opens no more: its own way to sign in posts the form there. */
const isFromScript = async (): Promise<boolean> => (await headers()).has('next-action')

/** Answers a form of a conference's management pages, if this browser may manage the conference that it names. */
export const answerOwner = async (
  form: unknown,
  task: (conference: ManagedConference, typed: Typed) => Promise<string | FormState>,
): Promise<FormState> => {
  const typed = typedIn(form)
  return answerForm(typed, async () => {
    const conference = await findManaged(typed.slug)
    if (conference) return task(conference, typed)
    return (await isFromScript()) ? refused(typed, [signedOut]) : signInAddress
  })
}

/** Waits until the read tables show what was written, so that the next page does not lack what was just done. */
export const show = async (conferenceId: string): Promise<void> => {
  await ring(shardOf(conferenceId))
  await waitForConference(conferenceId, conference => conference?.isShown ?? false, patienceMs)
}

/** Writes in one transaction, and waits until it is shown. */
export const write = async <Result>(conferenceId: string, work: (tx: Tx) => Promise<Result>): Promise<void> => {
  await sql().begin(work)
  await show(conferenceId)
}

/** The row's version as a form carries it; -1, which no row has, for anything else. */
export const versionIn = (typed: Typed): number => (/^\d{1,9}$/.test(typed.version ?? '') ? Number(typed.version) : -1)
