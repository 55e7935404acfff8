import { createServer } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { lookFirst } from './first-look.ts'

/** Tells what is left of a request when Next would get it. */
const server = createServer((request, response) => {
  response.end(JSON.stringify([request.method, request.url, request.headers['next-router-state-tree'] ?? null]))
})

beforeAll(async () => {
  lookFirst()
  await new Promise<void>(resolve => server.listen(0, resolve))
})

afterAll(() => {
  server.close()
})

const seen = (head: string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const address = server.address()
    const socket = connect(typeof address === 'object' && address ? address.port : 0)
    let answer = ''
    socket.on('data', data => {
      answer += data
    })
    socket.on('end', () => resolve(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')))
    socket.on('error', reject)
    socket.write(`${head}\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
  })

const navigation = (state: string) => seen(`GET /a HTTP/1.1\r\nNext-Router-State-Tree: ${state}`)
const tree = encodeURIComponent(
  JSON.stringify(['', { children: [['slug', 'a', 'd', null], { children: ['__PAGE__', {}] }] }, null, null, 16]),
)

it('lets a request through as it is', async () => {
  expect(await seen('GET /a?b=1 HTTP/1.1')).toEqual(['GET', '/a?b=1', null])
  expect(await navigation(tree)).toEqual(['GET', '/a', tree])
})

it('leaves no method and no address that Next cannot build a request of', async () => {
  expect(await seen('TRACE /a HTTP/1.1')).toEqual(['OPTIONS', '/a', null])
  expect(await seen('OPTIONS * HTTP/1.1')).toEqual(['OPTIONS', '/', null])
})

it('leaves no router state that Next cannot read', async () => {
  const wrong = [
    'garbage',
    '%ZZ',
    'null',
    '%7B%7D',
    '%5B%5D',
    encodeURIComponent('["",{"children":5}]'),
    '["a",{}]x',
    `${tree}, ${tree}`,
  ]
  wrong.push(encodeURIComponent('["",{},null,"all"]'), encodeURIComponent('[["a","b","nonsense",null],{}]'))
  for (const state of wrong) expect(await navigation(state), state).toEqual(['GET', '/a', null])
})
