import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { type ReceivedMail, readMail } from './mime.ts'

/** Between a mail's last byte and the server's answer. */
type BeforeAnswer = (mail: ReceivedMail) => Promise<void>

const codes = (responseCode: number): Error => Object.assign(new Error('not this one'), { responseCode })

/**
 * A real mail server on this machine. `refuse` answers a recipient with that code; `stop` and `start` again use the same port, as
 * one that was down for a while.
 */
export const aMailServer = (more: SMTPServerOptions = {}) => {
  const received: ReceivedMail[] = []
  const refusals = new Map<string, number>()
  let server: SMTPServer | undefined
  let port = 0
  let beforeAnswer: BeforeAnswer = async () => {}
  const options: SMTPServerOptions = {
    disabledCommands: ['AUTH', 'STARTTLS'],
    closeTimeout: 100,
    onRcptTo: ({ address }, _, answer) => {
      const code = refusals.get(address)
      answer(code ? codes(code) : null)
    },
    onData: async (stream, { envelope }, answer) => {
      const chunks: Buffer[] = []
      try {
        for await (const chunk of stream) chunks.push(chunk)
      } catch {
        // Who sent it was killed in the middle.
        return
      }
      const recipients = envelope.rcptTo.map(({ address }) => address)
      const mail = readMail(Buffer.concat(chunks).toString('latin1'), recipients)
      received.push(mail)
      await beforeAnswer(mail)
      answer(null)
    },
    ...more,
  }
  return {
    received,
    refusals,
    to: (address: string) => received.filter(({ recipients }) => recipients.includes(address)),
    holdAnswers: (work: BeforeAnswer) => {
      beforeAnswer = work
    },
    url: (credentials = '') => `smtp://${credentials}127.0.0.1:${port}`,
    start: async (): Promise<void> => {
      server = new SMTPServer(options)
      server.on('error', () => {})
      const listening = server.listen(port, '127.0.0.1')
      await once(listening, 'listening')
      port = (listening.address() as AddressInfo).port
    },
    stop: () => new Promise<void>(resolve => (server ? server.close(resolve) : resolve())),
  }
}
