import { redirect } from 'next/navigation'
import { now } from '#drizzle/clock'
import { orderCalendar } from '#drizzle/order-calendar'
import { openOrder } from '../open-order.ts'

/** The conference for the registrant's calendar. Whoever may not see the order goes where its page sends them. */
export const GET = async (_: Request, { params }: { params: Promise<{ slug: string; orderId: string }> }) => {
  const { slug, orderId } = await params
  const { conference, order } = await openOrder(slug, orderId)
  // There is nothing to come to yet, or any more; the order's page says so.
  if (order?.status !== 'confirmed') return redirect(`/${slug}/orders/${orderId}`)
  const lines = order.lines.filter(({ reserved }) => reserved > 0).map(({ name, reserved }) => ({ name, quantity: reserved }))
  const { filename, content } = orderCalendar({ orderId, lines }, conference, now())
  return new Response(content, {
    headers: {
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': `attachment; filename="${filename}"`,
      'cache-control': 'no-store',
    },
  })
}
