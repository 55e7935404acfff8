import { shardOf } from '#domain/event-store'
import { type Sql, sql } from './db.ts'
import { ask } from './queries/ask.ts'
import type { OrderStatus, PaymentStatus } from './schema/read-models.ts'

/** What people wait for: how far an order, its newest payment and its seat assignments have come in the read tables. */
export type AwaitedOrder = Readonly<{
  orderId: string
  status: OrderStatus
  version: number
  paymentId: string | null
  paymentStatus: PaymentStatus | null
  paymentChangedAt: string | null
  assignmentsVersion: number
}>

type Watcher = { orderId: string; everyMs: number; nextAt: number; look(order: AwaitedOrder | undefined): void }
type Ticker = { watchers: Set<Watcher>; running: boolean }

const key = Symbol.for('contoso.ticker')
const registry = globalThis as { [key]?: Ticker }
const ticker = (): Ticker => {
  registry[key] ??= { watchers: new Set(), running: false }
  return registry[key]
}

const waitingEveryMs = 10
const followingEveryMs = 250

const lookUp = async (pool: Sql, orderIds: readonly string[]): Promise<Map<string, AwaitedOrder>> => {
  const wanted = JSON.stringify(orderIds.map(id => ({ id, shard: shardOf(id) })))
  const rows = await ask(
    async () => pool<AwaitedOrder[]>`
      select o.order_id as "orderId", o.status, o.version,
        p.payment_id as "paymentId", p.status as "paymentStatus", p.changed_at::text as "paymentChangedAt",
        coalesce((select max(a.version) from seat_assignments a where a.order_id = o.order_id and a.shard = o.shard), 0)
          as "assignmentsVersion"
      from jsonb_to_recordset(${wanted}::text::jsonb) as w(id text, shard smallint)
      join orders o on o.order_id = w.id and o.shard = w.shard
      left join lateral (
        select payment_id, status, changed_at from order_payments p
        where p.order_id = o.order_id and p.shard = o.shard order by p.initiated_at desc, p.payment_id limit 1
      ) p on true`,
  )
  return new Map(rows.map(row => [row.orderId, row]))
}

/** One loop per process that runs only while somebody waits, with one query a turn for all who are due. */
const run = async (own: Ticker): Promise<void> => {
  own.running = true
  while (own.watchers.size > 0) {
    const at = Date.now()
    const due = [...own.watchers].filter(watcher => watcher.nextAt <= at)
    if (due.length > 0) {
      try {
        const found = await lookUp(sql(), [...new Set(due.map(watcher => watcher.orderId))])
        for (const watcher of due) {
          watcher.nextAt = Date.now() + watcher.everyMs
          watcher.look(found.get(watcher.orderId))
        }
      } catch {
        // The database is away for a moment: whoever waits has a deadline of his own.
        for (const watcher of due) watcher.nextAt = Date.now() + followingEveryMs
      }
    }
    const next = Math.min(...Array.from(own.watchers, watcher => watcher.nextAt))
    if (own.watchers.size > 0) await new Promise(resolve => setTimeout(resolve, Math.max(1, next - Date.now())))
  }
  own.running = false
}

const watch = (watcher: Watcher): (() => void) => {
  const own = ticker()
  own.watchers.add(watcher)
  if (!own.running) void run(own)
  return () => own.watchers.delete(watcher)
}

/**
 * Waits until the order's row is as wished, at most so many milliseconds; gives the row as it was seen last (undefined: not yet
 * in the read table).
 */
export const waitForOrder = (
  orderId: string,
  ready: (order: AwaitedOrder | undefined) => boolean,
  milliseconds: number,
): Promise<AwaitedOrder | undefined> =>
  new Promise(resolve => {
    let seen: AwaitedOrder | undefined
    const finish = () => {
      clearTimeout(timer)
      stop()
      resolve(seen)
    }
    const timer = setTimeout(finish, milliseconds)
    const stop = watch({
      orderId,
      everyMs: waitingEveryMs,
      nextAt: 0,
      look: order => {
        seen = order ?? seen
        if (ready(order)) finish()
      },
    })
  })

/** Tells of every change of the order's row until the signal ends it, beginning with the row as it is. */
export const followOrder = (orderId: string, onChange: (order: AwaitedOrder) => void, signal: AbortSignal): void => {
  let told = ''
  const stop = watch({
    orderId,
    everyMs: followingEveryMs,
    nextAt: 0,
    look: order => {
      const state = JSON.stringify(order)
      if (!order || state === told) return
      told = state
      onChange(order)
    },
  })
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop, { once: true })
}
