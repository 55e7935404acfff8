/** What we ask of a company that takes money for us. It tells us how a payment ended by calling back. */
export interface PaymentProcessor {
  /** The address of the page where the payer accepts or rejects the payment. */
  paymentPage(paymentId: string): string
  /** Gives the whole amount back. Asked again with the same key, it gives back no second time. Throws when it cannot be reached. */
  refund(
    request: Readonly<{ paymentId: string; amountMinor: number; currency: string; idempotencyKey: string }>,
  ): Promise<'refunded' | Readonly<{ refused: string }>>
}
