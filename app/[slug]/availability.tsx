import { Badge } from '../_ui/notice.tsx'

const fewSeats = 10

/** What is left of a kind of seat, in words. */
export const Availability = ({ remaining }: { remaining: number }) => {
  if (remaining <= 0) return <Badge tone="bad">Sold out</Badge>
  if (remaining <= fewSeats) return <Badge tone="warn">{remaining} left</Badge>
  return <Badge tone="good">Available</Badge>
}
