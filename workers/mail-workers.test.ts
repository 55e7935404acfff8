import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { sql } from '#drizzle/db'
import { type NewMail, writeMails } from '#drizzle/mails'
import { aCreatedConference, write } from '#drizzle/testing/a-conference'
import { useTestDatabase } from '#drizzle/testing/database'
import { aMailServer } from './testing/mail-server.ts'

const clock = join(tmpdir(), `contoso-clock-${randomUUID()}`)
useTestDatabase({ TEST_CLOCK_FILE: clock, ALLOW_TEST_CLOCK: '1', LOG_LEVEL: 'info' })

const patience = { timeout: 60_000, interval: 20 }
const server = aMailServer()
const workers = new Set<ChildProcess>()
let said = ''
let conferenceId = ''

/** Without a queue every worker tries every mail, and nothing but its row keeps them apart. */
const withoutQueue = { REDIS_URL: 'redis://127.0.0.1:9' }

/** A worker process like those of production. */
const startWorker = (more: Readonly<Record<string, string>>): ChildProcess => {
  const command = ['--import', 'tsx', 'workers/main.ts']
  const env = { ...process.env, SMTP_URL: server.url(), ...more }
  const worker = spawn(process.execPath, command, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  worker.stdout.setEncoding('utf8').on('data', text => {
    said += text
  })
  workers.add(worker)
  return worker
}

const kill = async (worker: ChildProcess): Promise<void> => {
  workers.delete(worker)
  if (worker.exitCode !== null || worker.signalCode !== null) return
  const gone = once(worker, 'exit')
  worker.kill('SIGKILL')
  await gone
}

const seconds = (count: number) => writeFileSync(clock, String(count * 1000))

const writeSome = async (count: number): Promise<string[]> => {
  const recipients = Array.from({ length: count }, () => `reader-${randomUUID()}@example.org`)
  const facts = { amountMinor: 19_900, currency: 'USD', reason: 'Because.', returnedAt: '2027-01-05T20:30:00Z' }
  const mail = { conferenceId, orderId: conferenceId, kind: 'paymentReturned', recipientName: 'Ada', facts }
  await write(tx =>
    writeMails(
      tx,
      recipients.map(recipient => ({ ...mail, recipient, cause: recipient }) as NewMail),
    ),
  )
  return recipients
}

const untilSettled = (recipients: readonly string[]) =>
  vi.waitUntil(async () => {
    const rows = await sql()`select 1 from mails where status <> 'waiting' and recipient in ${sql()(recipients)}`
    return rows.length === recipients.length
  }, patience)

beforeAll(async () => {
  seconds(0)
  await server.start()
  conferenceId = (await aCreatedConference()).conferenceId
})
beforeEach(() => {
  said = ''
})
afterEach(async () => {
  await Promise.all([...workers].map(kill))
})
afterAll(server.stop)

describe('a worker', { timeout: 120_000 }, () => {
  it('that is killed between sending a mail and noting it makes it come once more, as the same mail', async () => {
    let release = () => {}
    const held = new Promise<void>(resolve => {
      release = resolve
    })
    const [recipient = ''] = await writeSome(1)
    server.holdAnswers(async ({ recipients }) => {
      if (!recipients.includes(recipient)) return
      server.holdAnswers(async () => {})
      // The mail has arrived; whoever notes that has to wait.
      await new Promise<void>(locked => {
        void sql().begin(async tx => {
          await tx`select 1 from mails where recipient = ${recipient} for update`
          locked()
          await held
        })
      })
    })
    const killed = startWorker(withoutQueue)
    const waits = sql()`
      datname = current_database() and wait_event_type = 'Lock' and query like '%update mails%'`
    const noting = await vi.waitUntil(async () => {
      const [connection] = await sql()`select pid from pg_stat_activity where ${waits}`
      return connection?.pid as number | undefined
    }, patience)
    await kill(killed)
    // The database does not see that its client is gone while the statement waits, and would still run it: waited for, since it only
    // asks the statement to end.
    await sql()`select pg_terminate_backend(${noting}, 5000)`
    release()
    const [row] = await sql()`select id, status, attempts from mails where recipient = ${recipient}`
    expect(row).toMatchObject({ status: 'waiting', attempts: 1 })

    startWorker(withoutQueue)
    await untilSettled(await writeSome(1))
    expect(server.to(recipient)).toHaveLength(1)
    seconds(41)
    await untilSettled([recipient])
    seconds(24 * 3_600)
    await untilSettled(await writeSome(1))
    const ids = server.to(recipient).map(mail => mail.header('message-id'))
    expect(ids).toEqual([`<${row?.id}@localhost>`, `<${row?.id}@localhost>`])
  })

  it('sends what no other sends', async () => {
    startWorker(withoutQueue)
    startWorker(withoutQueue)
    await vi.waitUntil(() => said.split('at work').length > 2, patience)
    const recipients = await writeSome(60)
    await untilSettled(recipients)
    await untilSettled(await writeSome(1))
    expect(recipients.map(recipient => server.to(recipient).length)).toEqual(recipients.map(() => 1))
  })

  it('names nobody in its log', async () => {
    const recipients = await writeSome(2)
    const [refused = '', delayed = ''] = recipients
    server.refusals.set(refused, 550).set(delayed, 450)
    startWorker({})
    await vi.waitUntil(() => said.includes('a mail was given up') && said.includes('will be tried again'), patience)
    const [row] = await sql()`select error from mails where recipient = ${refused}`
    expect(row?.error).toContain('550')
    expect(said).not.toMatch(/@|example|Ada/)
    expect(said).toContain('"responseCode":550')
  })
})
