const mostTold = 3

/** What is wrong, in sentences: of each kind the first few, and how many more there are. */
export class Findings {
  private readonly kinds = new Map<string, { told: string[]; more: number }>()

  note(kind: string, sentence: string): void {
    const known = this.kinds.get(kind) ?? { told: [], more: 0 }
    this.kinds.set(kind, known)
    if (known.told.length < mostTold) known.told.push(sentence)
    else known.more++
  }

  get sentences(): string[] {
    return [...this.kinds.values()].flatMap(({ told, more }) => [
      ...told,
      ...(more > 0 ? [`And ${more} more like the last.`] : []),
    ])
  }
}

export const inWords = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`

/** Whole minutes, as they have passed between two moments in milliseconds. */
export const minutesAgo = (thenMs: number, nowMs: number): string => `${Math.floor((nowMs - thenMs) / 60_000)} min`
