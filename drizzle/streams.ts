const key = Symbol.for('contoso.streams')
const registry = globalThis as { [key]?: Set<() => void> }
const streams = (): Set<() => void> => {
  registry[key] ??= new Set()
  return registry[key]
}

/** Notes an open event stream, so that the process can end it when it is told to stop. Gives what forgets it. */
export const noteStream = (end: () => void): (() => void) => {
  streams().add(end)
  return () => streams().delete(end)
}

export const endStreams = (): void => {
  for (const end of streams()) end()
}
