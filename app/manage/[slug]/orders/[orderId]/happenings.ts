import type { ListedMail } from '#drizzle/queries/mails'
import type { TimelineEntry } from '#drizzle/queries/order-timeline'
import { mailWords } from './mail-words.ts'

/**
 * One thing that happened to an order: an event, a command that left (`isAsked`), or a mail. `at`: ISO 8601 in UTC. `because`: why,
 * where that cannot be seen from what stands right before it.
 */
export type Happening = Readonly<{
  key: string
  at: string
  words: string
  isAsked: boolean
  by: string
  because: string | undefined
}>

const ofEntry = ({ sequence, at, words, kind, actor, because }: TimelineEntry): Happening => ({
  key: String(sequence),
  at,
  words,
  isAsked: kind === 'command',
  by: actor,
  because,
})

const ofMail = (mail: ListedMail): Happening => ({
  key: mail.mailId,
  at: new Date(mail.createdAt).toISOString(),
  words: mailWords(mail),
  isAsked: false,
  by: 'system',
  because: undefined,
})

/** What stands right before it is its cause, or comes of the same. */
const isPlain = ({ because }: Happening, before: Happening | undefined): boolean =>
  because === before?.words || because === before?.because

/**
 * Everything up to a moment, or at all. The timeline stays as the log has it, whatever the clocks of its writers said; a mail
 * stands before the first thing that happened after it.
 */
export const happenings = (
  timeline: readonly TimelineEntry[],
  mails: readonly ListedMail[],
  until: Date | undefined,
): Happening[] => {
  const merged = timeline.map(ofEntry)
  for (const mail of mails.map(ofMail)) {
    const next = merged.findIndex(({ at }) => at > mail.at)
    merged.splice(next < 0 ? merged.length : next, 0, mail)
  }
  const told = merged.map((each, index) => (isPlain(each, merged[index - 1]) ? { ...each, because: undefined } : each))
  return until ? told.filter(({ at }) => new Date(at) <= until) : told
}
