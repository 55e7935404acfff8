/** How things stand that people wait for, by id: one query for all of them. What is not there yet is left out. */
type Question<State> = (ids: readonly string[]) => Promise<ReadonlyMap<string, State>>

type Watcher = { question: Question<unknown>; id: string; everyMs: number; nextAt: number; look(state: unknown): void }
type Ticker = { watchers: Set<Watcher>; running: boolean }

const key = Symbol.for('contoso.ticker')
const registry = globalThis as { [key]?: Ticker }
const ticker = (): Ticker => {
  registry[key] ??= { watchers: new Set(), running: false }
  return registry[key]
}

const waitingEveryMs = 5
const followingEveryMs = 250

const askFor = async (question: Question<unknown>, watchers: readonly Watcher[]): Promise<void> => {
  try {
    const found = await question([...new Set(watchers.map(({ id }) => id))])
    for (const watcher of watchers) {
      watcher.nextAt = Date.now() + watcher.everyMs
      watcher.look(found.get(watcher.id))
    }
  } catch {
    // The database is away for a moment: whoever waits has a deadline of his own.
    for (const watcher of watchers) watcher.nextAt = Date.now() + followingEveryMs
  }
}

/** One loop per process that runs only while somebody waits, with one query a turn and question for all who are due. */
const run = async (own: Ticker): Promise<void> => {
  own.running = true
  while (own.watchers.size > 0) {
    const at = Date.now()
    const due = [...own.watchers].filter(watcher => watcher.nextAt <= at)
    const questions = new Set(due.map(({ question }) => question))
    await Promise.all(
      Array.from(questions, question =>
        askFor(
          question,
          due.filter(watcher => watcher.question === question),
        ),
      ),
    )
    const next = Math.min(...Array.from(own.watchers, watcher => watcher.nextAt))
    if (own.watchers.size > 0) await new Promise(resolve => setTimeout(resolve, Math.max(1, next - Date.now())))
  }
  own.running = false
}

const watch = (watcher: Watcher): (() => void) => {
  const own = ticker()
  own.watchers.add(watcher)
  if (!own.running) void run(own)
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
