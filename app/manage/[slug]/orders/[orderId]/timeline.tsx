import Link from 'next/link'
import type { ListedMail } from '#drizzle/queries/mails'
import type { TimelineEntry } from '#drizzle/queries/order-timeline'
import { formatMoment } from '../../../moments.ts'
import { mailWords } from './mail-words.ts'

/** One thing that happened: an event, a command that left, or a mail. */
type Happening = Readonly<{ key: string; at: string; words: string; isAsked: boolean; by: string; because: string | undefined }>

const ofEntry = (entry: TimelineEntry): Happening => ({
  key: String(entry.sequence),
  at: entry.at,
  words: entry.words,
  isAsked: entry.kind === 'command',
  by: entry.actor,
  because: entry.because,
})

const ofMail = (mail: ListedMail): Happening => ({
  key: mail.mailId,
  at: new Date(mail.createdAt).toISOString(),
  words: mailWords(mail),
  isAsked: false,
  by: 'system',
  because: undefined,
})

/** In the order in which it happened; what happened in the same millisecond stays as the log has it. */
export const happenings = (timeline: readonly TimelineEntry[], mails: readonly ListedMail[], until: Date | undefined) =>
  [...timeline.map(ofEntry), ...mails.map(ofMail)]
    .filter(({ at }) => until === undefined || new Date(at) <= until)
    .sort((one, other) => Date.parse(one.at) - Date.parse(other.at))

const byWhom = (actor: string): string => (actor === 'system' ? 'by the system' : `by the ${actor}`)

type Props = { entries: readonly Happening[]; address: string; timeZone: string }

/** Everything that happened to the order, in plain words; each moment leads to the order as it was right after. */
export const Timeline = ({ entries, address, timeZone }: Props) => (
  <section className="card stack" aria-labelledby="timeline">
    <h2 id="timeline">Timeline</h2>
    <ol className="timeline">
      {entries.map(({ key, at, words, isAsked, by, because }) => (
        <li key={key} className={isAsked ? 'timeline-asked' : undefined}>
          <p className="muted small">
            <Link href={`${address}?at=${at}`} prefetch={false} rel="nofollow">
              <time dateTime={at}>{formatMoment(new Date(at), timeZone)}</time>
            </Link>
            , {byWhom(by)}
          </p>
          <p>{words}</p>
          {because && <p className="muted small">Because: {because}</p>}
        </li>
      ))}
    </ol>
  </section>
)
