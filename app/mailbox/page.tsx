import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { listMailbox, type Mail } from '#drizzle/queries/mails'
import { settings } from '#drizzle/settings'
import { formatInstant } from '../_ui/dates.ts'
import { shownMail, statusWords } from './shown-mail.ts'

export const metadata: Metadata = { title: 'Mailbox', robots: { index: false } }

const ListedMail = ({ mail }: { mail: Mail }) => (
  <tr>
    <th scope="row">
      {/* A whole new document: its style in the frame goes by the nonce of the document around it. */}
      <a href={`/mailbox/${mail.mailId}`}>{shownMail(mail)?.subject ?? 'A mail that is being written'}</a>
    </th>
    <td data-label="To">{mail.recipient}</td>
    <td data-label="Written">{formatInstant(new Date(mail.createdAt), mail.conference?.timeZone ?? 'UTC')}</td>
    <td data-label="Status">{statusWords[mail.status]}</td>
  </tr>
)

const MailboxPage = async () => {
  if (settings().MAILBOX !== '1') notFound()
  const mails = await listMailbox()
  return (
    <div className="stack stack-large">
      <div className="heading">
        <h1>Mailbox</h1>
        <p className="lead">
          No mail leaves this system: there is no mail server, so everybody can read here what would be sent. In production this
          page does not exist.
        </p>
      </div>
      {mails.length === 0 ? (
        <div className="card empty">
          <h2>No mails yet</h2>
          <p className="muted">Create a conference, or order seats, and its mail appears here within a second.</p>
        </div>
      ) : (
        <div className="card">
          <table className="cards-on-phone">
            <caption className="visually-hidden">Mails, the newest first</caption>
            <thead>
              <tr>
                <th scope="col">Subject</th>
                <th scope="col">To</th>
                <th scope="col">Written</th>
                <th scope="col">Status</th>
              </tr>
            </thead>
            <tbody>
              {mails.map(mail => (
                <ListedMail key={mail.mailId} mail={mail} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  )
}

export default MailboxPage
