import Link from 'next/link'
import { formatZone } from '../../../../_ui/dates.ts'
import { localIn } from '../../../moments.ts'

type Props = { address: string; at: Date; timeZone: string; isPast: boolean }

/** Asks for the order as it was at any moment; an address of its own, which can be kept and sent on. */
export const AsOfForm = ({ address, at, timeZone, isPast }: Props) => (
  <form action={address} method="get" className="card search-form">
    <div className="field">
      <label htmlFor="at">As of</label>
      <p className="field-hint" id="at-hint">
        {formatZone(timeZone)}
      </p>
      <input id="at" name="at" type="datetime-local" step="1" defaultValue={localIn(at, timeZone)} aria-describedby="at-hint" />
    </div>
    <button type="submit" className="button button-quiet">
      Show
    </button>
    {isPast && (
      <Link href={address} prefetch={false} className="text-link">
        Show the order as it is now
      </Link>
    )}
  </form>
)
