import Link from 'next/link'
import { formatMoment } from '../../../moments.ts'
import type { Happening } from './happenings.ts'

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
