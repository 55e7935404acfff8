import { formatDays, formatInstant, formatLocal, formatZone } from '#domain/dates'
import { formatMoney } from '#domain/money'
import { openCode } from '#drizzle/codes'
import type { Mail } from '#drizzle/queries/mails'
import { settings } from '#drizzle/settings'
import { type Block, paragraph } from './mail-layout.ts'

type MailOf<Kind extends Mail['kind']> = Extract<Mail, { kind: Kind }>
type Conference = NonNullable<Mail['conference']>

export type Letter = Readonly<{ subject: string; blocks: readonly Block[] }>

export const addressOf = (path: string): string => new URL(path, settings().PUBLIC_URL).href

/** Intl puts narrow spaces into times, which not every mail program can show. */
const plain = (text: string): string => text.replace(/[\u2009\u202f]/g, ' ')

/** The mail waits until it is known: the conference's read table may be some moments behind. */
const known = <Fact>(fact: Fact | null): Fact => {
  if (fact === null) throw new Error('the conference of a mail is not known yet')
  return fact
}

export const conferenceOf = (mail: Mail): Conference => known(mail.conference)

const hello = ({ recipientName }: Mail): Block => paragraph(`Hello ${recipientName},`)

const whenAndWhere = ({ startsAt, endsAt, timeZone, location }: Conference): readonly (readonly [string, string])[] => [
  ['When', plain(formatDays(startsAt, endsAt))],
  ['Begins', plain(formatLocal(startsAt))],
  ['Ends', plain(formatLocal(endsAt))],
  ['Time zone', formatZone(timeZone, new Date(`${startsAt}Z`))],
  ['Where', location],
]

const elsewhere = 'In another browser than the one you ordered with, type your email and the order code.'

const orderAddress = ({ orderId }: Mail, { slug }: Conference): string => addressOf(`/${slug}/orders/${orderId}`)

/** Whether the conference has another access code by now. */
export const isSuperseded = (mail: Mail): boolean =>
  mail.kind === 'accessCode' && mail.managed?.codeVersion !== mail.facts.codeVersion

export const accessCodeLetter = (mail: MailOf<'accessCode'>): Letter => {
  const { name, sealedAccessCode } = known(mail.managed)
  const isFirst = mail.facts.codeVersion === 1
  const blocks = isSuperseded(mail)
    ? [paragraph(`The access code that this mail was about does not open "${name}" any more: a newer one was made.`)]
    : [
        paragraph(
          isFirst
            ? `The conference "${name}" was created with your email. This is the access code to manage it.`
            : `The conference "${name}" has a new access code. The one before does not open anything any more.`,
        ),
        { is: 'code', label: 'Access code', code: openCode(sealedAccessCode) } as const,
        paragraph(`Sign in with it and your email, ${mail.recipient}.`),
        { is: 'link', label: 'Sign in', href: addressOf('/manage/login') } as const,
        paragraph('Keep the code to yourself: whoever has it and your email can change the conference and see its orders.'),
      ]
  return { subject: `${isFirst ? 'Your' : 'Your new'} access code for ${name}`, blocks: [hello(mail), ...blocks] }
}

export const orderConfirmedLetter = (mail: MailOf<'orderConfirmed'>): Letter => {
  const conference = conferenceOf(mail)
  const { lines, totalMinor, currency, sealedCode, wasReinstated } = mail.facts
  const price = (minor: number) => formatMoney(minor, currency)
  return {
    subject: `Your order for ${conference.name} is confirmed`,
    blocks: [
      hello(mail),
      paragraph(
        wasReinstated
          ? `Your payment came after the time was over. Your seats were still free, so your order for ${conference.name} stands and is confirmed.`
          : `Thank you. Your order for ${conference.name} is confirmed.`,
      ),
      { is: 'code', label: 'Order code', code: openCode(sealedCode) },
      {
        is: 'prices',
        lines: lines.map(line => [line.name, `${line.quantity} × ${price(line.unitPriceMinor)} = ${price(line.lineTotalMinor)}`]),
        total: price(totalMinor),
      },
      { is: 'facts', facts: whenAndWhere(conference) },
      { is: 'link', label: 'See your order and name the attendees', href: orderAddress(mail, conference) },
      paragraph(`${elsewhere} The attached file puts the conference into your calendar.`),
    ],
  }
}

export const orderExpiredLetter = (mail: MailOf<'orderExpired'>): Letter => {
  const conference = conferenceOf(mail)
  const expiredAt = plain(formatInstant(new Date(mail.facts.expiredAt), conference.timeZone))
  const again: Block = { is: 'link', label: 'Order again', href: addressOf(`/${conference.slug}/register`) }
  return {
    subject: `Your order for ${conference.name} has expired`,
    blocks: [
      hello(mail),
      paragraph(`The time to pay for your seats at ${conference.name} is over, so they went back on sale on ${expiredAt}.`),
      paragraph(
        'If you paid at the last moment, you hear from us again: when your seats are still free you get them, otherwise the money goes back to you.',
      ),
      { is: 'code', label: 'Order code', code: openCode(mail.facts.sealedCode) },
      ...(conference.published ? [again] : []),
    ],
  }
}

export const paymentReturnedLetter = (mail: MailOf<'paymentReturned'>): Letter => {
  const conference = conferenceOf(mail)
  const { amountMinor, currency, reason, returnedAt, sealedCode } = mail.facts
  const code = sealedCode ? [{ is: 'code', label: 'Order code', code: openCode(sealedCode) } as const] : []
  return {
    subject: `Your payment for ${conference.name} was returned`,
    blocks: [
      hello(mail),
      paragraph(`A payment of yours for ${conference.name} did not end in seats, so all of it was returned. ${reason}`),
      {
        is: 'facts',
        facts: [
          ['Amount', formatMoney(amountMinor, currency)],
          ['Returned', plain(formatInstant(new Date(returnedAt), conference.timeZone))],
        ],
      },
      ...code,
      { is: 'link', label: 'See your order', href: orderAddress(mail, conference) },
      ...(sealedCode ? [paragraph(elsewhere)] : []),
    ],
  }
}

export const seatAssignedLetter = (mail: MailOf<'seatAssigned'>): Letter => {
  const conference = conferenceOf(mail)
  const { seatTypeName, registrantName } = mail.facts
  const page: Block = { is: 'link', label: 'See the conference', href: addressOf(`/${conference.slug}`) }
  return {
    subject: `You have a seat at ${conference.name}`,
    blocks: [
      hello(mail),
      paragraph(`${registrantName ?? 'Somebody'} named you as the attendee of a seat at ${conference.name}.`),
      { is: 'facts', facts: [['Seat', seatTypeName], ...whenAndWhere(conference)] },
      ...(conference.published ? [page] : []),
    ],
  }
}
