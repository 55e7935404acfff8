import type { PgTable } from 'drizzle-orm/pg-core'
import type { AnyEvent } from '#domain/messages'
import type { Tx } from '#drizzle/db'
import type { ConsumerName, PublishedEvent, PublishedMessage } from '#drizzle/log'
import type { Consumer } from '../consumers.ts'

/** An event of one of these types, as it stands in the published log. */
export type Heard<Type extends AnyEvent['type']> = Omit<PublishedEvent, 'message'> &
  Readonly<{ message: Extract<AnyEvent, { type: Type }> }>

/** A read model: what it hears, the tables it keeps, and how a batch of events changes them. */
export type Projection = Consumer & Readonly<{ tables: readonly PgTable[] }>

/**
 * A consumer that keeps read tables. `hears` lists the event types, `keyOf` tells whose row an event changes, `project` folds a
 * batch in memory and writes it with one statement a table. It sends nothing and reads no clock, so that it can run again.
 */
export const projection = <Type extends AnyEvent['type']>(
  name: ConsumerName,
  tables: readonly PgTable[],
  hears: readonly Type[],
  keyOf: (event: Extract<AnyEvent, { type: Type }>) => string,
  project: (tx: Tx, shard: number, events: readonly Heard<Type>[]) => Promise<void>,
): Projection => {
  const heard: ReadonlySet<string> = new Set(hears)
  const isHeard = (published: PublishedMessage): published is PublishedEvent & Heard<Type> =>
    published.kind === 'event' && heard.has(published.message.type)
  return {
    name,
    tables,
    hears: type => heard.has(type),
    keyOf: published => (isHeard(published) ? keyOf(published.message) : undefined),
    async handle(tx, shard, messages) {
      await project(tx, shard, messages.filter(isHeard))
      return undefined
    },
  }
}
