import type { Mail } from '#drizzle/queries/mails'
import { readMail } from '#workers/runtime'

/** What the mail says; undefined while it cannot be written, because its conference was only just announced. */
export const shownMail = (mail: Mail): ReturnType<typeof readMail> | undefined => {
  try {
    return readMail(mail)
  } catch {
    return undefined
  }
}

export const statusWords = {
  waiting: 'Being written',
  kept: 'Kept here',
  sent: 'Sent',
  superseded: 'Outdated: not sent',
  failed: 'Given up',
} as const satisfies Record<Mail['status'], string>
