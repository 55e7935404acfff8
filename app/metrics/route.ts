import { sql } from '#drizzle/db'
import { readLogHealth } from '#drizzle/log-health'
import { missedRings } from '#workers/runtime'
import { expose } from './exposition.ts'

export const dynamic = 'force-dynamic'

/** Anybody may ask, so the database is asked at most this often. */
const keptForMs = 5_000
let kept: Readonly<{ until: number; health: ReturnType<typeof readLogHealth> }> | undefined

const health = (): ReturnType<typeof readLogHealth> => {
  if (!kept || kept.until < performance.now()) kept = { until: performance.now() + keptForMs, health: readLogHealth(sql()) }
  return kept.health
}

/** How the whole system keeps up, workers included: it stands in the database. */
export const GET = async (): Promise<Response> => {
  try {
    const headers = { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' }
    return new Response(expose(await health(), missedRings()), { headers })
  } catch {
    return new Response('The database cannot be reached.\n', { status: 503, headers: { 'cache-control': 'no-store' } })
  }
}
