import { Badge } from '../../_ui/notice.tsx'

/** Seats that can still be sold. After a quota cut there may be fewer than none: then how far it is over. */
export const SeatsLeft = ({ left }: { left: number }) => {
  if (left >= 0) return <>{left.toLocaleString('en-US')}</>
  return (
    <span className="over-quota">
      0 <Badge tone="warn">{Math.abs(left).toLocaleString('en-US')} over quota</Badge>
    </span>
  )
}
