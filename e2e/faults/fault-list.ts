import { setTimeout as pause } from 'node:timers/promises'
import { type FallingRedis, untilQueueWorks } from './foundations.ts'
import type { Member } from './member.ts'
import type { System, SystemKind } from './system.ts'

/**
 * What a strike came to: the moment from which the system could have worked again (a process's death, for others go on; the return of
 * what it stands on), and how many milliseconds later what the log does not show was well again.
 */
export type Struck = Readonly<{ ableSince: number; recoveryMs: number }>

export type StrikeOptions = Readonly<{ next: () => number; frozenMs: number }>

export type Fault = Readonly<{
  name: string
  system: SystemKind
  /** What keeps the promise under it. */
  guard: string
  /** A process stands still for as long as the round says. */
  standsStill?: true
  strike(system: System, options: StrikeOptions): Promise<Struck>
}>

const awayMs = 2_000
const restartAfterMs = 500

const pick = (members: readonly Member[], next: () => number): Member => members[Math.floor(next() * members.length)] as Member

const killAndRestart = async (member: Member): Promise<Struck> => {
  await member.kill()
  const ableSince = Date.now()
  await pause(restartAfterMs)
  await member.start()
  return { ableSince, recoveryMs: 0 }
}

const freezeAndThaw = async (member: Member, frozenMs: number): Promise<Struck> => {
  member.freeze()
  const ableSince = Date.now()
  await pause(frozenMs)
  member.thaw()
  return { ableSince, recoveryMs: 0 }
}

/** Until somebody who comes to the site gets an answer. */
const untilSiteAnswers = async (url: string): Promise<number> => {
  const begun = Date.now()
  const asks = async () => (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(1_000) })).ok
  while (!(await asks().catch(() => false))) await pause(20)
  return Date.now() - begun
}

const killWeb = async ({ webs, url }: System, { next }: StrikeOptions): Promise<Struck> => {
  const web = pick(webs, next)
  await web.kill()
  const ableSince = Date.now()
  const recoveryMs = await untilSiteAnswers(url)
  await pause(restartAfterMs)
  await web.start()
  return { ableSince, recoveryMs }
}

const redisOf = ({ redis }: System): FallingRedis => {
  if (!redis) throw new Error('this system has no Redis')
  return redis
}

const whileRedisIsAway = async (redis: FallingRedis, go: () => unknown, comeBack: () => unknown): Promise<Struck> => {
  await go()
  await pause(awayMs)
  await comeBack()
  const ableSince = Date.now()
  return { ableSince, recoveryMs: await untilQueueWorks(redis.url) }
}

const killPostgres = async ({ postgres, url }: System): Promise<Struck> => {
  await postgres.kill()
  await pause(restartAfterMs)
  await postgres.start()
  const ableSince = Date.now()
  return { ableSince, recoveryMs: await untilSiteAnswers(url) }
}

const cutAnswers = async ({ proxy }: System): Promise<Struck> => {
  if (!proxy) throw new Error('this system has no proxy')
  const before = proxy.cuts()
  proxy.cut(0.25)
  await pause(2 * awayMs)
  while (proxy.cuts() === before) await pause(50)
  proxy.cut(0)
  return { ableSince: Date.now(), recoveryMs: 0 }
}

const sameTransaction = 'effects and checkpoint commit together; what is left goes to another worker’s sweep'
const sweep = 'the queue carries nothing; the sweep needs none'
const commandId = 'a command id answers its first outcome'

export const faults: readonly Fault[] = [
  {
    name: 'worker killed',
    system: 'redis',
    guard: sameTransaction,
    strike: ({ workers }, { next }) => killAndRestart(pick(workers, next)),
  },
  {
    name: 'worker frozen, then going on',
    system: 'redis',
    guard: 'the database ends what stands still in a transaction; expected versions refuse the zombie',
    standsStill: true,
    strike: ({ workers }, { next, frozenMs }) => freezeAndThaw(pick(workers, next), frozenMs),
  },
  { name: 'web process killed', system: 'redis', guard: commandId, strike: killWeb },
  {
    name: 'web process frozen, then going on',
    system: 'redis',
    guard: commandId,
    standsStill: true,
    strike: ({ webs }, { next, frozenMs }) => freezeAndThaw(pick(webs, next), frozenMs),
  },
  {
    name: 'Redis killed',
    system: 'redis',
    guard: sweep,
    strike: system => whileRedisIsAway(redisOf(system), redisOf(system).kill, redisOf(system).start),
  },
  {
    name: 'Redis flushed',
    system: 'redis',
    guard: sweep,
    strike: async system => {
      await redisOf(system).flush()
      return { ableSince: Date.now(), recoveryMs: await untilQueueWorks(redisOf(system).url) }
    },
  },
  {
    name: 'Redis frozen, then going on',
    system: 'redis',
    guard: sweep,
    strike: system => whileRedisIsAway(redisOf(system), redisOf(system).freeze, redisOf(system).thaw),
  },
  {
    name: 'Redis full, writes refused',
    system: 'redis',
    guard: sweep,
    strike: system => {
      const { refuseWrites } = redisOf(system)
      return whileRedisIsAway(
        redisOf(system),
        () => refuseWrites(true),
        () => refuseWrites(false),
      )
    },
  },
  {
    name: 'PostgreSQL killed',
    system: 'redis',
    guard: 'nothing is acknowledged before it is committed; forms keep their command id',
    strike: killPostgres,
  },
  {
    name: 'worker killed, queue on PostgreSQL',
    system: 'postgres, through a proxy',
    guard: sameTransaction,
    strike: ({ workers }, { next }) => killAndRestart(pick(workers, next)),
  },
  {
    name: 'PostgreSQL killed, the queue with it',
    system: 'postgres, through a proxy',
    guard: 'the sweep; forms keep their command id',
    strike: killPostgres,
  },
  { name: 'answers to commits lost', system: 'postgres, through a proxy', guard: commandId, strike: cutAnswers },
]

/** The promise is broken if recovery takes longer, on a machine that has nothing else to do. */
export const mostRecoveryMs = ({ strike }: Fault): number => (strike === killPostgres ? 5_000 : 2_000)
