import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { sql } from '../db.ts'
import { surviveDeadConnections } from '../dead-connections.ts'

/** PostgreSQL's last words to a client when it is shut down (ErrorResponse of its protocol 3.0). */
const farewell = (): Buffer => {
  const fields = Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0')
  const head = Buffer.alloc(5, 'E')
  head.writeUInt32BE(4 + fields.length, 1)
  return Buffer.concat([head, fields])
}

/**
 * A process of its own whose connections all end at that moment, as when a pooler in between, or the server, is restarted: those of
 * postgres.js or, while nobody asks, one that nobody listens to of pg, which BullMQ uses.
 */
const [moment, guarded] = process.argv.slice(2)
if (guarded)
  surviveDeadConnections(
    () => console.log('survived'),
    error => {
      throw error
    },
  )

const server = new URL(process.env.DATABASE_URL ?? '')
const port = Number(server.port)
const sockets: Socket[] = []
let isCut = false
const cutOff = () => {
  if (!isCut) for (const socket of sockets) socket.destroy()
  isCut = true
}
const between = createServer(client => {
  const to = connect(port, server.hostname)
  client.pipe(to).pipe(client)
  for (const socket of [client, to]) sockets.push(socket.on('error', () => {}))
  client.on('data', (chunk: Buffer) => {
    if (moment !== 'at their first question' || isCut || !chunk.includes('typarray')) return
    client.unpipe(to)
    to.unpipe(client)
    client.end(farewell())
    isCut = true
  })
}).listen(0, '127.0.0.1')
await once(between, 'listening')
server.port = `${(between.address() as AddressInfo).port}`
process.env.DATABASE_URL = server.href

if (moment === 'while nobody asks') {
  await new Client(server.href).connect()
  cutOff()
} else
  await sql()
    .begin(async tx => {
      await tx`select 1`
      cutOff()
      await pause(100)
      await tx`select 2`
    })
    .catch((error: { code?: string }) => console.log('lost:', error.code))
await pause(100)
const [row] = await sql()<{ n: number }[]>`select 3 as n`
console.log('answered:', row?.n)
process.exit(0)
