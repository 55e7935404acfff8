import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from '../db.ts'
import { surviveDeadConnections } from '../dead-connections.ts'

/** A process of its own whose connections all end while it is in a transaction, as when a pooler in between is restarted. */
if (process.argv[2] === 'guarded')
  surviveDeadConnections(
    () => console.log('survived'),
    error => {
      throw error
    },
  )

const server = new URL(process.env.DATABASE_URL ?? '')
const port = Number(server.port)
const sockets: Socket[] = []
const between = createServer(client => {
  const to = connect(port, server.hostname)
  client.pipe(to).pipe(client)
  for (const socket of [client, to]) sockets.push(socket.on('error', () => {}))
}).listen(0, '127.0.0.1')
await once(between, 'listening')
server.port = `${(between.address() as AddressInfo).port}`
process.env.DATABASE_URL = server.href

await sql()
  .begin(async tx => {
    await tx`select 1`
    for (const socket of sockets) socket.destroy()
    await pause(100)
    await tx`select 2`
  })
  .catch((error: { code?: string }) => console.log('lost:', error.code))
await pause(100)
const [row] = await sql()<{ n: number }[]>`select 3 as n`
console.log('answered:', row?.n)
process.exit(0)
