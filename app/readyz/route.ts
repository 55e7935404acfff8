import { whyNotReady } from '#drizzle/readiness'

export const dynamic = 'force-dynamic'

/** Says whether requests may be sent here. */
export const GET = async (): Promise<Response> => {
  const reason = await whyNotReady()
  return new Response(`${reason ?? 'ready'}\n`, { status: reason ? 503 : 200, headers: { 'cache-control': 'no-store' } })
}
