import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export type Balancer = Readonly<{ port: number; stop(): Promise<void> }>

/**
 * One address for several web processes, as a load balancer without health checks gives it: each connection goes to the next one,
 * and past those that refuse it. One that is frozen takes connections and answers nothing.
 */
export const startBalancer = async (ports: readonly number[]): Promise<Balancer> => {
  const open = new Set<Socket>()
  let turn = 0
  const keep = (socket: Socket): Socket => {
    open.add(socket)
    return socket.once('close', () => open.delete(socket)).on('error', () => socket.destroy())
  }
  const reach = (from: Socket, tries: number): void => {
    if (tries === 0) return void from.destroy()
    const to = connect({ host: '127.0.0.1', port: ports[turn++ % ports.length] ?? 0 })
    to.once('connect', () => {
      keep(to)
      to.once('close', () => from.destroy())
      from.once('close', () => to.destroy())
      from.pipe(to).pipe(from)
    })
    to.on('error', () => {
      if (!open.has(to)) reach(from, tries - 1)
    })
  }
  const server = createServer(from => reach(keep(from), ports.length)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const stop = async () => {
    server.close()
    for (const socket of open) socket.destroy()
    await once(server, 'close')
  }
  return { port: (server.address() as AddressInfo).port, stop }
}
