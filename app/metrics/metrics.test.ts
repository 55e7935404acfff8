import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { sql } from '#drizzle/db'
import { eventStore } from '#drizzle/event-store'
import { consumers, publish, take } from '#drizzle/log'
import { readLogHealth } from '#drizzle/log-health'
import { park } from '#drizzle/parked'
import { useTestDatabase as withTestDatabase } from '#drizzle/testing/database'
import { setClockAhead, withTestClock } from '#drizzle/testing/test-clock'
import { expose } from './exposition.ts'
import { GET } from './route.ts'

withTestDatabase(withTestClock)

const sample = /^contoso_[a-z_]+(\{[a-z]+="[a-z-]+"\})? \d+(\.\d+)?(e[+-]\d+)?$/

it('answers in Prometheus’ text format, with a sample for every consumer though nothing is wrong', async () => {
  const response = await GET()
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  const lines = (await response.text()).trimEnd().split('\n')
  expect(lines.filter(line => !line.startsWith('# ') && !sample.test(line))).toEqual([])
  for (const consumer of Object.keys(consumers)) {
    expect(lines).toContain(`contoso_parked_messages{consumer="${consumer}"} 0`)
    expect(lines).toContain(`contoso_consumer_behind_seconds{consumer="${consumer}"} 0`)
  }
  expect(lines).toEqual(expect.arrayContaining(['contoso_alarm{about="parked"} 0', 'contoso_missed_rings_total 0']))
})

it('says what is parked, unpublished and behind, and names nobody', async () => {
  const orderId = `7${randomUUID().slice(1)}`
  const events = [{ type: 'OrderExpired' as const, data: { orderId } }]
  const metadata = { correlationId: 'c', causationId: 'c', actor: 'ada@example.org' }
  const append = (expectedVersion: number) =>
    eventStore(sql()).append([
      { stream: `order-${orderId}`, expectedVersion, conferenceId: orderId, events, commands: [], metadata },
    ])
  await append(0)
  await publish(sql(), 7)
  await sql().begin(async tx => {
    const { messages } = await take(tx, 'orders', 7, { limit: 1, skipLocked: false })
    await park(tx, 'orders', orderId, messages, 'Error: ada@example.org')
  })
  await append(1)
  setClockAhead({ minutes: 2 })
  const text = expose(await readLogHealth(sql()), 3)
  expect(text).toContain('contoso_parked_messages{consumer="orders"} 1\n')
  expect(text).toMatch(/contoso_parked_seconds\{consumer="orders"\} 12\d/)
  expect(text).toMatch(/contoso_unpublished_seconds 12\d/)
  expect(text).toContain('contoso_consumer_behind_messages{consumer="orders"} 0\n')
  expect(text).toContain('contoso_consumer_behind_messages{consumer="refunds"} 1\n')
  for (const about of ['parked', 'unpublished', 'behind']) expect(text).toContain(`contoso_alarm{about="${about}"} 1\n`)
  expect(text).toContain('contoso_missed_rings_total 3\n')
  expect(text).not.toMatch(/ada|7[0-9a-f]{7}-/)
})
