import { now } from '#drizzle/clock'
import { Countdown } from '../../../_ui/countdown.tsx'
import { formatTime } from '../../../_ui/dates.ts'

/** The countdown to the hold's end, with the absolute time in the conference's zone. */
export const TimeLeft = (props: { holdExpiresAt: string; timeZone: string; holdsSeats: boolean }) => {
  const endsAt = new Date(props.holdExpiresAt)
  return (
    <div className="time-left">
      <p className="muted">Time left</p>
      <Countdown endsAt={endsAt.toISOString()} renderedAt={now().toISOString()} />
      <p className="small">
        {props.holdsSeats ? 'Your seats are held until ' : 'You can change this order until '}
        <time dateTime={endsAt.toISOString()}>{formatTime(endsAt, props.timeZone)}</time>.
      </p>
    </div>
  )
}
