import { orderCalendar } from '#drizzle/order-calendar'
import type { Mail } from '#drizzle/queries/mails'
import { settings } from '#drizzle/settings'
import { asHtml, asText } from './mail-layout.ts'
import {
  accessCodeLetter,
  addressOf,
  conferenceOf,
  type Letter,
  orderConfirmedLetter,
  orderExpiredLetter,
  paymentReturnedLetter,
  seatAssignedLetter,
} from './mail-texts.ts'

export type ComposedMail = Readonly<{
  subject: string
  text: string
  html: string
  /** Where it leads, in the order of its text. */
  links: readonly string[]
  calendar?: Readonly<{ filename: string; content: string }>
}>

const letterOf = (mail: Mail): Letter => {
  switch (mail.kind) {
    case 'accessCode':
      return accessCodeLetter(mail)
    case 'orderConfirmed':
      return orderConfirmedLetter(mail)
    case 'orderExpired':
      return orderExpiredLetter(mail)
    case 'paymentReturned':
      return paymentReturnedLetter(mail)
    case 'seatAssigned':
      return seatAssignedLetter(mail)
  }
}

const calendarOf = (mail: Mail) => {
  if (mail.kind !== 'orderConfirmed' || mail.orderId === null) return undefined
  const { orderId, facts, createdAt } = mail
  return orderCalendar({ orderId, lines: facts.lines }, conferenceOf(mail), new Date(createdAt))
}

/** What a mail says now. Throws while what it needs is not known yet; the code in it is plain, so this is for sending or showing only. */
export const composeMail = (mail: Mail): ComposedMail => {
  const { subject, blocks } = letterOf(mail)
  const from = { siteName: settings().SITE_NAME, address: addressOf('/') }
  const links = [...blocks.flatMap(block => (block.is === 'link' ? [block.href] : [])), from.address]
  return { subject, text: asText(blocks, from), html: asHtml(subject, blocks, from), links, calendar: calendarOf(mail) }
}
