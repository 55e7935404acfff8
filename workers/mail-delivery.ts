import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { createTransport } from 'nodemailer'
import SMTPTransport from 'nodemailer/lib/smtp-transport/index.js'
import { emailField } from '#domain/fields'
import type { Mail } from '#drizzle/queries/mails'
import { settings } from '#drizzle/settings'
import { composeMail } from './mail-composition.ts'

/** As long as one attempt may last; then its connection is cut, so that it cannot succeed behind the back of the next. */
export const attemptMs = 20_000
const silenceMs = 10_000

/** The mail server does not want this mail, now or ever. */
export class MailRefused extends Error {
  override name = 'MailRefused'

  constructor(
    message: string,
    readonly responseCode?: number,
  ) {
    super(message)
  }
}

const hostOf = (url: string): string => new URL(url).hostname

/** The host behind the @ of our addresses; an address of numbers stands in brackets there. */
const domainOf = (url: string): string => {
  const host = hostOf(url)
  if (host.startsWith('[')) return `[IPv6:${host.slice(1)}`
  return /^[\d.]+$/.test(host) ? `[${host}]` : host
}

/** The same for every attempt, so that a mail program shows a repeat as the mail it has. */
export const messageIdOf = (mailId: string): string => `<${mailId}@${domainOf(settings().PUBLIC_URL)}>`

/** A server on this very machine may show a certificate of its own making. */
const tlsFor = (url: string) =>
  /^(localhost|127\.[\d.]+|\[::1\])$/.test(hostOf(url)) ? { rejectUnauthorized: false } : undefined

type Socket = ReturnType<typeof connect>

const openSocket = (options: SMTPTransport.Options, until: AbortSignal): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const port = Number(options.port ?? (options.secure ? 465 : 587))
    const socket = connect({ host: options.host ?? 'localhost', port, signal: until })
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.off('error', reject)
      resolve(socket)
    })
  })

const transportTo = (url: string, until: AbortSignal) =>
  createTransport(
    new SMTPTransport({
      url,
      name: domainOf(settings().PUBLIC_URL),
      greetingTimeout: silenceMs,
      socketTimeout: silenceMs,
      tls: tlsFor(url),
      getSocket: (options, give) => {
        openSocket(options, until).then(
          connection => give(null, { connection }),
          error => give(error, undefined),
        )
      },
    }),
  )

/** One address and nothing beside it: what stands in old events, or came from elsewhere, gets no further than this. */
const isAddress = (text: string): boolean => emailField('Email').safeParse(text).data === text

const messageOf = (mail: Mail) => {
  const { MAIL_FROM, PUBLIC_URL, SITE_NAME } = settings()
  const { subject, text, html, calendar } = composeMail(mail)
  const from = MAIL_FROM ?? `no-reply@${domainOf(PUBLIC_URL)}`
  return {
    from: { name: SITE_NAME, address: from },
    to: { name: mail.recipientName, address: mail.recipient },
    envelope: { from, to: [mail.recipient] },
    messageId: messageIdOf(mail.mailId),
    date: new Date(mail.createdAt),
    headers: { 'Auto-Submitted': 'auto-generated' },
    subject,
    text,
    html,
    attachments: calendar ? [{ ...calendar, contentType: 'text/calendar; charset=utf-8' }] : [],
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

type Failure = Error & Readonly<{ code?: string; responseCode?: number }>

/** A server that refuses the recipient or the content for good, not one that does not let us in at all. */
const isRefusal = ({ code, responseCode }: Failure): boolean =>
  (code === 'EENVELOPE' || code === 'EMESSAGE') && (responseCode ?? 0) >= 500

/** Hands the mail to the mail server. Throws MailRefused when it will never take it, anything else when it may another time. */
export const deliver = async (mail: Mail, url: string): Promise<void> => {
  if (!isAddress(mail.recipient)) throw new MailRefused('The recipient is not an email address.')
  const message = messageOf(mail)
  const sent = transportTo(url, AbortSignal.timeout(attemptMs)).sendMail(message)
  const given = new AbortController()
  const late = pause(attemptMs + 1_000, undefined, { signal: given.signal }).then(() => {
    throw new Error('The mail server took too long.')
  })
  try {
    await Promise.race([sent, late])
  } catch (error) {
    const failure = error as Failure
    throw isRefusal(failure) ? new MailRefused(failure.message, failure.responseCode) : failure
  } finally {
    given.abort()
    late.catch(() => {})
  }
}
