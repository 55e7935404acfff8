import type { Sql } from '#drizzle/db'
import { claimMail, dueMails, postponeMail, settleMail } from '#drizzle/mails'
import { getMail, type Mail } from '#drizzle/queries/mails'
import { settings } from '#drizzle/settings'
import { log } from './log.ts'
import { composeMail } from './mail-composition.ts'
import { attemptMs, deliver, MailRefused } from './mail-delivery.ts'
import { isSuperseded } from './mail-texts.ts'

export const mailsAtOnce = 8

/** Longer than an attempt can last. */
const claimMs = 2 * attemptMs

/** A mail that did not leave is due again after 2, 4, 8 … at most 3600 seconds, until a day is over. */
const mostAttempts = 36
const dueAgainMs = (attempts: number): number => Math.min(2 ** attempts, 3_600) * 1_000

/** Whether mails go anywhere. Without a mail server and without a mailbox they wait. */
export const mailsLeave = (): boolean => settings().SMTP_URL !== undefined || settings().MAILBOX === '1'

export const mailsToSend = (pool: Sql, shard?: number): Promise<string[]> =>
  mailsLeave() ? dueMails(pool, shard) : Promise.resolve([])

const send = async (mail: Mail): Promise<'sent' | 'kept' | 'superseded'> => {
  const { SMTP_URL } = settings()
  if (isSuperseded(mail)) return 'superseded'
  if (SMTP_URL) await deliver(mail, SMTP_URL)
  else composeMail(mail)
  return SMTP_URL ? 'sent' : 'kept'
}

/** Mail servers repeat addresses in what they say: it is kept in the row, and the log gets the codes alone. */
const codesOf = (error: unknown) => {
  const { name, code, responseCode } = error as { name?: string; code?: string; responseCode?: number }
  return { error: name, code, responseCode }
}

const noteFailure = async (mailId: string, attempts: number, error: unknown): Promise<void> => {
  const message = error instanceof Error ? error.message : String(error)
  const said = message.replaceAll('\0', '').slice(0, 500)
  const line = { mail: mailId, attempts, ...codesOf(error) }
  if (error instanceof MailRefused || attempts >= mostAttempts) {
    await settleMail(mailId, 'failed', said)
    log().error(line, 'a mail was given up')
  } else {
    await postponeMail(mailId, dueAgainMs(attempts), said)
    log().warn(line, 'a mail did not leave and will be tried again')
  }
}

const attempt = async (mailId: string): Promise<void> => {
  // Another process may have posted it, one that has a mail server.
  if (!mailsLeave()) return
  const attempts = await claimMail(mailId, claimMs)
  const mail = attempts === undefined ? undefined : await getMail(mailId)
  if (attempts === undefined || !mail) return
  const ending = await send(mail).catch((error: unknown) => noteFailure(mailId, attempts, error))
  // Killed before this line the mail is sent once more, with the same Message-ID, when the claim has run out.
  if (ending) await settleMail(mailId, ending)
}

const underWay = new Map<string, Promise<void>>()
const waiting: (() => void)[] = []
let running = 0

const inTurn = async (work: () => Promise<void>): Promise<void> => {
  if (running < mailsAtOnce) running++
  else await new Promise<void>(resolve => waiting.push(resolve))
  await work()
  const next = waiting.shift()
  if (next) next()
  else running--
}

/** Sends a mail that is due, or keeps it in the mailbox; at most a few at once. How it ended stands in its row; nothing is thrown. */
export const sendMail = (mailId: string): Promise<void> => {
  const already = underWay.get(mailId)
  if (already) return already
  const work = inTurn(() =>
    attempt(mailId).catch(error =>
      log().warn({ mail: mailId, ...codesOf(error) }, 'a mail could not be noted; its claim runs out'),
    ),
  ).finally(() => underWay.delete(mailId))
  underWay.set(mailId, work)
  return work
}

/** Resolves when every mail that this process is at has left or failed. */
export const mailsUnderWay = async (): Promise<void> => {
  await Promise.all(underWay.values())
}
