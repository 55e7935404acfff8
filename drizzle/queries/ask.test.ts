import { describe, expect, it } from 'vitest'
import { connect } from '../db.ts'
import { useTestDatabase } from '../testing/database.ts'
import { ask } from './ask.ts'

const database = useTestDatabase()

describe('a single read', () => {
  it('is asked again when the connection answers with the leftovers of a failed query', async () => {
    const sql = connect(database.url, 1)
    try {
      const failInTheMiddle = () => sql`select 1 / (3 - n) from generate_series(1, 5) n`.catch(() => 'failed')
      const question = async (): Promise<{ answer: number }[]> => sql`select 42 as answer`
      expect(await failInTheMiddle()).toBe('failed')
      const holes = await sql`select 42 as answer`
      expect(holes[0], 'postgres.js is mended: this wrapper may go').toBeUndefined()

      expect(await failInTheMiddle()).toBe('failed')
      expect(await ask(question)).toEqual([{ answer: 42 }])
    } finally {
      await sql.end()
    }
  })

  it('fails rather than to give an answer with holes', async () => {
    const holes: string[] = []
    holes[1] = 'answer'
    let asked = 0
    const always = ask(async () => {
      asked++
      return holes
    })
    await expect(always).rejects.toThrow('holes')
    expect(asked).toBe(3)
  })

  it('takes an empty answer for an answer', async () => {
    expect(await ask(async () => [])).toEqual([])
  })
})
