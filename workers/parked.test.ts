import { execFile } from 'node:child_process'
import { beforeAll, expect, it } from 'vitest'
import { sql } from '#drizzle/db'
import { useTestDatabase } from '#drizzle/testing/database'
import { main } from './parked.ts'
import { aSellingConference } from './testing/a-selling-conference.ts'
import { typed } from './testing/typed.ts'

useTestDatabase()

const run = (...args: string[]) => typed(main, ...args)

let poisoned = ''
let innocent = ''
const nameOf = async (orderId: string) => (await sql()`select last_name from orders where order_id = ${orderId}`)[0]?.last_name

/** The orders' table takes nobody called Byron: one order's details cannot be shown, and what follows on them waits. */
beforeAll(async () => {
  const conference = await aSellingConference({ quota: 10 })
  poisoned = await conference.place(2)
  innocent = await conference.place(3)
  await conference.settle()
  await sql()`alter table orders add constraint nobody check (last_name <> 'Byron')`
  await conference.identify(poisoned, { firstName: 'Ada', lastName: 'Byron', email: 'ada@example.org' })
  await conference.identify(innocent, { firstName: 'Grace', lastName: 'Hopper', email: 'grace@example.org' })
  await conference.change(poisoned, 1)
  await conference.settle()
})

it('stops only the order that it is about', async () => {
  expect(await nameOf(poisoned)).toBeNull()
  expect(await nameOf(innocent)).toBe('Hopper')
})

it('says what is parked, since when and why, and nothing about anybody', async () => {
  const list = await run()
  expect(list.code).toBe(0)
  expect(list.out).toMatch(
    new RegExp(`^orders +${poisoned} +\\d+ +\\d{4}-.*Z +PostgresError: new row for relation "orders" violates`, 'm'),
  )
  expect(list.out).not.toContain(innocent)
  const show = await run('show', 'orders', poisoned)
  expect(show.out).toMatch(new RegExp(`^\\d+ +OrderRegistrantAssigned +\\S+Z +order-${poisoned}@\\d+ +1 +PostgresError`, 'm'))
  expect(show.out).toMatch(/OrderUpdated .* 0 +waits for those before it$/m)
  expect(list.out + show.out).not.toMatch(/Ada|Byron|ada@/)
})

it('drops nothing before it was told what that means', async () => {
  const { code, err } = await run('skip', 'orders', poisoned)
  expect(code).toBe(1)
  expect(err).toMatch(/OrderRegistrantAssigned, for good\. The read model orders will lack .*rebuild -- orders/)
  expect(err).toMatch(new RegExp(`npm run parked -- skip orders ${poisoned} --drop \\d+$`))
  expect(await run('skip', 'orders', poisoned, '--drop', '999999')).toMatchObject({ code: 1, out: '' })
})

it('tries again and says how far it came', async () => {
  const failed = await run('retry', 'orders', poisoned)
  expect(failed).toMatchObject({ code: 1, err: '' })
  expect(failed.out).toMatch(
    /^0 messages of .* handled\.\n\d+ messages stay parked; the first failed with: PostgresError: new row/,
  )
  expect((await run('show', 'orders', poisoned)).out).toMatch(/OrderRegistrantAssigned .* 2 +PostgresError/)
  await sql()`alter table orders drop constraint nobody`
  const retried = await run('retry', 'orders', poisoned)
  expect(retried).toMatchObject({ code: 0, err: '' })
  expect(retried.out).toMatch(/^\d+ messages of .* handled\.$/)
  expect(await nameOf(poisoned)).toBe('Byron')
  expect(await sql()`select seats, status from orders where order_id = ${poisoned}`).toEqual([{ seats: 1, status: 'reserved' }])
  expect(await run()).toMatchObject({ code: 0, out: 'Nothing is parked.' })
})

it('ends with 1 where it was not understood', async () => {
  const answer = await new Promise(resolve => {
    execFile(process.execPath, ['--import', 'tsx', 'workers/parked.ts', 'explode'], error => resolve(error?.code))
  })
  expect(answer).toBe(1)
})

it.each([
  [['explode'], /^There is nothing called explode here\.\nUsage:/],
  [['retry', 'ordres', 'a'], /^There is no consumer ordres\. There are: registration-process, commands,/],
  [['retry', 'orders', 'a'], /^Nothing is parked for consumer orders and key a\.$/],
])('answers %j with a sentence and exit code 1', async (args, sentence) => {
  const { code, out, err } = await run(...args)
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err).toMatch(sentence)
})
