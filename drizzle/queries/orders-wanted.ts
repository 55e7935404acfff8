import { and, eq, like, type SQL } from 'drizzle-orm'
import { isCode, normaliseCode, orderCodeLength } from '#domain/codes'
import { shardOf } from '#domain/event-store'
import { orderCodeLookup } from '../codes.ts'
import { type OrderStatus, orders } from '../schema/read-models.ts'
import { searchText } from '../search-text.ts'

export type OrdersQuestion = Readonly<{ conferenceId: string; search?: string; status?: OrderStatus }>

/** By a part of the registrant's name or e-mail. Signs that mean something in a pattern stand for themselves. */
const named = (search: string): SQL => like(orders.searchText, `%${searchText(search).replace(/[\\%_]/g, sign => `\\${sign}`)}%`)

/** By the whole code: it can only be compared by its hash. Undefined: this is no code. */
const coded = (search: string): SQL | undefined => {
  const code = normaliseCode(search)
  return isCode(code, orderCodeLength) ? eq(orders.codeLookup, orderCodeLookup(code)) : undefined
}

/** The orders that a search is about: those of `byCode`, if it could be a code and finds any, otherwise those of `byName`. */
export const ordersWanted = ({ conferenceId, search = '', status }: OrdersQuestion) => {
  const text = search.trim()
  const those = (wanted: SQL | undefined) =>
    and(
      eq(orders.conferenceId, conferenceId),
      eq(orders.shard, shardOf(conferenceId)),
      status && eq(orders.status, status),
      wanted,
    )
  const code = coded(text)
  return { byCode: code && those(code), byName: those(text === '' ? undefined : named(text)) }
}
