import { createServer } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { provideSettings } from '#drizzle/settings'
import { useTestDatabase as withTestDatabase } from '#drizzle/testing/database'
import { addressOf, clientAddress, noteAddresses } from './client-address.ts'

withTestDatabase()

const socket = '198.51.100.7'
const addressOfSocket = (socket: string) => addressOf({ socket, forwardedFor: undefined }, 0)

describe('without proxies of ours', () => {
  it('is the socket’s address, whatever the client writes', () => {
    expect(addressOf({ socket, forwardedFor: '203.0.113.9' }, 0)).toBe(socket)
    expect(addressOf({ socket, forwardedFor: undefined }, 0)).toBe(socket)
  })

  it('is the same however it is spelled, and of IPv6 the first 64 bits', () => {
    expect(addressOfSocket('::ffff:198.51.100.7')).toBe(socket)
    expect(addressOfSocket('::FFFF:c633:6407')).toBe(socket)
    for (const address of ['2001:db8:1:2::1', '2001:0DB8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2:3:4:198.51.100.7'])
      expect(addressOfSocket(address)).toBe('2001:db8:1:2::/64')
    expect(addressOfSocket('2001:db8:1:3::1')).toBe('2001:db8:1:3::/64')
    expect(addressOfSocket('::1')).toBe('0:0:0:0::/64')
    expect(addressOfSocket('fe80::1%eth0')).toBe('fe80:0:0:0::/64')
  })
})

describe('with proxies of ours', () => {
  const forwarded = (forwardedFor: string | undefined, proxies: number) => addressOf({ socket, forwardedFor }, proxies)

  it('is what the outermost of them wrote down, and nothing further left', () => {
    expect(forwarded('203.0.113.9', 1)).toBe('203.0.113.9')
    expect(forwarded('1.1.1.1, 203.0.113.9', 1)).toBe('203.0.113.9')
    expect(forwarded('1.1.1.1,203.0.113.9,10.0.0.1', 2)).toBe('203.0.113.9')
    expect(forwarded('1.1.1.1, 2001:db8:1:2::1', 1)).toBe('2001:db8:1:2::/64')
  })

  it('leaves out the port that some write down too', () => {
    expect(forwarded('203.0.113.9:4711', 1)).toBe('203.0.113.9')
    expect(forwarded('[2001:db8:1:2::1]:4711', 1)).toBe('2001:db8:1:2::/64')
    expect(forwarded('[2001:db8:1:2::1]', 1)).toBe('2001:db8:1:2::/64')
  })

  it('is the socket’s address when they wrote nothing that can be read', () => {
    for (const nothing of [undefined, '', 'unknown', '203.0.113.9, ', '_hidden', '999.1.1.1', '1.1.1.1, <script>'])
      expect(forwarded(nothing, 1), nothing).toBe(socket)
    expect(forwarded('203.0.113.9', 2)).toBe(socket)
  })
})

it('is one for all whose address is not known', () => {
  expect(clientAddress()).toBe('unknown')
})

describe('of a request', () => {
  const server = createServer(async (request, response) => {
    for await (const _ of request);
    await pause(1)
    response.end(clientAddress())
  })
  const port = () => {
    const address = server.address()
    return typeof address === 'object' && address ? address.port : 0
  }

  beforeAll(async () => {
    provideSettings({ ...process.env, TRUSTED_PROXIES: '1' })
    noteAddresses()
    await new Promise<void>(resolve => server.listen(0, resolve))
  })
  afterAll(() => {
    server.close()
  })

  const ask = async (forwardedFor?: string) =>
    (await fetch(`http://127.0.0.1:${port()}`, { headers: forwardedFor ? { 'x-forwarded-for': forwardedFor } : {} })).text()

  it('is its own, through everything that is awaited, however many are answered at once', async () => {
    expect(await ask()).toBe('127.0.0.1')
    const addresses = Array.from({ length: 100 }, (_, index) => `203.0.113.${index}`)
    expect(await Promise.all(addresses.map(ask))).toEqual(addresses)
  })

  it('takes several headers for one', async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(port(), '127.0.0.1')
      let text = ''
      socket.on('data', data => {
        text += data
      })
      socket.on('end', () => resolve(text))
      socket.on('error', reject)
      const lines = ['GET / HTTP/1.1', 'Host: x', 'X-Forwarded-For: 1.1.1.1', 'X-Forwarded-For: 203.0.113.9', 'Connection: close']
      socket.write(`${lines.join('\r\n')}\r\n\r\n`)
    })
    expect(answer).toContain('203.0.113.9')
    expect(answer).not.toContain('1.1.1.1')
  })
})
