import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { LaunchError } from './launch-process.ts'
import { freePort, reservePort } from './launch-web.ts'

const canListen = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const server = createServer().once('error', () => resolve(false))
    server.listen({ port, exclusive: true }, () => server.close(() => resolve(true)))
  })

it('keeps a port from everybody until it is released', async () => {
  const { port, release } = await reservePort(3700)
  expect(await canListen(port)).toBe(false)
  expect(await freePort(port)).toBeGreaterThan(port)
  await release()
  expect(await canListen(port)).toBe(true)
})

it('refuses what is no port in a sentence', async () => {
  for (const port of [0, 65_536, 80.5, Number.NaN])
    await expect(freePort(port)).rejects.toEqual(new LaunchError('PORT must be a whole number from 1 to 65535.'))
})
