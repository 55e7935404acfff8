import { now } from './clock.ts'
import { type Sql, sql, type Tx } from './db.ts'
import { ask } from './queries/ask.ts'

/** What a session may open: an order's pages, or the management pages of a conference. */
export type GrantKind = 'order' | 'conference'

/** `codeVersion`: which of the conference's access codes was given; a newer code ends the grant. 0 for an order. */
export type Grant = Readonly<{ subject: string; codeVersion: number }>

const hours = 8
const most = 20
/** So many expired rows are cleared away with each grant: faster than they come, and none is waited for. */
const clearedAtOnce = 50

/**
 * Lets the session open the subject for the next 8 hours. It may hold 20 grants of both kinds together: the oldest make room. One
 * statement whose parts never touch the same row.
 */
export const grant = async (
  session: string,
  kind: GrantKind,
  subject: string,
  codeVersion = 0,
  tx: Tx | Sql = sql(),
): Promise<void> => {
  const at = now()
  const expiresAt = new Date(at.getTime() + hours * 3_600_000)
  await tx`
    with expired as (
      delete from session_grants where (session, kind, subject) in (
        select session, kind, subject from session_grants
        where expires_at <= ${at.toISOString()} and session <> ${session}
        limit ${clearedAtOnce} for update skip locked)
    ), surplus as (
      delete from session_grants where session = ${session} and (kind, subject) in (
        select kind, subject from session_grants
        where session = ${session} and (kind, subject) <> (${kind}, ${subject})
        order by granted_at desc, subject offset ${most - 1})
    )
    insert into session_grants (session, kind, subject, code_version, granted_at, expires_at)
    values (${session}, ${kind}, ${subject}, ${codeVersion}, ${at.toISOString()}, ${expiresAt.toISOString()})
    on conflict (session, kind, subject) do update
    set code_version = excluded.code_version, granted_at = excluded.granted_at, expires_at = excluded.expires_at`
}

/** What the session may open of that kind; of a conference, only while its access code is still of the version named. */
export const listGrants = (session: string, kind: GrantKind): Promise<Grant[]> =>
  ask(
    async () => sql()<Grant[]>`
      select subject, code_version as "codeVersion" from session_grants
      where session = ${session} and kind = ${kind} and expires_at > ${now().toISOString()}
      order by granted_at desc, subject`,
  )

/** `codeVersion` must be that of the conference's access code as it is now; an order has none. */
export const hasGrant = async (session: string, kind: GrantKind, subject: string, codeVersion = 0): Promise<boolean> => {
  const rows = await ask(
    async () => sql()`
      select 1 from session_grants
      where session = ${session} and kind = ${kind} and subject = ${subject} and code_version = ${codeVersion}
        and expires_at > ${now().toISOString()}`,
  )
  return rows.length === 1
}

/** Ends everything the session may open, in all its tabs at once. */
export const revokeAll = async (session: string): Promise<void> => {
  await sql()`delete from session_grants where session = ${session}`
}
