import { describe, expect, it } from 'vitest'
import { renewAccessCode } from './conferences.ts'
import { sql } from './db.ts'
import { newId } from './ids.ts'
import { claimMail, dueMails, type NewMail, postponeMail, settleMail, writeMails } from './mails.ts'
import { getMail } from './queries/mails.ts'
import { aCreatedConference, write } from './testing/a-conference.ts'
import { useTestDatabase } from './testing/database.ts'

useTestDatabase()

const mailsOf = async (conferenceId: string) => [
  ...(await sql()`select * from mails where conference_id = ${conferenceId} order by cause`),
]

describe('an access code', () => {
  it('is to be mailed to the owner as soon as it exists, and never stands in the mail', async () => {
    const { conferenceId, accessCode } = await aCreatedConference({ ownerName: 'Ada Byron', ownerEmail: 'ada@example.org' })
    const renewed = await write(tx => renewAccessCode(tx, conferenceId, 'owner'))
    const mails = await mailsOf(conferenceId)
    expect(mails).toMatchObject(
      [1, 2].map(codeVersion => ({
        kind: 'accessCode',
        recipient: 'ada@example.org',
        recipient_name: 'Ada Byron',
        order_id: null,
        facts: { codeVersion },
        status: 'waiting',
      })),
    )
    expect(JSON.stringify(mails)).not.toMatch(new RegExp(`${accessCode}|${renewed}`))
    expect(await getMail(String(mails[0]?.id))).toMatchObject({ managed: { codeVersion: 2 } })
  })

  it('that was not stored is not mailed', async () => {
    const { conferenceId } = await aCreatedConference()
    const undone = write(async tx => {
      await renewAccessCode(tx, conferenceId, 'owner')
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(await mailsOf(conferenceId)).toHaveLength(1)
  })
})

describe('a mail that waits', () => {
  const aMail = async (): Promise<string> => {
    const { conferenceId } = await aCreatedConference()
    const [mail] = await mailsOf(conferenceId)
    return String(mail?.id)
  }

  it('is taken by one of many who want it, until its time is over', async () => {
    const id = await aMail()
    const claims = await Promise.all(Array.from({ length: 8 }, () => claimMail(id, 60_000)))
    expect(claims.filter(claim => claim !== undefined)).toEqual([1])
    expect(await dueMails(sql())).not.toContain(id)
    await postponeMail(id, -1, 'no answer')
    expect(await dueMails(sql())).toContain(id)
    expect(await claimMail(id, 60_000)).toBe(2)
  })

  it('ends once, and is not due again', async () => {
    const id = await aMail()
    await settleMail(id, 'sent')
    await settleMail(id, 'failed', 'too late')
    await postponeMail(id, -1, 'too late')
    expect(await claimMail(id, 60_000)).toBeUndefined()
    expect(await dueMails(sql())).not.toContain(id)
    const [row] = await sql()`select status, error from mails where id = ${id}`
    expect(row).toEqual({ status: 'sent', error: null })
  })

  it('is one for each cause, recipient and kind', async () => {
    const { conferenceId } = await aCreatedConference()
    const mail = (changed: Partial<NewMail>): NewMail =>
      ({
        conferenceId,
        orderId: newId(conferenceId),
        kind: 'orderExpired',
        cause: 'order-a@7',
        recipient: 'ada@example.org',
        recipientName: 'Ada',
        facts: { sealedCode: '', expiredAt: '' },
        ...changed,
      }) as NewMail
    await write(tx => writeMails(tx, [mail({}), mail({}), mail({ recipient: 'alan@example.org' }), mail({ cause: 'order-a@9' })]))
    await write(tx => writeMails(tx, [mail({ recipientName: 'Somebody else' })]))
    const written = (await mailsOf(conferenceId)).filter(({ kind }) => kind === 'orderExpired')
    expect(written.map(({ cause, recipient, recipient_name }) => [cause, recipient, recipient_name]).sort()).toEqual([
      ['order-a@7', 'ada@example.org', 'Ada'],
      ['order-a@7', 'alan@example.org', 'Ada'],
      ['order-a@9', 'ada@example.org', 'Ada'],
    ])
  })

  it('is found by its shard', async () => {
    const id = await aMail()
    const shard = Number.parseInt(id.charAt(0), 16)
    expect(await dueMails(sql(), shard)).toContain(id)
    expect(await dueMails(sql(), (shard + 1) % 16)).not.toContain(id)
  })
})
