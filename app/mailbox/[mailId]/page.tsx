import type { Metadata } from 'next'
import { headers } from 'next/headers'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { getMail } from '#drizzle/queries/mails'
import { settings } from '#drizzle/settings'
import { formatInstant } from '../../_ui/dates.ts'
import { isId } from '../../_ui/form-input.ts'
import { shownMail, statusWords } from '../shown-mail.ts'
import '../mailbox.css'

export const metadata: Metadata = { title: 'Mailbox', robots: { index: false } }

/** The text as it was written; only our own links can be followed, not what somebody typed. */
const MailText = ({ text, links }: { text: string; links: readonly string[] }) => (
  <pre className="mail-text">
    {[...text.matchAll(/\S+|\s+/g)].map(({ 0: part, index }) =>
      links.includes(part) ? (
        <a key={index} href={part}>
          {part}
        </a>
      ) : (
        part
      ),
    )}
  </pre>
)

/** The document in a frame that may run nothing. It is under this page's policy, so its style needs the nonce of this request. */
const MailDocument = async ({ html }: { html: string }) => {
  const nonce = (await headers()).get('x-nonce') ?? ''
  const framed = html.replace('<style>', `<base target="_blank"><style nonce="${nonce}">`)
  return (
    <iframe
      className="mail-document"
      title="The mail as HTML"
      srcDoc={framed}
      sandbox="allow-popups allow-popups-to-escape-sandbox"
    />
  )
}

const MailPage = async ({ params }: { params: Promise<{ mailId: string }> }) => {
  const { mailId } = await params
  const mail = settings().MAILBOX === '1' && isId(mailId) ? await getMail(mailId) : undefined
  if (!mail) return notFound()
  const shown = shownMail(mail)
  return (
    <div className="stack stack-large">
      <div className="heading">
        <p className="over-heading">
          <Link href="/mailbox" prefetch={false}>
            Mailbox
          </Link>
        </p>
        <h1>{shown?.subject ?? 'A mail that is being written'}</h1>
      </div>
      <div className="card">
        <dl className="facts">
          <div>
            <dt>To</dt>
            <dd>
              {mail.recipientName}
              <br />
              {mail.recipient}
            </dd>
          </div>
          <div>
            <dt>Written</dt>
            <dd>{formatInstant(new Date(mail.createdAt), mail.conference?.timeZone ?? 'UTC')}</dd>
          </div>
          <div>
            <dt>Status</dt>
            <dd>{statusWords[mail.status]}</dd>
          </div>
        </dl>
      </div>
      {shown && (
        <>
          <section className="card stack" aria-labelledby="text">
            <h2 id="text">Text</h2>
            <MailText text={shown.text} links={shown.links} />
          </section>
          <section className="card stack" aria-labelledby="document">
            <h2 id="document">HTML</h2>
            <MailDocument html={shown.html} />
          </section>
        </>
      )}
      {shown?.calendar && (
        <section className="card stack" aria-labelledby="attached">
          <h2 id="attached">Attached: {shown.calendar.filename}</h2>
          <pre className="mail-text">{shown.calendar.content}</pre>
        </section>
      )}
    </div>
  )
}

export default MailPage
