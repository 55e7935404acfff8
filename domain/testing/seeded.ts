export type Chance = Readonly<{
  /** From 0 up to 1. */
  next(): number
  /** From 0 to limit − 1. */
  below(limit: number): number
  /** True so often. */
  happens(probability: number): boolean
  /** One of these, or undefined when there is none. */
  oneOf<Item>(items: readonly Item[]): Item | undefined
}>

/** Chance that repeats itself: the same seed gives the same story. */
export const seeded = (seed: number): Chance => {
  let state = Math.imul(seed, 0x9e3779b1) >>> 0
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return { next, below, happens: probability => next() < probability, oneOf: items => items[below(items.length)] }
}
