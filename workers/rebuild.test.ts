import { execFile } from 'node:child_process'
import { expect, it } from 'vitest'
import { sql } from '#drizzle/db'
import { changeSeatType } from '#drizzle/seat-types'
import { aSeatType, write } from '#drizzle/testing/a-conference'
import { useTestDatabase } from '#drizzle/testing/database'
import { readModels } from './projections/read-models.ts'
import { rebuild } from './rebuild.ts'
import { aSellingConference } from './testing/a-selling-conference.ts'
import { everyRow } from './testing/every-row.ts'

useTestDatabase()

it('rebuilds every read model to the very same rows', async () => {
  const conference = await aSellingConference({ quota: 10 })
  const [first, second, third] = [await conference.place(3), await conference.place(4), await conference.place(9)]
  await conference.settle()
  await conference.change(second, 2)
  await conference.pay(first, 3)
  await conference.pay(third, 1)
  await conference.settle()
  await conference.assign(first, 1)
  await write(tx => changeSeatType(tx, conference.conferenceId, conference.seatTypeId, 1, aSeatType({ quota: 30 }), 'owner'))
  await conference.settle()
  const before = await everyRow()

  for (const readModel of readModels) expect((await rebuild(sql(), readModel)).progress.events).toBeGreaterThan(0)

  expect(await everyRow()).toEqual(before)
  expect(JSON.stringify(before)).toContain('ada@example.org')
  expect(before.filter(({ rows }) => rows.length === 0)).toEqual([])
})

it('comes to the same rows message by message as in large batches', async () => {
  const before = await everyRow()
  for (const readModel of readModels) await rebuild(sql(), readModel, { eventsAtOnce: 1, report: () => {} })
  expect(await everyRow()).toEqual(before)
})

it('sends nothing while it rebuilds', async () => {
  const count = () => sql()`
    select (select count(*) from outbox) as outbox, (select count(*) from refunds) as refunds,
      (select count(*) from mails) as mails, (select count(*) from simulated_payments) as payments`
  const before = await count()
  for (const readModel of readModels) await rebuild(sql(), readModel)
  expect(await count()).toEqual(before)
})

const run = (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise(resolve => {
    execFile(process.execPath, ['--import', 'tsx', 'workers/rebuild.ts', ...args], (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out: out.trim(), err: err.trim() }),
    )
  })

const names = readModels.map(({ name }) => name)

it('typed without a name rebuilds all of them, one after the other, and says how fast', async () => {
  const before = await everyRow()
  const { code, out, err } = await run()
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const lines = out.split('\n')
  for (const line of lines) expect(line).toMatch(/^[a-z-]+: rebuilt from [\d,]+ events, \d+ a second; switched over in \d+ ms$/)
  expect(lines.map(line => line.split(':')[0])).toEqual(names)
  expect(await everyRow()).toEqual(before)
})

it('typed with a name that is no read model says which there are, and rebuilds nothing', async () => {
  expect(await run('orders', 'ordres', 'mails')).toEqual({
    ...{ code: 1, out: '' },
    err: `There is no read model ordres, mails. There are: ${names.join(', ')}.`,
  })
})
