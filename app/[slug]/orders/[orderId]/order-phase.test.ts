import { describe, expect, it } from 'vitest'
import { headingOf, isOverdue, isRecent, mayStillBePaid, paymentTrouble, phaseOf } from './order-phase.ts'

const holdExpiresAt = '2026-11-20 10:15:00+00'
const before = new Date('2026-11-20T10:14:59.999Z')
const after = new Date('2026-11-20T10:15:00Z')

type Facts = Parameters<typeof phaseOf>[0]
const order = (changed: Partial<Facts> = {}): Facts => ({
  status: 'reserved',
  holdExpiresAt,
  lines: [{ reserved: 0 }, { reserved: 2 }],
  payments: [],
  ...changed,
})
const paid = (...statuses: Facts['payments'][number]['status'][]) => ({
  payments: statuses.map((status, index) => ({ paymentId: `payment ${index}`, status })),
})

describe('where an order stands', () => {
  it('is read from its status while the hold runs', () => {
    expect(phaseOf(order({ status: 'placed' }), before)).toBe('reserving')
    expect(phaseOf(order(), before)).toBe('held')
    expect(phaseOf(order({ status: 'partiallyReserved' }), before)).toBe('held')
    expect(phaseOf(order({ status: 'partiallyReserved', lines: [{ reserved: 0 }] }), before)).toBe('nothingHeld')
  })

  it('is expired from the hold’s end on, recorded or not', () => {
    for (const status of ['placed', 'reserved', 'partiallyReserved'] as const)
      expect(phaseOf(order({ status }), after)).toBe('expired')
    expect(phaseOf(order({ status: 'expired' }), before)).toBe('expired')
  })

  it('stays confirmed for ever', () => {
    expect(phaseOf(order({ status: 'confirmed', ...paid('completed') }), after)).toBe('confirmed')
    expect(phaseOf(order({ status: 'confirmed', ...paid('completed') }), after, 'payment 7')).toBe('confirmed')
  })

  it('is confirming while money has come and nothing is decided, even after the end', () => {
    expect(phaseOf(order(paid('completed')), before)).toBe('confirming')
    expect(phaseOf(order({ status: 'expired', ...paid('completed') }), after)).toBe('confirming')
    expect(phaseOf(order(paid('refundRequested')), before)).toBe('held')
  })

  it('waits for the payment whose payer just came back, before any table knows it', () => {
    expect(phaseOf(order(), before, 'payment 0')).toBe('confirming')
    expect(phaseOf(order(paid('initiated')), before, 'payment 0')).toBe('confirming')
    expect(phaseOf(order(paid('rejected')), before, 'payment 0')).toBe('held')
    expect(phaseOf(order(paid('rejected')), before, 'payment 1')).toBe('confirming')
    expect(phaseOf(order(paid('initiated')), before)).toBe('held')
  })
})

describe('an order after its hold', () => {
  const lastMoment = new Date('2026-11-20T10:28:59.999Z')

  it('may be paid while a payment is under way and the seats have not gone back', () => {
    expect(mayStillBePaid(order(paid('rejected', 'initiated')), lastMoment)).toBe(true)
    expect(mayStillBePaid(order(paid('initiated')), new Date('2026-11-20T10:29:00Z'))).toBe(false)
    expect(mayStillBePaid(order({ status: 'expired', ...paid('initiated') }), lastMoment)).toBe(false)
  })

  it('cannot be paid when no payment was started, or none is open', () => {
    expect(mayStillBePaid(order(), after)).toBe(false)
    expect(mayStillBePaid(order(paid('rejected')), after)).toBe(false)
  })
})

describe('the heading of the order page', () => {
  const confirmed = { ...order({ status: 'confirmed' }), confirmedAt: '2026-11-20 10:00:00+00' }
  const open = { ...order(), confirmedAt: null }

  it('tells thanks for a while, the end of the hold, and else whose order it is', () => {
    expect(headingOf(confirmed, before)).toBe('Thank you')
    expect(headingOf(confirmed, after)).toBe('Your order')
    expect(headingOf(open, before)).toBe('Your order')
    expect(headingOf(open, after)).toBe('Order expired')
    expect(headingOf(open, after, 'payment 0')).toBe('Your order')
    expect(headingOf(undefined, after)).toBe('Your order')
  })
})

describe('what went wrong with a payment', () => {
  it('is said of the newest alone', () => {
    expect(paymentTrouble(paid('rejected'))).toBe('Your payment was not accepted. You can try again.')
    expect(paymentTrouble(paid('rejected', 'initiated'))).toBeUndefined()
    expect(paymentTrouble(paid())).toBeUndefined()
  })

  it('is that the money goes back when the seats changed meanwhile', () => {
    for (const status of ['refundRequested', 'refunded', 'refundFailed'] as const)
      expect(paymentTrouble(paid('rejected', status))).toBe(
        'Your seats changed while you paid. That payment is being returned; please pay again.',
      )
  })
})

describe('patience', () => {
  const now = new Date('2026-11-20T10:00:31Z')

  it('ends after 30 seconds', () => {
    expect(isOverdue(String(now.getTime() - 30_000), now, now)).toBe(false)
    expect(isOverdue(String(now.getTime() - 30_001), now, now)).toBe(true)
  })

  it('counts from the order when the address says nothing that makes sense', () => {
    for (const since of [undefined, '', 'x', ['1', '2'], '-1', '9'.repeat(40)]) {
      expect(isOverdue(since, new Date('2026-11-20T10:00:00Z'), now)).toBe(true)
      expect(isOverdue(since, now, now)).toBe(false)
    }
  })

  it('says thank you for a quarter of an hour', () => {
    expect(isRecent('2026-11-20 09:45:31.001+00', now)).toBe(true)
    expect(isRecent('2026-11-20 09:45:31+00', now)).toBe(false)
    expect(isRecent(null, now)).toBe(false)
  })
})
