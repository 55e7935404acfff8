import { now } from './clock.ts'
import { sql } from './db.ts'
import { ask } from './queries/ask.ts'

const minute = 60_000
const shortest = 15 * minute
const longest = 8 * 60 * minute
/** A quiet day after the last one makes the next as short as the first. */
const forgottenAfter = 24 * 60 * minute
const clearedAtOnce = 50

/** `times`: how many there were so far, without a quiet day between them. It is over when `until` has come. */
export type Lockout = Readonly<{ times: number; until: Date }>

const instants = () => {
  const at = now().getTime()
  return { at: new Date(at).toISOString(), forgotten: new Date(at - forgottenAfter).toISOString() }
}

/** By key, the running ones and those not yet forgotten. */
export const getLockouts = async (keys: readonly string[]): Promise<Map<string, Lockout>> => {
  const { forgotten } = instants()
  const rows = await ask(
    async () => sql()<{ key: string; times: number; until: Date }[]>`
      select key, times, until from lockouts where key in ${sql()(keys)} and until > ${forgotten}`,
  )
  return new Map(rows.map(({ key, times, until }) => [key, { times, until }]))
}

/**
 * Locks the key out for 15 minutes; where it `grows`, for twice as long each time, up to 8 hours. While it is locked out already
 * nothing changes, however many ask at once. Gives its end.
 */
export const lockOut = async (key: string, grows: boolean): Promise<Date> => {
  const { at, forgotten } = instants()
  const rows = await ask(
    async () => sql()<{ until: Date }[]>`
      with old as (
        delete from lockouts where key in (
          select key from lockouts where until <= ${forgotten} and key <> ${key} limit ${clearedAtOnce} for update skip locked)
      )
      insert into lockouts as l (key, times, until)
      values (${key}, 1, ${at}::timestamptz + ${shortest} * interval '1 millisecond')
      on conflict (key) do update set
        times = case when l.until > ${at} then l.times when l.until <= ${forgotten} then 1 else l.times + 1 end,
        until = case when l.until > ${at} then l.until else
          ${at}::timestamptz + interval '1 millisecond' * case
            when ${grows} and l.until > ${forgotten} then least(${shortest} * 2 ^ least(l.times, 20), ${longest})
            else ${shortest} end end
      returning until`,
  )
  return rows[0]?.until ?? new Date(now().getTime() + shortest)
}
