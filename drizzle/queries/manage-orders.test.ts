import { beforeAll, describe, expect, it } from 'vitest'
import { orderCodeLookup, sealCode } from '../codes.ts'
import { db } from '../db.ts'
import { orders } from '../schema/read-models.ts'
import { searchText } from '../search-text.ts'
import { useTestDatabase } from '../testing/database.ts'
import { listOrders } from './manage-orders.ts'
import { everyOrder } from './managed-rows.ts'

useTestDatabase()

const shard = 10
const conferenceId = 'a1111111-1111-4111-8111-111111111111'
const otherConference = 'a9999999-9999-4999-8999-999999999999'

/** Placed one minute after the other, `number` being the minute. */
const order = (number: number, { email = null, ...changed }: Partial<typeof orders.$inferInsert> = {}, code = 'AAAAAA') => ({
  orderId: `a2222222-2222-4222-8222-${String(number).padStart(12, '0')}`,
  shard,
  conferenceId,
  version: 2,
  status: 'placed' as const,
  wasReinstated: false,
  sealedCode: sealCode(code),
  codeLookup: orderCodeLookup(code),
  currency: 'USD',
  placedAt: new Date(Date.UTC(2026, 10, 20, 10, number)).toISOString(),
  holdExpiresAt: '2026-11-20T12:00:00Z',
  confirmedAt: null,
  firstName: null,
  lastName: null,
  email,
  searchText: email === null ? '' : searchText(changed.firstName ?? '', changed.lastName ?? '', email),
  seats: 1,
  totalMinor: 100,
  ...changed,
})

const ada = { firstName: 'Ada', lastName: 'Byron', email: 'ada@engines.example', status: 'confirmed' as const }
const minsu = { firstName: '민수', lastName: '김', email: 'minsu_kim@example.org', status: 'expired' as const }

const numbers = async (question: Omit<Parameters<typeof listOrders>[0], 'conferenceId'>) => {
  const { orders: found, total } = await listOrders({ conferenceId, ...question })
  return { numbers: found.map(({ orderId }) => Number(orderId.slice(-12))), total }
}

beforeAll(async () => {
  await db()
    .insert(orders)
    .values([
      ...Array.from({ length: 60 }, (_, number) => order(number)),
      order(100, ada, 'BCD234'),
      order(101, minsu, 'EFG567'),
      order(102, { ...ada, conferenceId: otherConference }, 'HJK892'),
    ])
})

describe('the orders of a conference', () => {
  it('come fifty to a page, the latest first, with the number of all', async () => {
    const first = await numbers({ page: 1 })
    expect(first).toEqual({ numbers: [101, 100, ...Array.from({ length: 48 }, (_, index) => 59 - index)], total: 62 })
    expect(await numbers({ page: 2 })).toEqual({ numbers: Array.from({ length: 12 }, (_, index) => 11 - index), total: 62 })
    expect(await numbers({ page: 3 })).toEqual({ numbers: [], total: 62 })
  })

  it('are told with what the list shows', async () => {
    const { orders: found } = await listOrders({ conferenceId, search: 'ada', page: 1 })
    expect(found).toMatchObject([{ ...ada, seats: 1, totalMinor: 100, currency: 'USD' }])
  })

  it('are found by their code however it is typed, and not by a part of it', async () => {
    expect(await numbers({ search: 'bcd-234', page: 1 })).toEqual({ numbers: [100], total: 1 })
    expect(await numbers({ search: 'bcd', page: 1 })).toEqual({ numbers: [], total: 0 })
    expect(await numbers({ search: 'HJK892', page: 1 })).toEqual({ numbers: [], total: 0 })
  })

  it.each([
    ['a part of the name', 'YRO', [100]],
    ['first and last name', 'ada byron', [100]],
    ['a part of the e-mail', '@engines', [100]],
    ['a name in another alphabet', '민수', [101]],
    ['letters that are composed otherwise', '민수'.normalize('NFD'), [101]],
    ['surrounding spaces', '  byron ', [100]],
    ['signs of a pattern, which stand for themselves', 'minsu_', [101]],
    ['nothing of a pattern', 'minsu%kim', []],
    ['a backslash', '\\', []],
  ])('are found by %s', async (_, search, found) => {
    expect(await numbers({ search, page: 1 })).toEqual({ numbers: found, total: found.length })
  })

  it('can be those of one status, searched too', async () => {
    expect(await numbers({ status: 'expired', page: 1 })).toEqual({ numbers: [101], total: 1 })
    expect(await numbers({ status: 'placed', page: 2 })).toMatchObject({ total: 60 })
    expect(await numbers({ status: 'expired', search: 'byron', page: 1 })).toEqual({ numbers: [], total: 0 })
  })

  it.each([
    {},
    { status: 'placed' },
    { search: 'ada byron' },
    { search: 'bcd-234' },
    { search: 'bcd-234', status: 'expired' },
    { search: 'nobody' },
  ] as const)('can be read without pages, the same for the same question: %o', async question => {
    const all: number[] = []
    for await (const rows of everyOrder({ conferenceId, ...question }))
      all.push(...rows.map(({ orderId }) => Number(orderId.slice(-12))))
    const first = await numbers({ ...question, page: 1 })
    expect(all).toEqual([...first.numbers, ...(await numbers({ ...question, page: 2 })).numbers])
    expect(all).toHaveLength(first.total)
  })
})
