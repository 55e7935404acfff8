import { expect, it } from 'vitest'
import { listOrders } from '#drizzle/queries/manage-orders'
import { sendCommand } from '#drizzle/send'
import { useTestDatabase } from '#drizzle/testing/database'
import { aSellingConference } from './testing/a-selling-conference.ts'

useTestDatabase()

it('finds an order by its registrant, whatever the capitals, and by the last of them', async () => {
  const conference = await aSellingConference({ quota: 10 })
  const { conferenceId } = conference
  const orderId = await conference.place(1)
  await conference.place(2)
  const register = async (firstName: string) => {
    const data = { orderId, firstName, lastName: 'NOVÁKOVÁ', email: 'Z@Example.org', now: new Date().toISOString() }
    await sendCommand({ type: 'AssignRegistrantDetails', data }, { conferenceId, actor: 'registrant', correlationId: orderId })
    await conference.settle()
  }
  const found = async (search: string) => (await listOrders({ conferenceId, search, page: 1 })).orders.map(order => order.orderId)
  await register('Žofie')
  expect(await found('žOFIE nová')).toEqual([orderId])
  expect(await found('z@example')).toEqual([orderId])
  await register('Ada')
  expect(await found('žofie')).toEqual([])
  expect(await found('ada')).toEqual([orderId])
  expect(await found('')).toHaveLength(2)
})
