import { beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../db.ts'
import { useTestDatabase } from '../testing/database.ts'
import { listAttendees } from './manage-attendees.ts'

useTestDatabase()

const conferenceId = 'a1111111-1111-4111-8111-111111111111'
const otherConference = 'a9999999-9999-4999-8999-999999999999'

const placeOrder = (conference: string, orderId: string) => sql()`
  insert into orders (order_id, shard, conference_id, version, status, was_reinstated, sealed_code, code_lookup, currency, placed_at,
    hold_expires_at, seats, total_minor)
  values (${orderId}, 10, ${conference}, 1, 'confirmed', false, ${`sealed ${orderId}`}, '', 'USD', now(), now(), 1, 0)`

const addSeat = (conference: string, orderId: string, position: number, seatTypeName: string, lastName: string | null) => sql()`
  insert into seat_assignments (order_id, position, shard, conference_id, version, seat_type_id, seat_type_name, first_name,
    last_name, email)
  values (${orderId}, ${position}, 10, ${conference}, 1, ${seatTypeName}, ${seatTypeName}, ${lastName && 'Ada'}, ${lastName},
    ${lastName && `${lastName}@example.org`})`

beforeAll(async () => {
  await placeOrder(conferenceId, 'a-one')
  await placeOrder(conferenceId, 'a-two')
  await placeOrder(otherConference, 'a-three')
  const seats = ['Byron', null, 'Babbage'].map((name, position) => addSeat(conferenceId, 'a-one', position, 'Workshop', name))
  await Promise.all([
    ...seats,
    addSeat(conferenceId, 'a-one', 3, 'General', 'Zuse'),
    ...Array.from({ length: 55 }, (_, index) =>
      addSeat(conferenceId, 'a-two', index, 'General', index < 50 ? `Guest ${index}` : null),
    ),
    addSeat(otherConference, 'a-three', 0, 'General', 'Elsewhere'),
  ])
})

describe('the attendees of a conference', () => {
  it('come by seat type and name, fifty to a page, with the order they belong to', async () => {
    const { attendees, total } = await listAttendees({ conferenceId, page: 2 })
    expect(total).toBe(53)
    expect(attendees.map(({ seatTypeName, lastName }) => [seatTypeName, lastName])).toEqual([
      ['General', 'Zuse'],
      ['Workshop', 'Babbage'],
      ['Workshop', 'Byron'],
    ])
    expect(attendees[2]).toMatchObject({ email: 'Byron@example.org', orderId: 'a-one', sealedCode: 'sealed a-one' })
    expect((await listAttendees({ conferenceId, page: 1 })).attendees).toHaveLength(50)
  })

  it('are those of this conference alone', async () => {
    const pages = await Promise.all([1, 2, 3].map(page => listAttendees({ conferenceId, page })))
    const names = pages.flatMap(({ attendees }) => attendees.map(({ lastName }) => lastName))
    expect(names).toHaveLength(53)
    expect(names).not.toContain('Elsewhere')
  })

  it('are missing for seats that are counted instead', async () => {
    expect((await listAttendees({ conferenceId, page: 1 })).unassigned).toEqual([
      { seatTypeName: 'General', seats: 5 },
      { seatTypeName: 'Workshop', seats: 1 },
    ])
  })
})
