/** How things stand that people wait for, by id: one query for all of them. What is not there yet is left out. */
type Question<State> = (ids: readonly string[]) => Promise<ReadonlyMap<string, State>>

type Watcher = { question: Question<unknown>; id: string; everyMs: number; nextAt: number; look(state: unknown): void }
type Ticker = { watchers: Set<Watcher>; running: boolean; wake(): void }

const key = Symbol.for('contoso.ticker')
const registry = globalThis as { [key]?: Ticker }
const ticker = (): Ticker => {
  registry[key] ??= { watchers: new Set(), running: false, wake: () => {} }
  return registry[key]
}

const waitingEveryMs = 10
const followingEveryMs = 250

const askFor = async (question: Question<unknown>, watchers: readonly Watcher[]): Promise<void> => {
  for (const watcher of watchers) watcher.nextAt = Date.now() + watcher.everyMs
  try {
    const found = await question([...new Set(watchers.map(({ id }) => id))])
    for (const watcher of watchers) watcher.look(found.get(watcher.id))
  } catch {
    // The database is away for a moment: whoever waits has a deadline of his own.
    for (const watcher of watchers) watcher.nextAt = Date.now() + followingEveryMs
  }
}

const sleep = (own: Ticker, milliseconds: number): Promise<void> =>
  new Promise(resolve => {
    const timer = setTimeout(resolve, milliseconds)
    own.wake = () => {
      clearTimeout(timer)
      resolve()
    }
  })

/** Says that what people wait for was just written by this process: who waits need not wait for the next turn. */
export const lookNow = (): void => {
  const own = ticker()
  for (const watcher of own.watchers) if (watcher.everyMs === waitingEveryMs) watcher.nextAt = 0
  own.wake()
}

/** One loop per process that runs only while somebody waits, with one query a turn and question for all who are due. */
const run = async (own: Ticker): Promise<void> => {
  own.running = true
  while (own.watchers.size > 0) {
    const at = Date.now()
    // Whoever is due soon is asked for along with the others, so that all come to share their turns.
    const due = [...own.watchers].filter(({ nextAt, everyMs }) => nextAt - everyMs / 2 <= at)
    const questions = new Set(due.map(({ question }) => question))
    await Promise.all(
      Array.from(questions, question =>
        askFor(
          question,
          due.filter(watcher => watcher.question === question),
        ),
      ),
    )
    const next = Math.min(...Array.from(own.watchers, ({ nextAt }) => nextAt))
    if (own.watchers.size > 0) await sleep(own, Math.max(1, next - Date.now()))
  }
  own.running = false
}

const watch = (watcher: Watcher): (() => void) => {
  const own = ticker()
  own.watchers.add(watcher)
  if (own.running) own.wake()
  else void run(own)
  return () => own.watchers.delete(watcher)
}

/** Two ways of waiting for the answers to one question: until they are as wished, or for every change. */
export const awaiting = <State>(question: Question<State>) => ({
  /**
   * Waits until the state is as wished, at most so many milliseconds; gives it as it was seen last (undefined: it was not there
   * yet).
   */
  until: (id: string, ready: (state: State | undefined) => boolean, milliseconds: number): Promise<State | undefined> =>
    new Promise(resolve => {
      let seen: State | undefined
      const finish = () => {
        clearTimeout(timer)
        stop()
        resolve(seen)
      }
      const timer = setTimeout(finish, milliseconds)
      const stop = watch({
        question,
        id,
        everyMs: waitingEveryMs,
        nextAt: 0,
        look: found => {
          const state = found as State | undefined
          seen = state ?? seen
          if (ready(state)) finish()
        },
      })
    }),

  /** Tells of every change until the signal ends it, beginning with the state as it is. */
  follow: (id: string, onChange: (state: State) => void, signal: AbortSignal): void => {
    let told = ''
    const stop = watch({
      question,
      id,
      everyMs: followingEveryMs,
      nextAt: 0,
      look: state => {
        const text = JSON.stringify(state)
        if (state === undefined || text === told) return
        told = text
        onChange(state as State)
      },
    })
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
  },
})
