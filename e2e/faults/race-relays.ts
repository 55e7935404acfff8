import type { Tx } from '#drizzle/db'
import { publish } from '#drizzle/log'

/**
 * A relay's step on a shard in the caller's transaction: gives the messages numbers. `pause` is waited for where another may come
 * between: the product's relay has done its work by then and only has to commit.
 */
export type Relay = (tx: Tx, shard: number, limit: number, pause: () => Promise<void>) => Promise<number>

export const productRelay: Relay = async (tx, shard, limit, pause) => {
  const relayed = await publish(tx, shard, { limit })
  await pause()
  return relayed?.published ?? 0
}

/** Two of these read the same head and number the same messages. */
export const relayWithoutLock: Relay = async (tx, shard, limit, pause) => {
  const [head] = await tx<{ last: string }[]>`select last_sequence as last from shards where shard = ${shard}`
  const due = await tx<{ id: string }[]>`
    select id from outbox where shard = ${shard} and sequence is null and due_at <= clock_timestamp() order by id limit ${limit}`
  await pause()
  const ids = JSON.stringify(due.map(({ id }) => id))
  await tx`
    update outbox o set sequence = ${head?.last ?? '0'}::bigint + due.n, published_at = clock_timestamp()
    from jsonb_array_elements_text(${ids}::text::jsonb) with ordinality as due(id, n)
    where o.id = due.id::bigint and o.shard = ${shard}`
  await tx`
    update shards set last_sequence = ${head?.last ?? '0'}::bigint + ${due.length} where shard = ${shard} and ${due.length > 0}`
  return due.length
}

/** The lock is the product's, but what it waited behind is read as it was before the wait. */
export const relayInOneStatement: Relay = async (tx, shard, limit, pause) => {
  const rows = await tx<{ head: string }[]>`
    with head as materialized (select last_sequence from shards where shard = ${shard} for update),
    due as materialized (
      select id, row_number() over (order by id) as n from (
        select id from outbox where shard = ${shard} and sequence is null and due_at <= clock_timestamp() order by id limit ${limit}
      ) as o
    )
    update outbox o set sequence = head.last_sequence + due.n, published_at = clock_timestamp()
    from head, due where o.id = due.id and o.shard = ${shard}
    returning head.last_sequence as head`
  const head = rows[0]?.head
  if (head !== undefined) await tx`update shards set last_sequence = ${head}::bigint + ${rows.length} where shard = ${shard}`
  await pause()
  return rows.length
}
