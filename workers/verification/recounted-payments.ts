import { toleratedSeconds } from '#drizzle/log-health'
import { type Findings, minutesAgo } from './findings.ts'
import type { RecountedEvent, Seats } from './recounted-event.ts'

/** What began less long ago may still be under way. */
export const graceMs = toleratedSeconds * 1_000

export type PaymentEvent = Extract<
  RecountedEvent,
  { type: 'PaymentCompleted' | 'PaymentRefundRequested' | 'PaymentRefunded' | 'PaymentRefundFailed' }
>

/** `asked`: to be given back since `askedAt`. `failed`: the processor would not, and a person must. Moments are in milliseconds. */
type Payment = {
  readonly orderId: string
  readonly amountMinor: number
  readonly agreed: Seats
  readonly completedAt: number
  returned?: 'asked' | 'done' | 'failed'
  askedAt: number
}

/** The payments of one conference that were completed, and how they ended. */
export class RecountedPayments {
  private readonly payments = new Map<string, Payment>()
  /** What is paid and not on its way back, in the currency's minor unit. */
  keptMinor = 0
  underWay = 0

  constructor(private readonly findings: Findings) {}

  get size(): number {
    return this.payments.size
  }

  get(paymentId: string): Readonly<Payment> | undefined {
    return this.payments.get(paymentId)
  }

  count({ type, data, recordedAt }: PaymentEvent): void {
    const at = recordedAt.getTime()
    if (type === 'PaymentCompleted') {
      const { orderId, amountMinor, agreed } = data
      this.payments.set(data.paymentId, { orderId, amountMinor, agreed, completedAt: at, askedAt: 0 })
      this.keptMinor += amountMinor
      return
    }
    const payment = this.payments.get(data.paymentId)
    if (!payment) this.findings.note('unpaid return', `Payment ${data.paymentId} is to be returned and was never completed.`)
    if (type === 'PaymentRefundRequested' && payment) {
      if (payment.amountMinor !== data.amountMinor)
        this.findings.note('amount', `Of payment ${data.paymentId} another amount is to be returned than was paid.`)
      if (!payment.returned) this.keptMinor -= payment.amountMinor
      payment.returned = 'asked'
      payment.askedAt = at
    }
    if (type === 'PaymentRefunded' && payment) payment.returned = 'done'
    if (type === 'PaymentRefundFailed' && payment) payment.returned = 'failed'
  }

  /** Every payment ends in the order that it confirmed or is returned: one of the two. */
  settle(now: number, confirmedBy: (orderId: string) => string | undefined): void {
    for (const [paymentId, payment] of this.payments) {
      const { orderId, completedAt, askedAt, returned } = payment
      const isKept = confirmedBy(orderId) === paymentId
      if (isKept && returned)
        this.findings.note('kept and returned', `Payment ${paymentId} confirmed order ${orderId} and is returned all the same.`)
      if (!isKept && !returned)
        this.unlessUnderWay(
          now - completedAt,
          'without end',
          `Payment ${paymentId} was completed ${minutesAgo(completedAt, now)} ago and ended in no confirmed order and no refund.`,
        )
      if (returned === 'asked')
        this.unlessUnderWay(
          now - askedAt,
          'unanswered',
          `Payment ${paymentId} is to be returned since ${minutesAgo(askedAt, now)}, and the payment processor has not answered.`,
        )
      if (returned === 'failed')
        this.findings.note('not returned', `Payment ${paymentId} could not be returned: a person must see to it.`)
    }
  }

  private unlessUnderWay(ageMs: number, kind: string, sentence: string): void {
    if (ageMs <= graceMs) this.underWay++
    else this.findings.note(kind, sentence)
  }
}
