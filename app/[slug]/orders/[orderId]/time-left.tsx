import { now } from '#drizzle/clock'
import { Countdown } from '../../../_ui/countdown.tsx'
import { formatTime } from '../../../_ui/dates.ts'

export const TimeLeft = ({ holdExpiresAt, timeZone }: { holdExpiresAt: string; timeZone: string }) => {
  const endsAt = new Date(holdExpiresAt)
  return (
    <div>
      <p className="muted small">Time left</p>
      <Countdown endsAt={endsAt.toISOString()} renderedAt={now().toISOString()} />
      <p className="small">
        Your seats are held until <time dateTime={endsAt.toISOString()}>{formatTime(endsAt, timeZone)}</time>.
      </p>
    </div>
  )
}
