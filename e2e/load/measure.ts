import { cpus, totalmem } from 'node:os'
import next from 'next/package.json' with { type: 'json' }

/** The value below which this share of the measurements lies (nearest rank). */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

/** What the figures were measured on. */
export const machine = (): string => {
  const [first] = cpus()
  return `${cpus().length} × ${first?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, Next ${next.version}`
}

export const milliseconds = (value: number): string => `${value.toFixed(1)} ms`
