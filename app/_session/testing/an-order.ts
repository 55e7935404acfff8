import { shardOf } from '#domain/event-store'
import { orderCodeLookup, sealCode } from '#drizzle/codes'
import { sql } from '#drizzle/db'
import { newId } from '#drizzle/ids'

/** An order as its registrant finds it again: what of it stands in the read table. */
export const anOrder = async (conferenceId: string, code: string, email: string | null): Promise<string> => {
  const orderId = newId(conferenceId)
  await sql()`
    insert into orders (order_id, shard, conference_id, version, status, was_reinstated, sealed_code, code_lookup, currency, placed_at,
      hold_expires_at, email, seats, total_minor)
    values (${orderId}, ${shardOf(conferenceId)}, ${conferenceId}, 1, 'reserved', false, ${sealCode(code)}, ${orderCodeLookup(code)},
      'USD', now(), now(), ${email}, 1, 0)`
  return orderId
}
