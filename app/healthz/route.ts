export const dynamic = 'force-dynamic'

/** Says that this process lives. Asks nobody else: a database that is down must not get web processes restarted. */
export const GET = (): Response => new Response('ok\n', { headers: { 'cache-control': 'no-store' } })
