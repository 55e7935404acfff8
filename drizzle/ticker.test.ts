import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { awaiting, lookNow } from './ticker.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A question that counts how often it was asked, about things that become ready when they are told to. */
const things = () => {
  const ready = new Set<string>()
  const asked = vi.fn(async (ids: readonly string[]) => new Map(ids.map(id => [id, ready.has(id)])))
  return { ready, asked, ...awaiting<boolean>(asked) }
}

it('asks one question a turn for all who wait', async () => {
  const { asked, until, ready } = things()
  const both = Promise.all([until('a', isReady => isReady === true, 1_000), until('b', isReady => isReady === true, 1_000)])
  await vi.advanceTimersByTimeAsync(35)
  ready.add('a').add('b')
  await vi.advanceTimersByTimeAsync(10)
  expect(await both).toEqual([true, true])
  expect(asked.mock.calls.length).toBeLessThanOrEqual(6)
  expect(asked).toHaveBeenLastCalledWith(['a', 'b'])
})

it('looks at once when this process has just written', async () => {
  const { asked, until, ready } = things()
  const waiting = until('a', isReady => isReady === true, 1_000)
  await vi.advanceTimersByTimeAsync(1)
  const before = asked.mock.calls.length
  ready.add('a')
  lookNow()
  await vi.advanceTimersByTimeAsync(0)
  expect(await waiting).toBe(true)
  expect(asked).toHaveBeenCalledTimes(before + 1)
})

it('asks at once for who begins to wait while others only follow', async () => {
  const { follow, until, ready } = things()
  const leaving = new AbortController()
  follow('a', () => {}, leaving.signal)
  await vi.advanceTimersByTimeAsync(100)
  ready.add('b')
  const waiting = until('b', isReady => isReady === true, 1_000)
  await vi.advanceTimersByTimeAsync(0)
  leaving.abort()
  expect(await waiting).toBe(true)
})

it('gives what it saw last when the time is over', async () => {
  const { until } = things()
  const waiting = until('a', isReady => isReady === true, 50)
  await vi.advanceTimersByTimeAsync(50)
  expect(await waiting).toBe(false)
})
