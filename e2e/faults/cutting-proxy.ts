import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/**
 * PostgreSQL's messages (protocol 3.0): a type of one byte, a length of four that counts itself, the rest. The first one that a
 * client sends has no type.
 */
const messageReader = (hear: (type: string, body: Buffer) => void, { hasStartup }: { hasStartup: boolean }) => {
  let rest = Buffer.alloc(0)
  let atStartup = hasStartup
  return (chunk: Buffer): void => {
    rest = Buffer.concat([rest, chunk])
    for (;;) {
      const head = atStartup ? 0 : 1
      if (rest.length < head + 4) return
      const length = head + rest.readUInt32BE(head)
      if (rest.length < length) return
      hear(atStartup ? '' : String.fromCharCode(rest[0] ?? 0), rest.subarray(head + 4, length))
      atStartup = false
      rest = rest.subarray(length)
    }
  }
}

const words = (body: Buffer): readonly string[] => body.toString('latin1').split('\0')

/** What is stored for good by this very statement. */
const commits = (query: string, isInTransaction: boolean): boolean =>
  isInTransaction ? /^\s*commit/i.test(query) : /append_to_log/.test(query)

export type CuttingProxy = Readonly<{
  port: number
  /** From now on such a share of the commits loses its answer (0 to 1). */
  cut(share: number): void
  /** How many commits lost their answer. */
  cuts(): number
  /** The next append that commits by itself loses its answer, and from then on nobody reaches the server. */
  cutOffAtNextAppend(): void
  /** Everybody reaches the server again. */
  heal(): void
  stop(): Promise<void>
}>

/**
 * Stands between the system and PostgreSQL. It passes a commit (of a transaction, or an append that is one by itself) on to the
 * server, waits for the answer and, instead of passing that on too, cuts the connection: all is stored, and whoever asked for it
 * cannot know.
 */
export const startCuttingProxy = async (serverPort: number, next: () => number): Promise<CuttingProxy> => {
  const open = new Set<Socket>()
  let share = 0
  let cutCommits = 0
  let reach: 'open' | 'until the next append' | 'cut off' = 'open'

  const between = (client: Socket): void => {
    if (reach === 'cut off') return void client.destroy()
    const server = connect({ host: '127.0.0.1', port: serverPort })
    const end = () => {
      client.destroy()
      server.destroy()
    }
    for (const socket of [client, server]) {
      open.add(socket)
      socket.once('close', () => open.delete(socket)).once('close', end)
      socket.on('error', end)
    }
    const queries = new Map<string, string>()
    let [asked, answered] = [0, 0]
    let isInTransaction = false
    let isDoomed = false
    let cutAfter = Number.POSITIVE_INFINITY
    const doom = (query: string) => {
      if (!commits(query, isInTransaction)) return
      if (next() < share || (reach === 'until the next append' && !isInTransaction)) isDoomed = true
    }
    const hearClient = messageReader(
      (type, body) => {
        const [first = '', second = ''] = words(body)
        if (type === 'P') queries.set(first, second)
        if (type === 'B') doom(queries.get(second) ?? '')
        if (type === 'Q') doom(first)
        if (type !== 'S' && type !== 'Q') return
        asked++
        if (isDoomed) cutAfter = Math.min(cutAfter, asked)
      },
      { hasStartup: true },
    )
    const hearServer = messageReader(
      (type, body) => {
        if (type !== 'Z') return
        isInTransaction = body.toString() === 'T'
        // The first ReadyForQuery follows the greeting and answers no question.
        if (answered++ !== cutAfter) return
        cutCommits++
        end()
        if (reach === 'open') return
        reach = 'cut off'
        for (const socket of open) socket.destroy()
      },
      { hasStartup: false },
    )
    client.on('data', (chunk: Buffer) => {
      hearClient(chunk)
      server.write(chunk)
    })
    server.on('data', (chunk: Buffer) => {
      hearServer(chunk)
      if (!isDoomed) client.write(chunk)
    })
  }

  const proxy = createServer(between).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  return {
    port: (proxy.address() as AddressInfo).port,
    cut: wanted => {
      share = wanted
    },
    cuts: () => cutCommits,
    cutOffAtNextAppend: () => {
      reach = 'until the next append'
    },
    heal: () => {
      reach = 'open'
    },
    stop: async () => {
      proxy.close()
      for (const socket of open) socket.destroy()
      await once(proxy, 'close')
    },
  }
}
