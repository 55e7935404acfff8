import { describe, expect, it } from 'vitest'
import { fold } from '../../aggregate.ts'
import { Refusal } from '../../refusal.ts'
import {
  confirm,
  confirmed,
  expired,
  full,
  holdEnd,
  lastMoment,
  noon,
  orderId,
  partiallyReserved,
  paymentRefused,
  placed,
  reception,
  reserved,
  seats,
  totals,
  updated,
  workshop,
} from '../../testing/an-order.ts'
import { given } from '../../testing/given.ts'
import type { OrderEvent } from './events.ts'
import { order, termsOfPayment } from './order.ts'

const two = seats([full, 2])
const one = seats([full, 1])
const hasTwo = [...placed([full, 2]), reserved([full, 2])]
const hasOneOfTwo = [...placed([full, 2]), partiallyReserved([full, 1]), totals([full, 1])]
const reinstated: OrderEvent = { type: 'OrderReinstated', data: { orderId } }

describe('confirming an order', () => {
  it('takes payer, process and order meaning the very same seats', () => {
    given(order, ...hasTwo)
      .when(confirm(100_000, two))
      .then(confirmed([full, 2]))
    given(order, ...hasOneOfTwo)
      .when(confirm(50_000, one))
      .then(confirmed([full, 1]))
  })

  it('is how a free order ends too', () => {
    given(order, ...placed([reception, 2]), reserved([reception, 2]))
      .when(confirm(0, seats([reception, 2])))
      .then(confirmed([reception, 2]))
  })

  it('reinstates an order that expired while it was being paid', () => {
    given(order, ...hasTwo, expired)
      .when(confirm(100_000, two))
      .then(reinstated, confirmed([full, 2]))
  })

  it.each([
    ['another amount', confirm(99_999, two)],
    ['other seats agreed to', confirm(100_000, one, two)],
    ['other seats held', confirm(100_000, two, one)],
    ['seats of another type', confirm(100_000, seats([workshop, 2]))],
    ['no seats', confirm(100_000, [])],
  ])('is refused for %s, with what the order asks', (_, command) => {
    given(order, ...hasTwo)
      .when(command)
      .then(paymentRefused(two))
    given(order, ...hasTwo, expired)
      .when(command)
      .then(paymentRefused(two, true))
  })

  it('is refused while the order is placed again, even for the seats it asks', () => {
    given(order, ...hasTwo, ...updated([full, 1]))
      .when(confirm(50_000, one))
      .then(paymentRefused(one))
    given(order, ...placed([full, 2]))
      .when(confirm(100_000, two))
      .then(paymentRefused(two))
  })

  it('is refused with all that a partially reserved order asks', () => {
    given(order, ...hasOneOfTwo)
      .when(confirm(100_000, two))
      .then(paymentRefused(two))
  })

  it('is refused with what an expired order had, perhaps nothing', () => {
    given(order, ...hasOneOfTwo, expired)
      .when(confirm(100_000, two))
      .then(paymentRefused(one, true))
    given(order, ...hasTwo, ...updated([full, 1]), expired)
      .when(confirm(50_000, one))
      .then(paymentRefused([], true))
  })

  it('never happens without a seat', () => {
    given(order, ...placed([full, 2]), partiallyReserved(), totals())
      .when(confirm(0, []))
      .then(paymentRefused(two))
  })

  it('with a payment that was refused changes nothing, even if it would fit by now', () => {
    given(order, ...hasOneOfTwo, paymentRefused(two), reserved([full, 2]), totals([full, 2]))
      .when(confirm(100_000, two))
      .then()
  })

  it('of a confirmed or unknown order changes nothing', () => {
    given(order, ...hasTwo, confirmed([full, 2]))
      .when(confirm(1, one))
      .then()
    given(order).when(confirm(100_000, two)).then()
  })

  it('makes the order confirmed and keeps its registrant', () => {
    const registrant = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.org' }
    const history: OrderEvent[] = [
      ...hasTwo,
      { type: 'OrderRegistrantAssigned', data: { orderId, ...registrant } },
      expired,
      reinstated,
      confirmed([full, 2]),
    ]
    expect(fold(order, history)).toMatchObject({ status: 'confirmed', has: two, registrant })
  })
})

describe('the terms of a payment', () => {
  const terms = (history: OrderEvent[], now = noon) => termsOfPayment(fold(order, history), now)
  const refusal = (history: OrderEvent[], now = noon): string => {
    try {
      terms(history, now)
    } catch (error) {
      if (error instanceof Refusal) return error.message
      throw error
    }
    return 'not refused'
  }

  it('are the seats that the order has and what they cost', () => {
    const history = [
      ...placed([full, 3], [workshop, 1]),
      partiallyReserved([full, 2], [workshop, 1]),
      totals([full, 2], [workshop, 1]),
    ]
    expect(terms(history, lastMoment)).toEqual({
      items: [
        { description: '2 × Full conference', amountMinor: 100_000 },
        { description: '1 × Workshop', amountMinor: 12_050 },
      ],
      agreed: seats([full, 2], [workshop, 1]),
      amountMinor: 112_050,
      currency: 'USD',
    })
  })

  it('are those that the order then confirms', () => {
    const { amountMinor, agreed } = terms(hasOneOfTwo)
    given(order, ...hasOneOfTwo)
      .when(confirm(amountMinor, [...agreed]))
      .then(confirmed([full, 1]))
  })

  it('of a free order are zero', () => {
    expect(terms([...placed([reception, 1]), reserved([reception, 1])])).toMatchObject({ amountMinor: 0 })
  })

  it.each<[string, OrderEvent[], string, string]>([
    ['an unknown order', [], noon, 'There is no such order.'],
    ['a placed order', placed([full, 1]), noon, 'Your seats are still being reserved. Please try again in a moment.'],
    [
      'an order without a seat',
      [...placed([full, 1]), partiallyReserved(), totals()],
      noon,
      'None of these seats could be reserved. Please change your seats.',
    ],
    [
      'a confirmed order',
      [...hasTwo, confirmed([full, 2])],
      noon,
      'This order is already confirmed. There is nothing left to pay.',
    ],
    ['an order past its hold', hasTwo, holdEnd, 'This order has expired. Please order again.'],
    ['an expired order', [...hasTwo, expired], noon, 'This order has expired. Please order again.'],
  ])('are refused for %s', (_, history, now, sentence) => {
    expect(refusal(history, now)).toBe(sentence)
  })
})
