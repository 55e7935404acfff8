import { execFile } from 'node:child_process'
import { expect, it } from 'vitest'
import { useTestDatabase } from './testing/database.ts'

useTestDatabase()

const lifeOf = (...args: string[]): Promise<{ code: unknown; said: string }> =>
  new Promise(resolve => {
    const command = ['--import', 'tsx', 'drizzle/testing/cut-off-process.ts', ...args]
    execFile(process.execPath, command, { timeout: 20_000 }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, said: `${stdout}${stderr}` }),
    )
  })

it('goes on with new connections after the old ones ended in a transaction', async () => {
  const { code, said } = await lifeOf('guarded')
  expect(said.trim().split('\n')).toEqual(['lost: CONNECTION_CLOSED', 'survived', 'answered: 3'])
  expect(code).toBe(0)
})

it('would end without that: when this fails, the library is mended and the guard can go', async () => {
  const { code, said } = await lifeOf()
  expect(said).toContain("reading 'write'")
  expect(code).toBe(1)
})
