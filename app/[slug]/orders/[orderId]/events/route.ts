import { hasGrant } from '#drizzle/grants'
import { followOrder } from '#drizzle/queries/awaited-order'
import { openEventStream } from '../../../../_session/event-stream.ts'
import { currentSession } from '../../../../_session/session.ts'
import { conferenceOfOpenOrder } from '../open-order.ts'
import { orderProgress } from '../order-progress.ts'

/** Tells how far the order has come, until the browser leaves or may not see it any more. */
export const GET = async (request: Request, { params }: { params: Promise<{ slug: string; orderId: string }> }) => {
  const { slug, orderId } = await params
  const session = await currentSession()
  if (!session || !(await conferenceOfOpenOrder(slug, orderId))) return new Response(null, { status: 404 })
  return openEventStream(request, session, {
    isStillGranted: () => hasGrant(session, 'order', orderId),
    follow: (tell, signal) => followOrder(orderId, order => tell(orderProgress(order)), signal),
  })
}
