import { sql } from '#drizzle/db'
import { withLocalDatabase } from '#drizzle/embedded'
import { consumers } from '#drizzle/log'
import { listParked, type ParkedKey, showParked } from '#drizzle/parked'
import type { Consumer } from './consumers.ts'
import { failureInWords } from './failure-words.ts'
import { lanes } from './lanes.ts'
import { NotTheFirst, type Retried, retryParked } from './retry-parked.ts'

/** What a person asked for cannot be done; the message says why. */
class Misunderstanding extends Error {}

const usage = `Usage:
  npm run parked                                         what is parked
  npm run parked -- show CONSUMER KEY                    its messages, without what they say
  npm run parked -- retry CONSUMER KEY                   handles them again, in their order
  npm run parked -- skip CONSUMER KEY --drop SEQUENCE    drops the first for good, then handles the others`

const count = (messages: number): string => (messages === 1 ? '1 message' : `${messages} messages`)

/** Columns as wide as what stands in them; the last is left as it is. */
const table = (rows: readonly (readonly string[])[]): string => {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0))) ?? []
  return rows
    .map(row =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

const list = async (): Promise<string> => {
  const parked = await listParked(sql())
  if (parked.length === 0) return 'Nothing is parked.'
  const row = ({ consumer, key, waiting, since, error }: ParkedKey) => [
    consumer,
    key,
    `${waiting}`,
    since.toISOString(),
    error ?? 'waits for those before it',
  ]
  return table([['consumer', 'key', 'messages', 'since', 'error of the first'], ...parked.map(row)])
}

const nothing = (consumer: string, key: string) =>
  new Misunderstanding(`Nothing is parked for consumer ${consumer} and key ${key}.`)

const show = async (consumer: string, key: string): Promise<string> => {
  const messages = await showParked(sql(), consumer, key)
  if (messages.length === 0) throw nothing(consumer, key)
  const rows = messages.map(({ sequence, type, at, stream, version, attempts, error }) => [
    sequence,
    type,
    at.toISOString(),
    stream === null ? 'a command' : `${stream}@${version}`,
    `${attempts}`,
    error ?? 'waits for those before it',
  ])
  return table([['sequence', 'type', 'when', 'where', 'attempts', 'error'], ...rows])
}

const find = (name: string): Consumer => {
  const found = lanes()
    .flat()
    .find(consumer => consumer.name === name)
  if (found) return found
  throw new Misunderstanding(`There is no consumer ${name}. There are: ${Object.keys(consumers).join(', ')}.`)
}

/** Exits with 1 when something stays parked, so that a script sees it. */
const sayOutcome = ({ handled, dropped, left, error }: Retried, key: string): string => {
  if (left > 0) process.exitCode = 1
  return [
    ...(dropped > 0 ? [`${count(dropped)} of ${key} dropped.`] : []),
    `${count(handled)} of ${key} handled.`,
    ...(left > 0 ? [`${count(left)} stay parked; the first failed with: ${error}`] : []),
  ].join('\n')
}

const retry = async (consumer: Consumer, key: string): Promise<string> => {
  const retried = await retryParked(sql(), consumer, key)
  if (retried.handled + retried.left === 0) throw nothing(consumer.name, key)
  return sayOutcome(retried, key)
}

const meaningOfSkipping = ({ name }: Consumer): string =>
  consumers[name] === 'projection'
    ? `The read model ${name} will lack what it says until npm run rebuild -- ${name} meets it again.`
    : 'What should follow from it will never happen by itself (a seat held or given back, a payment returned, a mail): a person must see to that.'

const skip = async (consumer: Consumer, key: string, flag: string | undefined, given: string | undefined): Promise<string> => {
  const [first] = await showParked(sql(), consumer.name, key)
  if (!first) throw nothing(consumer.name, key)
  if (flag !== '--drop' || !given || !/^\d{1,18}$/.test(given))
    throw new Misunderstanding(
      `This would drop message ${first.sequence} of ${key}, ${first.type}, for good. ${meaningOfSkipping(consumer)}\n` +
        `If that is meant: npm run parked -- skip ${consumer.name} ${key} --drop ${first.sequence}`,
    )
  const outcome = sayOutcome(await retryParked(sql(), consumer, key, BigInt(given)), key)
  return `${outcome}\n${meaningOfSkipping(consumer)}`
}

const answer = async ([what, consumer, key, ...more]: readonly string[]): Promise<string> => {
  if (what === undefined) return list()
  if (!['show', 'retry', 'skip'].includes(what)) throw new Misunderstanding(`There is nothing called ${what} here.\n${usage}`)
  if (!consumer || !key) throw new Misunderstanding(`Say which consumer and which key.\n${usage}`)
  if (more.length > (what === 'skip' ? 2 : 0)) throw new Misunderstanding(`Too much was said: ${more.join(' ')}\n${usage}`)
  if (what === 'show') return show(find(consumer).name, key)
  return what === 'retry' ? retry(find(consumer), key) : skip(find(consumer), key, more[0], more[1])
}

const explain = (error: unknown): string => {
  if (error instanceof Misunderstanding) return error.message
  if (error instanceof NotTheFirst) return `Only the first message of a key can be dropped; that is ${error.message}.`
  return failureInWords(error)
}

/** `npm run parked`: prints its answer, and sets the exit code 1 when something stays parked or was not understood. */
export const main = async (args: readonly string[]): Promise<void> => {
  try {
    console.log(await withLocalDatabase(() => answer(args)))
  } catch (error) {
    console.error(explain(error))
    process.exitCode = 1
  }
}

if (process.argv[1]?.endsWith('parked.ts')) await main(process.argv.slice(2))
