/**
 * How far an order, its newest payment and its seat assignments have come, as one text: a page and an event stream that give the
 * same text show the same order.
 */
export const orderProgress = (order: { version: number; paymentStatus: string | null; assignmentsVersion: number }): string =>
  `${order.version}.${order.paymentStatus ?? 'none'}.${order.assignmentsVersion}`
