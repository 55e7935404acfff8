import type { OrderStatus } from '#drizzle/schema/read-models'
import { Badge } from '../../_ui/notice.tsx'

export const orderStatusWords = {
  placed: 'Placed',
  partiallyReserved: 'Partially reserved',
  reserved: 'Reserved',
  confirmed: 'Confirmed',
  expired: 'Expired',
} as const satisfies Record<OrderStatus, string>

const tones = {
  placed: undefined,
  partiallyReserved: 'warn',
  reserved: undefined,
  confirmed: 'good',
  expired: 'bad',
} as const

export const OrderStatusBadge = ({ status }: { status: OrderStatus }) => (
  <Badge tone={tones[status]}>{orderStatusWords[status]}</Badge>
)
