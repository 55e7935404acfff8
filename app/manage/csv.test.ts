import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Cell, csvFile, csvLine } from './csv.ts'

/** Reads a CSV file as RFC 4180 says, on its own terms. */
const parse = (file: string): string[][] => {
  const rows: string[][] = []
  let row: string[] = []
  let rest = file
  while (rest !== '') {
    const [matched = '', quoted, plain, end] = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest) ?? []
    if (matched === '') throw new Error(`not a CSV file: ${JSON.stringify(rest.slice(0, 40))}`)
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'))
    rest = rest.slice(matched.length)
    if (end === '\r\n') {
      rows.push(row)
      row = []
    }
  }
  return rows
}

const awkward = fc.constantFrom(
  '=',
  '+',
  '-',
  '@',
  '\t',
  '\r',
  '\n',
  '"',
  ',',
  ';',
  ' ',
  "'",
  '＝',
  '김지원',
  'é',
  '😀',
  'a',
  '1',
)
const text = fc.oneof(
  fc.array(awkward, { maxLength: 8 }).map(parts => parts.join('')),
  fc.string({ unit: 'grapheme' }),
)

async function* inPages(...pages: Cell[][][]) {
  yield* pages
}

describe('a CSV file', () => {
  it('gives every text back, whatever is in it, but for the apostrophe before what looks like a formula', () => {
    fc.assert(
      fc.property(fc.array(fc.array(text, { minLength: 1, maxLength: 4 }), { maxLength: 4 }), rows => {
        const read = parse(rows.map(csvLine).join(''))
        expect(read).toEqual(rows.map(row => row.map(each => (/^[=+\-@\t\r\n＝＋－＠]/.test(each) ? `'${each}` : each))))
      }),
      { numRuns: 300 },
    )
  })

  it('has no cell that a spreadsheet takes for a formula', () => {
    fc.assert(
      fc.property(text, each => {
        for (const [read = ''] of parse(csvLine([each]))) expect(read).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/)
      }),
      { numRuns: 300 },
    )
    expect(csvLine(['=HYPERLINK("http://evil.example")', 'Ada'])).toBe(`"'=HYPERLINK(""http://evil.example"")",Ada\r\n`)
  })

  it('leaves numbers as numbers and nothing empty', () => {
    expect(csvLine([-3, 0, null, '12.50'])).toBe('-3,0,,12.50\r\n')
  })

  it('begins with the mark of UTF-8, so that Korean names stay what they are', async () => {
    const answer = csvFile('engines-attendees', ['Name'], inPages([['김지원']], [], [['Ada'], ['Grace']]))
    const bytes = new Uint8Array(await answer.clone().arrayBuffer())
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    expect(await answer.text()).toBe('Name\r\n김지원\r\nAda\r\nGrace\r\n')
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="engines-attendees.csv"')
  })

  it('is read no further than the browser takes it', async () => {
    const asked: number[] = []
    async function* endless(): AsyncGenerator<Cell[][]> {
      try {
        for (let page = 1; ; page++) {
          asked.push(page)
          yield [[page]]
        }
      } finally {
        asked.push(0)
      }
    }
    const reader = csvFile('endless', ['Page'], endless()).body?.getReader()
    await reader?.read()
    await reader?.read()
    await reader?.cancel()
    expect(asked.length).toBeLessThan(6)
    expect(asked.at(-1)).toBe(0)
  })
})
