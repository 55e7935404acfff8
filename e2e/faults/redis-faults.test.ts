import { describe, expect, it, vi } from 'vitest'
import { PlainBrowser } from '../plain/browser.ts'
import { openConference } from './round.ts'
import { testShortRounds } from './short-rounds.ts'

describe('two web processes and two workers, with the queue on Redis', () => {
  const running = testShortRounds('redis')

  it('whoever comes while the database is away is told that nothing is lost, without JavaScript too', async () => {
    const system = running()
    const { slug } = await openConference(system, 40)
    const registrant = new PlainBrowser(system.url)
    const form = await registrant.open(`/${slug}/register`)
    await system.postgres.kill()
    // Its processes live on for a moment.
    await vi.waitUntil(async () => (await registrant.open(`/${slug}/register`)).status === 503, { timeout: 10_000 })
    const answers = [
      await registrant.open(`/${slug}/register`),
      await registrant.press(form, 'Order seats', { 'Quantity for General admission': '2' }),
    ]
    await system.postgres.start()
    for (const answer of answers) expect(answer).toMatchObject({ status: 503, heading: 'Not available at this moment' })
    const ordered = async () => (await registrant.press(form, 'Order seats', { 'Quantity for General admission': '2' })).heading
    await vi.waitUntil(async () => (await ordered().catch(() => '')) === 'Checkout', { timeout: 20_000 })
  })
})
