import { createHash, randomUUID } from 'node:crypto'

/** A random id in the shard of that conference (or of one of its orders): an id's first hex digit tells its shard for ever. */
export const newId = (conferenceId: string): string => {
  const shard = conferenceId.charAt(0).toLowerCase()
  if (!/^[0-9a-f]$/.test(shard)) throw new Error(`not an id: ${conferenceId}`)
  return shard + randomUUID().slice(1)
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Who knows the command id that placed an order gets its grant: the id itself is never stored. */
export const commandIdHash = (commandId: string): string => sha256(`command-id:${commandId}`)

/** Properties in the order of their names, so that two spellings of one input are the same input. */
const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical)
  if (value === null || typeof value !== 'object' || value instanceof Date) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, inner]) => [name, canonical(inner)]),
  )
}

/** Tells whether a command heard again came with the same input: SHA-256 of its JSON, whatever the order of its properties. */
export const inputHash = (value: unknown): string => sha256(JSON.stringify(canonical(value)) ?? 'undefined')
