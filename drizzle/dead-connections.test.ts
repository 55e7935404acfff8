import { execFile } from 'node:child_process'
import { expect, it } from 'vitest'
import { useTestDatabase } from './testing/database.ts'

useTestDatabase()

const lost = { 'in a transaction': 'CONNECTION_CLOSED', 'at their first question': '57P01' } as const
const moments = [...Object.entries(lost), ['while nobody asks', undefined] as const]

const lifeOf = (...args: string[]): Promise<{ code: unknown; said: string }> =>
  new Promise(resolve => {
    const command = ['--import', 'tsx', 'drizzle/testing/cut-off-process.ts', ...args]
    execFile(process.execPath, command, { timeout: 20_000 }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, said: `${stdout}${stderr}` }),
    )
  })

it.each(moments)('goes on with new connections after the old ones ended %s', async (moment, code) => {
  const life = await lifeOf(moment, 'guarded')
  expect(life.said.trim().split('\n').sort()).toEqual(['answered: 3', ...(code ? [`lost: ${code}`] : []), 'survived'])
  expect(life.code).toBe(0)
})

it.each(moments)('would end without that %s: when this fails, the library is mended and the guard can go', async moment => {
  const { code, said } = await lifeOf(moment)
  expect(said).toMatch(/reading 'write'|57P01|terminated unexpectedly/)
  expect(code).toBe(1)
})
