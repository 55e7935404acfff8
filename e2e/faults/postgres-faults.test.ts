import { describe, expect, it } from 'vitest'
import { PlainBrowser } from '../plain/browser.ts'
import { untilQuiet } from './log-pace.ts'
import { recount } from './recount.ts'
import { openConference } from './round.ts'
import { testShortRounds } from './short-rounds.ts'

describe('two web processes and two workers, with the queue on PostgreSQL', () => {
  const running = testShortRounds('postgres, through a proxy')

  const orderAndLoseTheAnswer = async (isNewForm: boolean) => {
    const system = running()
    const { proxy } = system
    if (!proxy) throw new Error('this system has no proxy')
    const { slug, conferenceId } = await openConference(system, 40)
    const registrant = new PlainBrowser(system.url)
    const seats = { 'Quantity for General admission': '2' }
    const form = await registrant.open(`/${slug}/register`)
    proxy.cutOffAtNextAppend()
    const cuts = proxy.cuts()
    const unanswered = await registrant.press(form, 'Order seats', seats).catch(() => undefined)
    proxy.heal()
    expect(proxy.cuts()).toBe(cuts + 1)
    const pressedOn = isNewForm ? await registrant.open(`/${slug}/register`) : form
    const shown = await registrant.press(pressedOn, 'Order seats', seats)
    await untilQuiet(system.databaseUrl, 20_000, system.clockOffsetMs())
    const order = /^.*\/orders\/[0-9a-f-]{36}/.exec(shown.address)?.[0]
    const checkout = await registrant.open(`${order}/checkout`)
    return { unanswered, checkout, counted: await recount(system.databaseUrl, conferenceId, { formsSent: 1 }) }
  }

  it('an order whose answer is lost for good stands once, and the form pressed again shows it', async () => {
    const { unanswered, checkout, counted } = await orderAndLoseTheAnswer(false)
    expect(unanswered?.heading).not.toBe('Checkout')
    expect(checkout.heading).toBe('Checkout')
    expect(counted).toMatchObject({ orders: 1, problems: [] })
  })

  it('without the command id of the first try the same person has two orders, which the recount sees', async () => {
    const { counted } = await orderAndLoseTheAnswer(true)
    expect(counted.orders).toBe(2)
    expect(counted.problems.map(({ kind }) => kind)).toEqual(['doubled'])
  })
})
