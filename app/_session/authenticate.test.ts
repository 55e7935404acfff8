import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { aCreatedConference } from '#drizzle/testing/a-conference'
import { useTestDatabase as withTestDatabase } from '#drizzle/testing/database'
import { authenticate } from './authenticate.ts'
import { aBrowser } from './testing/a-browser.ts'
import { anOrder } from './testing/an-order.ts'

withTestDatabase()

const aConferenceAt = async (ownerEmail: string) => {
  const slug = `slug-${randomUUID().slice(0, 8)}`
  return { slug, ...(await aCreatedConference({ slug, ownerEmail: ownerEmail.toLowerCase() })) }
}

const wrong = [undefined, null, 'text', [], {}, { email: 1, code: 2, slug: 3 }, { email: 'a@b.example' }]

describe('an order', () => {
  it('opens with its e-mail and its code, however they are typed', async () => {
    const { conferenceId, slug } = await aConferenceAt('owner@one.example')
    const orderId = await anOrder(conferenceId, 'ABC234', 'Grace@Visitors.example')
    expect(await authenticate('order', { email: 'grace@visitors.example', code: 'ABC234', slug }, aBrowser())).toEqual({
      orderId,
    })
    expect(await authenticate('order', { email: ' GRACE@visitors.example ', code: 'abc-234 ', slug }, aBrowser())).toEqual({
      orderId,
    })
  })

  it('stays closed when anything is wrong, all answered alike', async () => {
    const { conferenceId, slug } = await aConferenceAt('owner@one.example')
    const { slug: otherSlug } = await aConferenceAt('owner@one.example')
    await anOrder(conferenceId, 'ABC235', 'grace@visitors.example')
    await anOrder(conferenceId, 'ABC236', null)
    const right = { email: 'grace@visitors.example', code: 'ABC235', slug }
    const changes = [
      { email: 'ada@visitors.example' },
      { email: '' },
      { email: 'grace@visitors.example\0' },
      { code: 'ABC234' },
      { code: '' },
    ]
    const more = [
      { code: 'ABC236' },
      { code: 'ABC236', email: '' },
      { slug: otherSlug },
      { slug: 'nowhere' },
      { slug: '' },
      { slug: `${slug}\0` },
    ]
    for (const credentials of [...wrong, ...[...changes, ...more].map(change => ({ ...right, ...change }))])
      expect(await authenticate('order', credentials, aBrowser()), JSON.stringify(credentials)).toBeUndefined()
    expect(await authenticate('order', right, aBrowser())).toBeDefined()
  })

  it('is told from another with the same code by its e-mail', async () => {
    const { conferenceId, slug } = await aConferenceAt('owner@one.example')
    const [ada, grace] = [
      await anOrder(conferenceId, 'ABC237', 'ada@b.example'),
      await anOrder(conferenceId, 'ABC237', 'grace@b.example'),
    ]
    expect(await authenticate('order', { email: 'ada@b.example', code: 'ABC237', slug }, aBrowser())).toEqual({ orderId: ada })
    expect(await authenticate('order', { email: 'grace@b.example', code: 'ABC237', slug }, aBrowser())).toEqual({
      orderId: grace,
    })
  })
})

describe('a conference', () => {
  it("opens with its owner's e-mail and its access code, however they are typed", async () => {
    const { conferenceId, accessCode } = await aConferenceAt('Owner@Two.example')
    await aConferenceAt('Owner@Two.example')
    const proof = { conferences: [{ conferenceId, codeVersion: 1 }] }
    expect(await authenticate('conference', { email: 'Owner@Two.example', code: accessCode }, aBrowser())).toEqual(proof)
    expect(await authenticate('conference', { email: 'owner@two.example ', code: accessCode.toLowerCase() }, aBrowser())).toEqual(
      proof,
    )
  })

  it('stays closed when anything is wrong, all answered alike', async () => {
    const { accessCode } = await aConferenceAt('owner@three.example')
    const another = [...accessCode].reverse().join('') === accessCode ? 'AAAAA' : [...accessCode].reverse().join('')
    const tried = [
      ...wrong,
      { email: 'owner@three.example', code: another },
      { email: 'owner@three.example', code: '' },
      { email: 'owner@three.example', code: `${accessCode}A` },
      { email: 'owner@four.example', code: accessCode },
      { email: '', code: accessCode },
      { email: 'owner@three.example\0', code: accessCode },
    ]
    for (const credentials of tried)
      expect(await authenticate('conference', credentials, aBrowser()), JSON.stringify(credentials)).toBeUndefined()
  })
})
