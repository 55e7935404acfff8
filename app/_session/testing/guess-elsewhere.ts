import { closeAttempts } from '#drizzle/attempts'
import { closePools } from '#drizzle/db'
import { authenticate } from '../authenticate.ts'
import { aBrowser } from './a-browser.ts'

/** A process of its own that tries each of some credentials so often, and prints how each attempt was answered. */
const [given = '[]', times = '0'] = process.argv.slice(2)

const answers: unknown[] = []
for (const [kind, credentials] of JSON.parse(given) as ['order' | 'conference', unknown][])
  for (let made = 0; made < Number(times); made++)
    answers.push(await authenticate(kind, credentials, aBrowser()).catch((error: Error) => error.message))

console.log(JSON.stringify(answers.map(answer => answer ?? null)))
closeAttempts()
await closePools()
