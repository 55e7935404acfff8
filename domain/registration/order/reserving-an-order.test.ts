import { describe, expect, it } from 'vitest'
import {
  confirmed,
  expired,
  full,
  orderId,
  partiallyReserved,
  placed,
  reception,
  reserved,
  seats,
  totals,
  updated,
  workshop,
} from '../../testing/an-order.ts'
import { given } from '../../testing/given.ts'
import type { MarkSeatsAsReserved } from './commands.ts'
import type { OrderEvent } from './events.ts'
import { order } from './order.ts'

const mark = (asked: MarkSeatsAsReserved['data']['asked'], answer = asked): MarkSeatsAsReserved => ({
  type: 'MarkSeatsAsReserved',
  data: { orderId, asked, seats: answer },
})

describe('marking seats as reserved', () => {
  it('completes the reservation when every wish was met; the total was for these seats already', () => {
    given(order, ...placed([full, 2], [workshop, 1]))
      .when(mark(seats([full, 2], [workshop, 1])))
      .then(reserved([full, 2], [workshop, 1]))
  })

  it('reserves partially when fewer were left, with the total of what the order has', () => {
    given(order, ...placed([full, 2], [workshop, 1]))
      .when(mark(seats([full, 2], [workshop, 1]), seats([full, 1])))
      .then(partiallyReserved([full, 1]), totals([full, 1]))
  })

  it('reserves partially, for nothing, when no seat was left', () => {
    given(order, ...placed([full, 2]))
      .when(mark(seats([full, 2]), []))
      .then(partiallyReserved(), totals())
    expect(totals().data).toMatchObject({ totalMinor: 0, isFreeOfCharge: false })
  })

  it('calculates totals when the lines change although the sum does not', () => {
    given(order, ...placed([full, 1], [reception, 2]))
      .when(mark(seats([full, 1], [reception, 2]), seats([full, 1], [reception, 1])))
      .then(partiallyReserved([full, 1], [reception, 1]), totals([full, 1], [reception, 1]))
  })

  it('moves on from some to more, to all, and to fewer', () => {
    const some = [...placed([full, 3]), partiallyReserved([full, 1]), totals([full, 1])]
    given(order, ...some)
      .when(mark(seats([full, 3]), seats([full, 2])))
      .then(partiallyReserved([full, 2]), totals([full, 2]))
    given(order, ...some)
      .when(mark(seats([full, 3])))
      .then(reserved([full, 3]), totals([full, 3]))
    given(order, ...placed([full, 3]), reserved([full, 3]))
      .when(mark(seats([full, 3]), seats([full, 1])))
      .then(partiallyReserved([full, 1]), totals([full, 1]))
  })

  it('lists seats in the order of the wish', () => {
    given(order, ...placed([full, 2], [workshop, 1]))
      .when(mark(seats([workshop, 1], [full, 2])))
      .then(reserved([full, 2], [workshop, 1]))
  })

  it('as an answer to an older wish changes nothing', () => {
    given(order, ...placed([full, 2]), ...updated([full, 3]))
      .when(mark(seats([full, 2])))
      .then()
  })

  it('again, or too late, changes nothing', () => {
    given(order)
      .when(mark(seats([full, 2])))
      .then()
    given(order, ...placed([full, 2]), partiallyReserved([full, 1]), totals([full, 1]))
      .when(mark(seats([full, 2]), seats([full, 1])))
      .then()
    given(order, ...placed([full, 2]), expired)
      .when(mark(seats([full, 2])))
      .then()
    given(order, ...placed([full, 2]), reserved([full, 2]), confirmed([full, 2]))
      .when(mark(seats([full, 2]), seats([full, 1])))
      .then()
  })
})

describe('rejecting an order', () => {
  const reject = { type: 'RejectOrder', data: { orderId } } as const

  it.each<[string, OrderEvent[]]>([
    ['placed', placed([full, 2])],
    ['partially reserved', [...placed([full, 2]), partiallyReserved([full, 1])]],
    ['reserved', [...placed([full, 2]), reserved([full, 2])]],
  ])('lets a %s order expire', (_, history) => {
    given(order, ...history)
      .when(reject)
      .then(expired)
  })

  it('that is confirmed, expired or unknown changes nothing', () => {
    given(order, ...placed([full, 2]), reserved([full, 2]), confirmed([full, 2]))
      .when(reject)
      .then()
    given(order, ...placed([full, 2]), expired)
      .when(reject)
      .then()
    given(order).when(reject).then()
  })
})
