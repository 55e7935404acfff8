import type { ListedMail } from '#drizzle/queries/mails'
import type { MailKind } from '#drizzle/schema/mails'

const subjects = {
  accessCode: 'Access code',
  orderConfirmed: 'Order confirmed',
  orderExpired: 'Order expired',
  paymentReturned: 'Payment returned',
  seatAssigned: 'Seat assigned',
} as const satisfies Record<MailKind, string>

/** What became of a mail, in a sentence. */
export const mailWords = ({
  kind,
  recipient,
  status,
  attempts,
}: Pick<ListedMail, 'kind' | 'recipient' | 'status' | 'attempts'>) => {
  const mail = `The mail “${subjects[kind]}” to ${recipient}`
  switch (status) {
    case 'waiting':
      return attempts === 0 ? `${mail} is waiting to be sent.` : `${mail} could not be sent yet and is tried again.`
    case 'sent':
      return `${mail} was sent.`
    case 'kept':
      return `${mail} was kept in the mailbox of this system, which sends none.`
    case 'superseded':
      return `${mail} was not sent: what it says was no longer true.`
    case 'failed':
      return `${mail} could not be sent and was given up after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}.`
  }
}
