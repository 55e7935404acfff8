import type { PaymentStatus } from '#drizzle/schema/read-models'
import { Badge } from '../../_ui/notice.tsx'

type Payment = Readonly<{ status: PaymentStatus; amountMinor: number }>

/** How a payment ended, for the owner. */
export const PaymentEnding = ({ payment: { status, amountMinor } }: { payment: Payment }) => {
  switch (status) {
    case 'initiated':
      return <Badge>Waiting for the payer</Badge>
    case 'completed':
      return <Badge tone="good">{amountMinor === 0 ? 'Free of charge' : 'Paid'}</Badge>
    case 'rejected':
      return <Badge>Not accepted</Badge>
    case 'refundRequested':
      return <Badge tone="warn">Being returned</Badge>
    case 'refunded':
      return <Badge tone="warn">Returned</Badge>
    case 'refundFailed':
      return <Badge tone="bad">Could not be returned: look into it</Badge>
  }
}
