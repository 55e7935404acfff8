import type { Overview } from '#drizzle/queries/manage-overview'
import { Badge } from '../../_ui/notice.tsx'
import { formatMoment } from '../moments.ts'

type Check = NonNullable<Overview['lastCheck']>

const number = (count: number, noun: string): string => `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`

const counted = ({ events, orders }: Check): string => `Recounted: ${number(orders, 'order')}, from ${number(events, 'event')}.`

const Found = ({ check, timeZone }: { check: Check; timeZone: string }) => {
  const { findings, notCompared, underWay } = check
  const checkedAt = new Date(check.checkedAt)
  return (
    <>
      <p>
        {findings.length === 0 ? <Badge tone="good">Everything adds up</Badge> : <Badge tone="bad">Something is wrong</Badge>}{' '}
        <time dateTime={checkedAt.toISOString()}>{formatMoment(checkedAt, timeZone)}</time>
      </p>
      {findings.length > 0 && (
        <ul className="findings">
          {findings.map(finding => (
            <li key={finding}>{finding}</li>
          ))}
        </ul>
      )}
      <p className="muted small">
        {counted(check)}
        {underWay > 0 && ` ${underWay.toLocaleString('en-US')} still under way then.`}
        {notCompared.length > 0 && ` Not compared, because they were being rebuilt: ${notCompared.join(', ')}.`}
      </p>
    </>
  )
}

/** What the last recount of this conference from its events found. */
export const LastCheck = ({ check, slug, timeZone }: { check: Check | undefined; slug: string; timeZone: string }) => (
  <section className="card stack" aria-labelledby="last-check">
    <h2 id="last-check">Last check</h2>
    {check ? (
      <Found check={check} timeZone={timeZone} />
    ) : (
      <p className="muted">
        Not checked yet. Whoever runs this site can recount seats and money from the events:{' '}
        <code className="command">npm run verify -- {slug}</code>
      </p>
    )}
  </section>
)
