import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeBrokenJson } from './broken-json.ts'

const isJson = (text: string) => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('broken JSON', () => {
  it.each([
    ['{\n  "name": "A"\n  "slug": "b"\n}', 'This is not JSON from line 3, column 3 on.'],
    ['{"a": 1,}', 'This is not JSON from line 1, column 9 on.'],
    ['[1, 2,]', 'This is not JSON from line 1, column 7 on.'],
    ["{'a': 1}", 'This is not JSON from line 1, column 2 on.'],
    ['{"a" 1}', 'This is not JSON from line 1, column 6 on.'],
    ['{"a": x}', 'This is not JSON from line 1, column 7 on.'],
    ['{"a": 01}', 'This is not JSON from line 1, column 8 on.'],
    ['{"a": [1}', 'This is not JSON from line 1, column 9 on.'],
    ['{"a": "not closed\n}', 'This is not JSON from line 1, column 7 on.'],
    ['{"a": "\\x"}', 'This is not JSON from line 1, column 7 on.'],
    ['{} {}', 'This is not JSON from line 1, column 4 on.'],
    ['<html>', 'This is not JSON from line 1, column 1 on.'],
    ['{\n  "a": [1, {"b": null}', 'The JSON ends too early, at line 2, column 23.'],
    ['', 'The JSON ends too early, at line 1, column 1.'],
  ])('%j is broken where a person would look', (text, sentence) => {
    expect(isJson(text)).toBe(false)
    expect(describeBrokenJson(text)).toBe(sentence)
  })

  it('is found wherever something that does not belong there is put between the tokens', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), (value, seed) => {
        const lines = JSON.stringify(value, null, 1).split('\n')
        const line = seed % lines.length
        const text = [...lines.slice(0, line), '#', ...lines.slice(line)].join('\n')
        expect(describeBrokenJson(text)).toBe(`This is not JSON from line ${line + 1}, column 1 on.`)
      }),
    )
  })

  it('may be nested as deeply as it likes', () => {
    expect(describeBrokenJson('['.repeat(200_000))).toBe('The JSON ends too early, at line 1, column 200001.')
  })
})
