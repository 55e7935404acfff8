import { describe, expect, it } from 'vitest'
import type { SeatTypeDetails } from '../conference-management/events.ts'
import { confirmed, expired, full, orderId, reception, workshop } from '../testing/an-order.ts'
import { policies } from './policies.ts'

const seatType: SeatTypeDetails = {
  conferenceId: 'conference-1',
  seatTypeId: 'full',
  name: 'Full conference',
  description: '',
  priceMinor: 100,
  quota: 40,
  ordinal: 0,
}

describe('policies', () => {
  it.each(['SeatCreated', 'SeatUpdated'] as const)('change the quota after %s', type => {
    expect(policies({ type, data: seatType })).toEqual([
      { type: 'ChangeSeatQuota', data: { conferenceId: 'conference-1', seatTypeId: 'full', quota: 40 } },
    ])
  })

  it('create the seat assignments of a confirmed order, seat by seat in the order of its lines', () => {
    expect(policies(confirmed([workshop, 2], [full, 1], [reception, 1]))).toEqual([
      {
        type: 'CreateSeatAssignments',
        data: {
          orderId,
          seats: [
            { position: 0, seatTypeId: workshop, seatTypeName: 'Workshop' },
            { position: 1, seatTypeId: workshop, seatTypeName: 'Workshop' },
            { position: 2, seatTypeId: full, seatTypeName: 'Full conference' },
            { position: 3, seatTypeId: reception, seatTypeName: 'Reception' },
          ],
        },
      },
    ])
  })

  it('leave a seat type alone until it is announced, and everything else too', () => {
    expect(policies({ type: 'SeatDrafted', data: seatType })).toEqual([])
    expect(policies(expired)).toEqual([])
  })
})
