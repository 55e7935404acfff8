import { describe, expect, it } from 'vitest'
import {
  confirmed,
  expired,
  full,
  holdEnd,
  lastMoment,
  noon,
  orderId,
  partiallyReserved,
  placed,
  priced,
  reception,
  register,
  releaseAt,
  reserved,
  seats,
  totals,
  updated,
  workshop,
} from '../../testing/an-order.ts'
import { given } from '../../testing/given.ts'
import type { PricedLine } from '../pricing.ts'
import type { AssignRegistrantDetails, ChangeOrderSeats } from './commands.ts'
import type { OrderEvent } from './events.ts'
import { commandsLeavingWith, order } from './order.ts'

const change = (lines: PricedLine[], now = noon): ChangeOrderSeats => ({
  type: 'ChangeOrderSeats',
  data: { orderId, lines, now },
})
const hasExpired = 'This order has expired. Please order again.'

describe('registering to a conference', () => {
  it('places an order that is held for some minutes and has a total', () => {
    given(order)
      .when(register([full, 2], [workshop, 1]))
      .then(...placed([full, 2], [workshop, 1]))
    expect(totals([full, 2], [workshop, 1]).data).toMatchObject({ totalMinor: 112_050, isFreeOfCharge: false })
  })

  it('is free of charge when every seat is', () => {
    given(order)
      .when(register([reception, 3]))
      .then(...placed([reception, 3]))
    expect(totals([reception, 3]).data).toMatchObject({ totalMinor: 0, isFreeOfCharge: true })
  })

  it('drops the seat types that nobody wants', () => {
    given(order)
      .when(register([full, 0], [workshop, 1]))
      .then(...placed([workshop, 1]))
  })

  it('takes up to twenty seats of one type', () => {
    given(order)
      .when(register([full, 20]))
      .then(...placed([full, 20]))
  })

  it('starts the registration process, which releases the seats fourteen minutes after the hold', () => {
    const [orderPlaced, orderTotals] = placed([full, 2])
    expect(orderPlaced && commandsLeavingWith(orderPlaced)).toEqual([
      {
        command: {
          type: 'StartRegistration',
          data: {
            orderId,
            conferenceId: register().data.conferenceId,
            seats: seats([full, 2]),
            reservationExpiresAt: holdEnd,
            expiresAt: releaseAt,
          },
        },
      },
    ])
    expect(orderTotals && commandsLeavingWith(orderTotals)).toEqual([])
  })

  it('heard when the order exists, whatever it asks, changes nothing', () => {
    given(order, ...placed([full, 2]))
      .when(register([full, 5]))
      .then()
  })
})

describe.each([
  ['registering', [], (lines: PricedLine[]) => ({ ...register(), data: { ...register().data, lines } })],
  ['changing seats', placed([full, 1]), (lines: PricedLine[]) => change(lines)],
] as const)('%s', (_, history, asking) => {
  it.each([[[]], [priced([full, 0], [workshop, 0])]])('needs at least one seat', lines => {
    given(order, ...history)
      .when(asking(lines))
      .thenRefuses('One or more items are required')
  })

  it('gives at most twenty seats of one type', () => {
    given(order, ...history)
      .when(asking(priced([full, 21])))
      .thenRefuses('You can order at most 20 seats of one type.', `quantity-${full}`)
  })

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60])('counts seats in whole numbers, not %d', quantity => {
    given(order, ...history)
      .when(asking(priced([workshop, 1], [full, quantity])))
      .thenRefuses('The quantity must be a whole number of seats, zero or more.', `quantity-${full}`)
  })

  it('names each seat type once', () => {
    given(order, ...history)
      .when(asking(priced([full, 11], [full, 12])))
      .thenRefuses('Choose each seat type only once.')
  })
})

describe('changing seats', () => {
  it.each<[string, OrderEvent[]]>([
    ['placed', placed([full, 2])],
    ['partially reserved', [...placed([full, 2]), partiallyReserved([full, 1]), totals([full, 1])]],
    ['reserved', [...placed([full, 2]), reserved([full, 2])]],
  ])('of a %s order places it again, with the total of the new wish', (_, history) => {
    given(order, ...history)
      .when(change(priced([full, 1], [workshop, 2])))
      .then(...updated([full, 1], [workshop, 2]))
  })

  it('leaves the order without seats until the answer', () => {
    given(order, ...placed([full, 2]), reserved([full, 2]), ...updated([full, 1]))
      .when({
        type: 'ConfirmOrder',
        data: { orderId, paymentId: 'payment-1', amountMinor: 50_000, agreed: seats([full, 1]), seats: seats([full, 1]) },
      })
      .then({ type: 'OrderPaymentRefused', data: { orderId, paymentId: 'payment-1', seats: seats([full, 1]), expired: false } })
  })

  it('to what is already asked changes nothing', () => {
    given(order, ...placed([full, 2], [workshop, 1]))
      .when(change(priced([workshop, 1], [full, 2])))
      .then()
    given(order, ...placed([full, 2]), reserved([full, 2]))
      .when(change(priced([full, 2])))
      .then()
  })

  it('to what is already asked asks again when only some were reserved', () => {
    given(order, ...placed([full, 2]), partiallyReserved([full, 1]), totals([full, 1]))
      .when(change(priced([full, 2])))
      .then(...updated([full, 2]))
  })

  it('keeps the price a seat type had when the order first named it', () => {
    const dearer = priced([full, 3], [workshop, 1]).map(line => ({ ...line, unitPriceMinor: 99_999, name: `New ${line.name}` }))
    given(order, ...placed([full, 2], [workshop, 1]), ...updated([full, 1]))
      .when(change(dearer))
      .then(...updated([full, 3], [workshop, 1]))
  })

  it('takes the present price of a seat type that is new to the order', () => {
    const [line] = priced([workshop, 2])
    const cheaper = line ? { ...line, unitPriceMinor: 10 } : undefined
    given(order, ...placed([full, 1]))
      .when(change(cheaper ? [cheaper] : []))
      .then(
        { type: 'OrderUpdated', data: { orderId, seats: seats([workshop, 2]), lines: cheaper ? [cheaper] : [] } },
        {
          type: 'OrderTotalsCalculated',
          data: {
            orderId,
            lines: [{ seatTypeId: workshop, quantity: 2, name: 'Workshop', unitPriceMinor: 10, lineTotalMinor: 20 }],
            totalMinor: 20,
            isFreeOfCharge: false,
          },
        },
      )
  })

  it('is possible until the hold ends, and the hold is not extended', () => {
    const history = [...placed([full, 2]), ...updated([full, 3])]
    given(order, ...history)
      .when(change(priced([full, 1]), lastMoment))
      .then(...updated([full, 1]))
    given(order, ...history)
      .when(change(priced([full, 1]), holdEnd))
      .thenRefuses(hasExpired)
  })

  it('is refused where it makes no sense', () => {
    given(order)
      .when(change(priced([full, 1])))
      .thenRefuses('There is no such order.')
    given(order, ...placed([full, 1]), expired)
      .when(change(priced([full, 1])))
      .thenRefuses(hasExpired)
    given(order, ...placed([full, 1]), reserved([full, 1]), confirmed([full, 1]))
      .when(change(priced([full, 2])))
      .thenRefuses('This order is confirmed, so its seats can no longer be changed.')
  })
})

describe('assigning the registrant', () => {
  const assign = (now: string, firstName = 'Ada'): AssignRegistrantDetails => ({
    type: 'AssignRegistrantDetails',
    data: { orderId, firstName, lastName: 'Lovelace', email: 'ada@example.org', now },
  })
  const assigned = (firstName = 'Ada'): OrderEvent => ({
    type: 'OrderRegistrantAssigned',
    data: { orderId, firstName, lastName: 'Lovelace', email: 'ada@example.org' },
  })

  it('is possible while the hold runs, and for a confirmed order always', () => {
    given(order, ...placed([full, 1]))
      .when(assign(lastMoment))
      .then(assigned())
    given(order, ...placed([full, 1]), reserved([full, 1]), confirmed([full, 1]))
      .when(assign(releaseAt))
      .then(assigned())
    given(order, ...placed([full, 1]), assigned('Augusta'))
      .when(assign(noon))
      .then(assigned())
  })

  it('as the same person changes nothing', () => {
    given(order, ...placed([full, 1]), assigned())
      .when(assign(noon))
      .then()
  })

  it('is refused after the hold, for an expired order and for none', () => {
    given(order, ...placed([full, 1]))
      .when(assign(holdEnd))
      .thenRefuses(hasExpired)
    given(order, ...placed([full, 1]), expired)
      .when(assign(noon))
      .thenRefuses(hasExpired)
    given(order).when(assign(noon)).thenRefuses('There is no such order.')
  })
})
